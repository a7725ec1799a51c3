package io.hillock.gpu.cuda.emulator;

/** {@code setp}: compares, and joins the result with another predicate where there is one. */
final class SetPredicate extends Step {
  /** How the result is joined with another predicate. */
  enum Join {
    NONE,
    AND,
    OR,
    XOR
  }

  private final Lanes.Test test;
  private final int target;
  private final int opposite;
  private final int a;
  private final int b;
  private final Join join;
  private final Operand.Reg joined;

  /**
   * Creates a step.
   *
   * @param source the instruction
   * @param test the comparison
   * @param target the predicate it goes to
   * @param opposite the predicate that takes the opposite, or -1
   * @param a the place of the first operand
   * @param b the place of the second
   * @param join how the result is joined with another predicate
   * @param joined that predicate, or null
   */
  SetPredicate(
      Instruction source,
      Lanes.Test test,
      int target,
      int opposite,
      int a,
      int b,
      Join join,
      Operand.Reg joined) {
    super(source);
    this.test = test;
    this.target = target;
    this.opposite = opposite;
    this.a = a;
    this.b = b;
    this.join = join;
    this.joined = joined;
  }

  @Override
  void run(Warp warp, int active) {
    if ((active & ~(warp.written[a] & warp.written[b])) != 0) {
      warp.requireWritten(this, active, a, b);
    }
    int result = test.apply(warp.file[a], warp.file[b]);
    int no = ~result;
    if (join != Join.NONE) {
      int index = joined.register().index();
      warp.requirePredicate(this, index, active);
      int other = joined.negated() ? ~warp.predicates[index] : warp.predicates[index];
      result = join(result, other);
      no = join(no, other);
    }
    warp.assignPredicate(target, result, active);
    if (opposite >= 0) {
      warp.assignPredicate(opposite, no, active);
    }
  }

  private int join(int result, int other) {
    return switch (join) {
      case AND -> result & other;
      case OR -> result | other;
      case XOR -> result ^ other;
      case NONE -> result;
    };
  }
}
