package io.hillock.gpu.cuda.emulator;

import java.util.function.IntBinaryOperator;

/** An operation on predicates: {@code and}, {@code or}, {@code xor}, {@code not}, {@code mov}. */
final class PredicateLogic extends Step {
  private final IntBinaryOperator operation;
  private final int d;
  private final int a;
  private final int b;

  PredicateLogic(Instruction source, IntBinaryOperator operation, int d, int a, int b) {
    super(source);
    this.operation = operation;
    this.d = d;
    this.a = a;
    this.b = b;
  }

  @Override
  void run(Warp warp, int active) {
    warp.requirePredicate(this, a, active);
    warp.requirePredicate(this, b, active);
    int result = operation.applyAsInt(warp.predicates[a], warp.predicates[b]);
    warp.assignPredicate(d, result, active);
  }
}
