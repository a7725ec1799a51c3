package io.hillock.gpu.cuda.emulator;

/** {@code vote.sync}: what the predicates of all members are together. */
final class Vote extends MemberStep {
  /** What is asked. */
  enum Mode {
    ALL,
    ANY,
    UNI,
    BALLOT
  }

  private final Mode mode;
  private final int d;
  private final Operand.Reg predicate;

  /**
   * Creates a step.
   *
   * @param source the instruction
   * @param mode what is asked
   * @param d the predicate that takes the answer, or the place of the register for a ballot
   * @param predicate what each lane says
   * @param mask the place of the mask of members
   */
  Vote(Instruction source, Mode mode, int d, Operand.Reg predicate, int mask) {
    super(source, mask);
    this.mode = mode;
    this.d = d;
    this.predicate = predicate;
  }

  @Override
  void perform(Warp warp, int members) {
    int index = predicate.register().index();
    warp.requirePredicate(this, index, members);
    int value = predicate.negated() ? ~warp.predicates[index] : warp.predicates[index];
    int votes = value & members;
    if (mode == Mode.BALLOT) {
      int[] result = warp.spareWords;
      java.util.Arrays.fill(result, votes);
      warp.assign(d, result, members);
      return;
    }
    boolean answer =
        switch (mode) {
          case ALL -> votes == members;
          case ANY -> votes != 0;
          default -> votes == members || votes == 0;
        };
    warp.assignPredicate(d, answer ? -1 : 0, members);
  }
}
