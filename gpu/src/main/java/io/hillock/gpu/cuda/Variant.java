package io.hillock.gpu.cuda;

import io.hillock.kernels.Program;
import io.hillock.tensor.spi.Extent;
import java.util.Map;

/** How the work of a call is laid out over threads; each way is rendered and compiled by itself. */
sealed interface Variant
    permits MapRenderer.Variant,
        WarpRowRenderer.Variant,
        BlockRowRenderer.Variant,
        ColumnRenderer.Variant,
        ChunkRenderer.Variant {
  /** Returns how many consecutive elements a thread takes at once where they lie together. */
  int together();

  /** Returns how much of a row is kept in shared memory. */
  default Kept.What what() {
    return Kept.What.NOTHING;
  }

  /** Returns the text. */
  String render(Program program, Accesses accesses);

  /** Returns the kernels of the text by name, with their arguments. */
  Map<String, Signature> kernels(Program program, Accesses accesses);

  /**
   * Launches the kernels in order.
   *
   * @param program the program
   * @param extent the elements and rows
   * @param slots the slots that {@link Kept} has, where the variant keeps something
   * @param launcher takes the kernels
   */
  void launch(Program program, Extent extent, int slots, Launcher launcher);

  /** Takes the launch of a kernel. */
  interface Launcher {
    /**
     * Launches a kernel.
     *
     * @param kernel its name
     * @param blocks the blocks it would have; it may have fewer if it loops
     * @param threads the threads of a block
     * @param sharedBytes the shared memory of a block beside what the text declares
     */
    void launch(String kernel, long blocks, int threads, int sharedBytes);
  }
}
