package io.hillock.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hillock.tensor.spi.Extent;
import org.junit.jupiter.api.Test;

/** Every row has a place, and few work items are idle. */
class RowScheduleTest {
  @Test
  void aRowHasAWorkItemForEachElementOrAllOfAGroup() {
    for (int length = 0; length < 300; length++) {
      int width = RowSchedule.forGpu(new Extent(10, length, 1), 4).width();
      assertTrue(width >= length || width == RowSchedule.GROUP, "length " + length);
      assertEquals(0, RowSchedule.GROUP % width, "length " + length);
    }
  }

  @Test
  void fewLongRowsAreSplitAndOthersAreNot() {
    assertEquals(
        RowSchedule.Kind.CHUNKS, RowSchedule.forGpu(new Extent(1, 1 << 20, 1), 100).kind());
    assertEquals(RowSchedule.Kind.CHUNKS, RowSchedule.forGpu(new Extent(1, 4097, 1), 2).kind());
    assertEquals(RowSchedule.Kind.GROUP, RowSchedule.forGpu(new Extent(1, 4096, 1), 100).kind());
    assertEquals(
        RowSchedule.Kind.GROUP, RowSchedule.forGpu(new Extent(1000, 1 << 20, 1), 100).kind());
  }

  @Test
  void groupsAreNoMoreThanThereIsWorkForAndNeverNone() {
    assertEquals(1, RowSchedule.forGpu(new Extent(1, 0, 1), 4).groups());
    assertEquals(1, RowSchedule.forGpu(new Extent(4, 32, 1), 4).groups());
    assertEquals(2, RowSchedule.forGpu(new Extent(5, 32, 1), 4).groups());
    long groups = RowSchedule.forGpu(new Extent(1L << 40, 3, 1), 4).groups();
    assertTrue(groups > 4 && groups < 1000, "groups: " + groups);
  }
}
