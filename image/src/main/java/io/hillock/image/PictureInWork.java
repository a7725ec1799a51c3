package io.hillock.image;

import io.hillock.image.figure.FigureRecorder;
import java.util.List;

/**
 * A picture on its way through a batch.
 *
 * @param index its place among the inputs
 * @param job where it comes from and goes to
 * @param start when it was begun, in nanoseconds
 * @param picture what the function is given, and then what it gave
 * @param recorder what takes note for its figure; null where none is wanted
 * @param notes what a reader should know of it
 * @param memory what it holds
 */
record PictureInWork(
    int index,
    BatchPlan.Job job,
    long start,
    Picture picture,
    FigureRecorder recorder,
    List<String> notes,
    MemoryBudget.Lease memory) {

  /** What comes after the last. */
  static final PictureInWork END = new PictureInWork(-1, null, 0, null, null, List.of(), null);

  void release() {
    memory.close();
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
