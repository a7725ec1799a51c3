package io.hillock.gpu.cuda.emulator;

import java.util.Set;

/** The special registers; grids and blocks have one dimension here. */
final class Specials {
  private static final Set<String> NAMES =
      Set.of("%tid", "%ntid", "%ctaid", "%nctaid", "%laneid", "%warpid", "%nwarpid");

  private Specials() {}

  static boolean isKnown(String name) {
    int dot = name.indexOf('.');
    String base = dot < 0 ? name : name.substring(0, dot);
    boolean hasDimensions = base.endsWith("tid") || base.endsWith("ctaid");
    return NAMES.contains(base)
        && hasDimensions == (dot >= 0)
        && (dot < 0 || ("xyz".contains(name.substring(dot + 1)) && name.length() == dot + 2));
  }

  /** Fills the lanes of a warp with the value of a special register. */
  static void fill(String name, int[] lanes, Warp warp) {
    for (int lane = 0; lane < lanes.length; lane++) {
      lanes[lane] =
          switch (name) {
            case "%tid.x" -> warp.thread(lane);
            case "%ntid.x" -> warp.block().threads();
            case "%ctaid.x" -> warp.blockIndex();
            case "%nctaid.x" -> warp.block().launch().blocks();
            case "%laneid" -> lane;
            case "%warpid" -> warp.index();
            case "%nwarpid" -> (warp.block().threads() + Lanes.COUNT - 1) / Lanes.COUNT;
            case "%ntid.y", "%ntid.z", "%nctaid.y", "%nctaid.z" -> 1;
            case "%tid.y", "%tid.z", "%ctaid.y", "%ctaid.z" -> 0;
            default -> throw new IllegalArgumentException(name);
          };
    }
  }
}
