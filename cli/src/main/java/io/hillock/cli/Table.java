package io.hillock.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Rows under a heading in aligned columns, two spaces apart. */
final class Table {
  private final List<String[]> rows = new ArrayList<>();
  private final boolean[] right;

  /** Creates a table; a heading that begins with {@code >} is that of a column of numbers. */
  Table(String... headings) {
    right = new boolean[headings.length];
    String[] first = new String[headings.length];
    for (int i = 0; i < headings.length; i++) {
      right[i] = headings[i].startsWith(">");
      first[i] = right[i] ? headings[i].substring(1) : headings[i];
    }
    rows.add(first);
  }

  /** Adds a row; cells that are left out at its end are empty. */
  void add(String... cells) {
    rows.add(cells);
  }

  /** Prints the table; no line ends with a space. */
  void print(PrintWriter out) {
    int[] widths = new int[right.length];
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        // A last cell is as long as it likes.
        if (i < row.length - 1 || right[i]) {
          widths[i] = Math.max(widths[i], row[i].length());
        }
      }
    }
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.length; i++) {
        String space = " ".repeat(Math.max(0, widths[i] - row[i].length()));
        line.append(right[i] ? space + row[i] : row[i] + space).append("  ");
      }
      out.println(line.toString().stripTrailing());
    }
  }
}
