package io.hillock.image.npy;

import io.hillock.tensor.Shape;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * What stands before an array's elements.
 *
 * @param version the format's version, 1 to 3
 * @param type how an element is stored
 * @param shape the sizes along its axes, outermost first; empty for a single number
 */
public record NpyHeader(int version, NpyType type, Shape shape) {
  static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int ALIGNMENT = 64;

  /**
   * Returns the bytes of a header of version 1, with the spaces that put the elements on a multiple
   * of 64 bytes; of version 2 where it is too long for that.
   */
  static byte[] encode(NpyType type, Shape shape) {
    String sizes =
        LongStream.of(shape.toArray()).mapToObj(Long::toString).collect(Collectors.joining(", "));
    String dictionary =
        "{'descr': '"
            + type.descr()
            + "', 'fortran_order': False, 'shape': ("
            + sizes
            + (shape.rank() == 1 ? ",), }" : "), }");
    int version = dictionary.length() + ALIGNMENT > 0xffff ? 2 : 1;
    int prefix = MAGIC.length + 2 + (version == 1 ? 2 : 4);
    int unpadded = prefix + dictionary.length() + 1;
    int padding = Math.floorMod(-unpadded, ALIGNMENT);
    byte[] result = Arrays.copyOf(MAGIC, unpadded + padding);
    int length = dictionary.length() + padding + 1;
    result[6] = (byte) version;
    for (int i = 8; i < prefix; i++) {
      result[i] = (byte) (length >>> (8 * (i - 8)));
    }
    byte[] text = (dictionary + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(text, 0, result, prefix, text.length);
    return result;
  }

  /**
   * Reads the dictionary that describes the array.
   *
   * @throws IllegalArgumentException if it is none, or says what is not supported
   */
  static NpyHeader parse(int version, String dictionary) {
    return new Parser(dictionary).header(version);
  }

  /** Reads a Python dictionary with the three keys that NumPy writes, in any order. */
  private static final class Parser {
    private final String text;
    private int at;

    Parser(String text) {
      this.text = text;
    }

    NpyHeader header(int version) {
      String descr = null;
      Boolean fortran = null;
      long[] shape = null;
      expect('{');
      while (!taken('}')) {
        String key = string();
        expect(':');
        switch (key) {
          case "descr" -> descr = descr();
          case "fortran_order" -> fortran = bool();
          case "shape" -> shape = tuple();
          default -> throw bad("has the key '" + key + "', which no array has");
        }
        if (!taken(',')) {
          expect('}');
          break;
        }
      }
      skipSpace();
      if (at < text.length()) {
        throw bad("goes on behind its end");
      }
      if (descr == null || fortran == null || shape == null) {
        throw bad("lacks descr, fortran_order or shape");
      }
      NpyType type = NpyType.named(descr);
      if (type == null) {
        throw new IllegalArgumentException(
            "its elements are of type '"
                + descr
                + "'; supported are "
                + NpyType.names()
                + ": convert them with astype");
      }
      if (fortran) {
        throw new IllegalArgumentException(
            "it is in Fortran order; supported is C order: convert it with ascontiguousarray");
      }
      return new NpyHeader(version, type, Shape.of(shape));
    }

    private String descr() {
      skipSpace();
      if (at < text.length() && text.charAt(at) == '[') {
        throw new IllegalArgumentException(
            "its elements are records; supported are " + NpyType.names());
      }
      return string();
    }

    private String string() {
      skipSpace();
      char quote = at < text.length() ? text.charAt(at) : 0;
      int end = quote == '\'' || quote == '"' ? text.indexOf(quote, at + 1) : -1;
      if (end < 0) {
        throw bad("has no string at position " + at);
      }
      String result = text.substring(at + 1, end);
      at = end + 1;
      return result;
    }

    private boolean bool() {
      skipSpace();
      for (String word : List.of("True", "False")) {
        if (text.startsWith(word, at)) {
          at += word.length();
          return word.equals("True");
        }
      }
      throw bad("has neither True nor False at position " + at);
    }

    private long[] tuple() {
      List<Long> sizes = new ArrayList<>();
      boolean comma = true;
      expect('(');
      while (!taken(')')) {
        if (!comma) {
          throw bad("has no comma at position " + at);
        }
        sizes.add(size());
        comma = taken(',');
      }
      if (sizes.size() == 1 && !comma) {
        throw bad("has a shape that is no tuple");
      }
      return sizes.stream().mapToLong(Long::longValue).toArray();
    }

    private long size() {
      skipSpace();
      int end = at;
      while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
        end++;
      }
      if (end == at) {
        throw bad("has no size at position " + at);
      }
      String digits = text.substring(at, end);
      // Python 2 wrote an L behind a long.
      at = end < text.length() && text.charAt(end) == 'L' ? end + 1 : end;
      try {
        return Long.parseLong(digits);
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("its size " + digits + " is too large", e);
      }
    }

    private boolean taken(char c) {
      skipSpace();
      boolean there = at < text.length() && text.charAt(at) == c;
      at += there ? 1 : 0;
      return there;
    }

    private void expect(char c) {
      if (!taken(c)) {
        throw bad("has no '" + c + "' at position " + at);
      }
    }

    private void skipSpace() {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
    }

    private static IllegalArgumentException bad(String what) {
      return new IllegalArgumentException("its header is no dictionary of an array: it " + what);
    }
  }
}
