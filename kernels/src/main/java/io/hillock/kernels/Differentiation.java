package io.hillock.kernels;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Symbolic differentiation in reverse, through row reductions too. It is the derivative of a user's
 * own kernel and the check of every derivative that is written by hand.
 *
 * <p>At kinks: {@code |x|} has slope 0 at 0; a selection has the slope of the branch it takes;
 * equal largest elements share the slope of a row's maximum evenly.
 */
final class Differentiation {
  private final Map<Expr, Expr> adjoints = new IdentityHashMap<>();
  private final Map<Expr, Boolean> varying = new IdentityHashMap<>();

  private Differentiation() {}

  /**
   * Returns the upstream gradient times the derivative of an expression by one of its inputs; for
   * an expression with row reductions the product with its Jacobian.
   *
   * @param roots the expressions of the outputs
   * @param input the index of the input
   * @param upstream the gradient by each expression's value
   * @throws IllegalArgumentException if the expression works on the bits of a number
   */
  static Expr gradient(List<Expr> roots, int input, List<Expr> upstream) {
    Differentiation d = new Differentiation();
    List<Expr> order = new ArrayList<>();
    Map<Expr, Boolean> seen = new IdentityHashMap<>();
    roots.forEach(root -> sort(root, order, seen));
    Collections.reverse(order);
    for (int i = 0; i < upstream.size(); i++) {
      d.adjoints.merge(roots.get(i), upstream.get(i), Differentiation::plus);
    }
    Expr result = null;
    for (Expr node : order) {
      Expr adjoint = d.adjoints.get(node);
      if (adjoint == null) {
        continue;
      }
      if (node instanceof Expr.Input i && i.index() == input) {
        result = result == null ? adjoint : result.add(adjoint);
      } else {
        d.propagate(node, adjoint);
      }
    }
    return result == null ? Expr.constant(0) : result;
  }

  private static void sort(Expr node, List<Expr> order, Map<Expr, Boolean> seen) {
    if (seen.put(node, true) != null) {
      return;
    }
    for (Expr operand : node.operands()) {
      sort(operand, order, seen);
    }
    order.add(node);
  }

  private void propagate(Expr node, Expr g) {
    if (node instanceof Expr.Operation operation) {
      propagate(operation, g);
    } else if (node instanceof Expr.Call call) {
      List<Expr> partials = call.function().partials(call.operands());
      for (int i = 0; i < partials.size(); i++) {
        add(node, call.operands().get(i), times(g, partials.get(i)));
      }
    } else if (node instanceof Expr.Reduce reduce) {
      Expr operand = reduce.operands().get(0);
      if (reduce.reduction() == Reduction.SUM) {
        add(node, operand, varies(operand) ? g : Functions.rowSum(g));
      } else {
        Expr isLargest = operand.eq(node).select(1, 0);
        add(node, operand, isLargest.mul(g.div(Functions.rowSum(isLargest))));
      }
    }
  }

  private void propagate(Expr.Operation node, Expr g) {
    List<Expr> operands = node.operands();
    Expr a = operands.get(0);
    Expr b = operands.size() > 1 ? operands.get(1) : null;
    Expr c = operands.size() > 2 ? operands.get(2) : null;
    switch (node.primitive()) {
      case ADD -> {
        add(node, a, g);
        add(node, b, g);
      }
      case SUB -> {
        add(node, a, g);
        add(node, b, negated(g));
      }
      case MUL -> {
        add(node, a, times(g, b));
        add(node, b, times(g, a));
      }
      case DIV -> {
        add(node, a, over(g, b));
        add(node, b, negated(over(times(g, node), b)));
      }
      case FMA -> {
        add(node, a, times(g, b));
        add(node, b, times(g, a));
        add(node, c, g);
      }
      case SQRT -> add(node, a, over(g, node.mul(2)));
      case NEG -> add(node, a, negated(g));
      case ABS -> add(node, a, times(g, a.lt(0).select(-1, a.gt(0).select(1, a.mul(0)))));
      case SELECT -> {
        add(node, b, a.select(g, 0));
        add(node, c, a.select(0, g));
      }
      // Steps: their slope is zero, where they have one.
      case LESS, LESS_EQUAL, EQUAL, INT_LESS, INT_EQUAL, TO_REAL -> {}
      case BITS,
          FROM_BITS,
          FROM_HALF,
          TO_HALF,
          INT_ADD,
          INT_SUB,
          INT_MIN,
          INT_AND,
          INT_OR,
          INT_XOR,
          SHIFT_LEFT,
          SHIFT_RIGHT,
          SHIFT_RIGHT_UNSIGNED ->
          throw new IllegalArgumentException(
              "an expression that works on the bits of a number ("
                  + node.primitive()
                  + ") has no symbolic derivative; write the kernel's derivative beside it");
    }
  }

  /** Adds what a node passes on to one of its operands. */
  private void add(Expr node, Expr operand, Expr contribution) {
    if (operand instanceof Expr.Constant || operand.type() != Expr.Type.REAL) {
      return;
    }
    // One row value feeds all elements of the row, so their contributions add up.
    Expr part = varies(node) && !varies(operand) ? Functions.rowSum(contribution) : contribution;
    adjoints.merge(operand, part, Differentiation::plus);
  }

  /** Adds two gradients; those of the two branches of one selection become a selection again. */
  private static Expr plus(Expr a, Expr b) {
    if (isSelection(a) && isSelection(b) && a.operands().get(0) == b.operands().get(0)) {
      if (isZero(a.operands().get(2)) && isZero(b.operands().get(1))) {
        return a.operands().get(0).select(a.operands().get(1), b.operands().get(2));
      }
      if (isZero(a.operands().get(1)) && isZero(b.operands().get(2))) {
        return plus(b, a);
      }
    }
    return a.add(b);
  }

  private static Expr times(Expr g, Expr factor) {
    return g instanceof Expr.Constant one && one.value() == 1
        ? factor
        : guarded(g, e -> times(e, factor), e -> e.mul(factor));
  }

  private static Expr over(Expr g, Expr divisor) {
    return guarded(g, e -> over(e, divisor), e -> e.div(divisor));
  }

  private static Expr negated(Expr g) {
    return guarded(g, Differentiation::negated, Expr::neg);
  }

  /**
   * Applies a factor inside a selection whose other branch is zero. The branch not taken may
   * overflow, and zero times infinity would be NaN.
   */
  private static Expr guarded(Expr g, UnaryOperator<Expr> inside, UnaryOperator<Expr> plain) {
    if (isSelection(g)) {
      Expr condition = g.operands().get(0);
      if (isZero(g.operands().get(2))) {
        return condition.select(inside.apply(g.operands().get(1)), 0);
      }
      if (isZero(g.operands().get(1))) {
        return condition.select(0, inside.apply(g.operands().get(2)));
      }
    }
    return plain.apply(g);
  }

  private static boolean isSelection(Expr e) {
    return e instanceof Expr.Operation o && o.primitive() == Primitive.SELECT;
  }

  private static boolean isZero(Expr e) {
    return e instanceof Expr.Constant c && c.value() == 0;
  }

  /** Returns whether a node differs from element to element of a row. */
  private boolean varies(Expr node) {
    Boolean known = varying.get(node);
    if (known == null) {
      known =
          node instanceof Expr.Input
              || node instanceof Expr.Index
              || node instanceof Expr.Position
              || !(node instanceof Expr.Reduce) && node.operands().stream().anyMatch(this::varies);
      varying.put(node, known);
    }
    return known;
  }
}
