package io.hillock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class TableTest {
  @Test
  void columnsAreAlignedNumbersToTheRightAndNoLineEndsWithASpace() {
    Table table = new Table("NAME", ">SIZE", "NOTE");
    table.add("a", "1", "");
    table.add("longer", "12345", "and so on");
    table.add("b", "-");
    StringWriter text = new StringWriter();
    table.print(new PrintWriter(text));
    assertEquals(
        """
        NAME     SIZE  NOTE
        a           1
        longer  12345  and so on
        b           -
        """,
        text.toString().replace(System.lineSeparator(), "\n"));
  }
}
