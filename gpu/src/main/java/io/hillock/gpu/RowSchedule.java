package io.hillock.gpu;

import io.hillock.kernels.Reduction;
import io.hillock.tensor.spi.Extent;

/**
 * How the rows of a call are laid out over work items. The order of a sum never depends on it.
 *
 * @param kind who takes a row
 * @param width for {@link Kind#GROUP} the work items that share a row: 4, 32 or 128. A row of no
 *     more elements than that has one element for each partial sum, and the partial sums beyond are
 *     +0: leaving them out changes nothing, as x + 0 is x for every x but -0 and no partial sum is
 *     -0. Otherwise 0.
 * @param groups the number of groups
 */
public record RowSchedule(Kind kind, int width, long groups) {
  /** Who takes a row. */
  public enum Kind {
    /** A work item: for CPUs, whose vectors are inside a work item. */
    ITEM,
    /** A group of {@link #GROUP} work items, or some of them for short rows. */
    GROUP,
    /** A group of {@link #GROUP} work items takes a chunk: for rows that are few and long. */
    CHUNKS
  }

  /** The work items in a group of {@link Kind#GROUP} and {@link Kind#CHUNKS}. */
  public static final int GROUP = Reduction.LANES;

  /** Groups for each compute unit: enough to hide the time that memory takes. */
  private static final int GROUPS_PER_UNIT = 64;

  /** Rows are split where they would not give each compute unit this many groups. */
  private static final int ROWS_PER_UNIT = 2;

  /** Returns the schedule of a call for a GPU with a number of compute units. */
  public static RowSchedule forGpu(Extent extent, int computeUnits) {
    long most = (long) computeUnits * GROUPS_PER_UNIT;
    if (isSplit(extent, computeUnits)) {
      long chunks = extent.rows() * chunks(extent.length());
      return new RowSchedule(Kind.CHUNKS, 0, Math.min(chunks, most));
    }
    int width = width(extent.length());
    int rowsOfGroup = GROUP / width;
    long groups = (extent.rows() + rowsOfGroup - 1) / rowsOfGroup;
    return new RowSchedule(Kind.GROUP, width, Math.min(groups, most));
  }

  /** Returns whether rows are so few and long that it takes their chunks to keep a GPU busy. */
  public static boolean isSplit(Extent extent, int computeUnits) {
    return extent.length() > Reduction.CHUNK && extent.rows() < (long) computeUnits * ROWS_PER_UNIT;
  }

  /** Returns the schedule of a call for a CPU with a number of compute units. */
  public static RowSchedule forCpu(Extent extent, int computeUnits) {
    long most = (long) computeUnits * GROUPS_PER_UNIT;
    return new RowSchedule(Kind.ITEM, 0, Math.min(extent.rows(), most));
  }

  /** Returns the number of chunks in a row. */
  public static long chunks(long length) {
    return (length + Reduction.CHUNK - 1) / Reduction.CHUNK;
  }

  /** Few widths, as each is a variant to be compiled. */
  private static int width(long length) {
    return length <= 4 ? 4 : length <= 32 ? 32 : GROUP;
  }
}
