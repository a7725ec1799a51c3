package io.hillock.gpu.cuda.emulator;

/** {@code bar.warp.sync}: what is before it is before what is behind, for all of its mask. */
final class WarpBarrier extends MemberStep {
  WarpBarrier(Instruction source, int mask) {
    super(source, mask);
  }

  @Override
  void perform(Warp warp, int members) {
    warp.order().meet(members, members == warp.lanes());
  }
}
