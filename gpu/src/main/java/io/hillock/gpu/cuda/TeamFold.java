package io.hillock.gpu.cuda;

import io.hillock.kernels.Reduction;

/** Folds the partial sums of a chunk, which 128 threads have put side by side in shared memory. */
final class TeamFold {
  private final RowWriter rows;

  TeamFold(RowWriter rows) {
    this.rows = rows;
  }

  /**
   * Folds them in halves; to be written for the first warp of the 128 threads alone.
   *
   * @param part the thread's own partial sum; then the sum of all
   * @param address where it is; those of the other threads lie behind it
   */
  void fold(RowWriter.Part part, String address) {
    RowWriter.Part second = rows.like(part);
    RowWriter.Part third = rows.like(part);
    RowWriter.Part fourth = rows.like(part);
    int quarter = Reduction.LANES / 4 * rows.partBytes();
    rows.get("shared", address + "+" + quarter, second);
    rows.get("shared", address + "+" + 2 * quarter, third);
    rows.get("shared", address + "+" + 3 * quarter, fourth);
    rows.merge(part, third);
    rows.merge(second, fourth);
    rows.merge(part, second);
    for (int bit = Reduction.LANES / 8; bit > 0; bit /= 2) {
      rows.exchange(part, bit);
    }
  }
}
