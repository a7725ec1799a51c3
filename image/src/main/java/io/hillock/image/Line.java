package io.hillock.image;

/** Text that stays on one line. */
public final class Line {
  private Line() {}

  /**
   * Returns a text with its control characters, those that turn the direction of writing and
   * unpaired surrogates written as Java writes them: the name of a file may have any of them.
   */
  public static String of(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              switch (Character.getType(c)) {
                case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE ->
                    line.append(c == '\n' ? "\\n" : String.format("\\u%04x", c));
                default -> line.appendCodePoint(c);
              }
            });
    return line.toString();
  }
}
