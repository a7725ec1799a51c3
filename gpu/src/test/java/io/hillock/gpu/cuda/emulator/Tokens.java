package io.hillock.gpu.cuda.emulator;

import java.util.ArrayList;
import java.util.List;

/** The words, numbers and signs of a PTX text, one after the other. */
final class Tokens {
  /** What is behind the last one. */
  static final String END = "";

  private final List<String> texts = new ArrayList<>();
  private final List<Integer> lines = new ArrayList<>();
  private int at;

  Tokens(String text) {
    int line = 1;
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      int end;
      if (c == '\n') {
        line++;
        i++;
        continue;
      } else if (Character.isWhitespace(c)) {
        i++;
        continue;
      } else if (text.startsWith("//", i)) {
        int newline = text.indexOf('\n', i);
        i = newline < 0 ? text.length() : newline;
        continue;
      } else if (text.startsWith("/*", i)) {
        int close = text.indexOf("*/", i + 2);
        if (close < 0) {
          throw new PtxSyntaxException(line, "a comment has no end");
        }
        line += (int) text.substring(i, close).chars().filter(k -> k == '\n').count();
        i = close + 2;
        continue;
      } else if (c == '"') {
        end = text.indexOf('"', i + 1) + 1;
        if (end == 0) {
          throw new PtxSyntaxException(line, "a string has no end");
        }
      } else if (isWord(c) || c == '.') {
        end = i + 1;
        while (end < text.length() && (isWord(text.charAt(end)) || isDot(text, end))) {
          end++;
        }
      } else {
        end = i + 1;
      }
      texts.add(text.substring(i, end));
      lines.add(line);
      i = end;
    }
    texts.add(END);
    lines.add(line);
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c == '%';
  }

  /** A dot within a word; the one of a directive begins a word. */
  private static boolean isDot(String text, int at) {
    return text.charAt(at) == '.' && at + 1 < text.length() && isWord(text.charAt(at + 1));
  }

  /** Returns the next without taking it. */
  String peek() {
    return texts.get(at);
  }

  /** Returns the one behind the next. */
  String peekSecond() {
    return texts.get(Math.min(at + 1, texts.size() - 1));
  }

  /** Takes the next. */
  String next() {
    String text = texts.get(at);
    if (text.equals(END)) {
      throw new PtxSyntaxException(line(), "the text ends too early");
    }
    at++;
    return text;
  }

  /** Returns the line of the next. */
  int line() {
    return lines.get(at);
  }

  /** Returns the line of the one that was taken last. */
  int lastLine() {
    return lines.get(Math.max(0, at - 1));
  }

  /** Takes the next if it is a given one. */
  boolean accept(String text) {
    if (peek().equals(text)) {
      at++;
      return true;
    }
    return false;
  }

  /** Takes the next, which must be a given one. */
  void expect(String text) {
    if (!accept(text)) {
      throw new PtxSyntaxException(line(), "'" + text + "' expected, but found '" + peek() + "'");
    }
  }
}
