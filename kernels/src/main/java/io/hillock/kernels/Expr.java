package io.hillock.kernels;

import java.util.List;
import java.util.Objects;

/**
 * A node of an expression over the elements of a kernel's inputs. Expressions are immutable and
 * form a graph: a node used twice is computed once.
 *
 * <pre>{@code
 * Expr softcap = tanh(x.div(30)).mul(30);
 * }</pre>
 *
 * <p>A constant is rounded to the precision that a kernel runs in. Fluent methods build primitive
 * operations, {@link Functions} the elementary functions and the row reductions.
 */
public abstract sealed class Expr {
  /** What a node's value is: a real number, an integer of the same width, or a truth value. */
  public enum Type {
    REAL,
    INTEGER,
    BOOLEAN
  }

  private final Type type;
  private final List<Expr> operands;

  private Expr(Type type, List<Expr> operands) {
    this.type = type;
    this.operands = operands;
  }

  /** Returns the type of this node's value. */
  public final Type type() {
    return type;
  }

  /** Returns the nodes this one is computed from, in order. */
  public final List<Expr> operands() {
    return operands;
  }

  /** An element of the kernel's input with the given index. */
  public static final class Input extends Expr {
    private final int index;

    Input(int index) {
      this(index, Type.REAL);
    }

    /** An input of integers or truth values, or of real numbers as they are stored, in bits. */
    Input(int index, Type type) {
      super(type, List.of());
      this.index = index;
    }

    /** Returns the index of the input, from 0. */
    public int index() {
      return index;
    }
  }

  /**
   * A word of the index that an element has among those of the result: what a random number for
   * each element is made from.
   */
  public static final class Index extends Expr {
    private final boolean high;

    Index(boolean high) {
      super(Type.INTEGER, List.of());
      this.high = high;
    }

    /** Returns whether it is the upper 32 bits of the index, and not the lower. */
    public boolean high() {
      return high;
    }
  }

  /** The position that an element has in its row: an integer from 0 on. */
  public static final class Position extends Expr {
    Position() {
      super(Type.INTEGER, List.of());
    }
  }

  /** A parameter of the kernel: one number for the whole call. */
  public static final class Parameter extends Expr {
    private final int index;

    Parameter(int index, Type type) {
      super(type, List.of());
      this.index = index;
    }

    /** Returns the index of the parameter, from 0. */
    public int index() {
      return index;
    }
  }

  /** A real constant. */
  public static final class Constant extends Expr {
    private final double value;

    private Constant(double value) {
      super(Type.REAL, List.of());
      this.value = value;
    }

    /** Returns the constant before it is rounded to a kernel's precision. */
    public double value() {
      return value;
    }
  }

  /** An integer constant, for work on the bits of a number. */
  public static final class IntConstant extends Expr {
    private final long value;

    private IntConstant(long value) {
      super(Type.INTEGER, List.of());
      this.value = value;
    }

    /** Returns the constant; a kernel of float32 takes its lower 32 bits. */
    public long value() {
      return value;
    }
  }

  /** A primitive operation. */
  public static final class Operation extends Expr {
    private final Primitive primitive;

    private Operation(Primitive primitive, List<Expr> operands) {
      super(primitive.result(), operands);
      this.primitive = primitive;
    }

    /** Returns which operation. */
    public Primitive primitive() {
      return primitive;
    }
  }

  /** A call of an elementary function, to be lowered to primitive operations. */
  public static final class Call extends Expr {
    private final Elementary function;

    Call(Elementary function, Expr... operands) {
      super(Type.REAL, checked(function, operands));
      this.function = function;
    }

    private static List<Expr> checked(Elementary function, Expr... operands) {
      if (operands.length != function.arity()) {
        throw new IllegalArgumentException(
            function + " takes " + function.arity() + " values, but was given " + operands.length);
      }
      for (Expr operand : operands) {
        requireType(function, function.operands(), operand);
      }
      return List.of(operands);
    }

    /** Returns which function. */
    public Elementary function() {
      return function;
    }
  }

  /** A reduction of an expression along the row; one value for all elements of the row. */
  public static final class Reduce extends Expr {
    private final Reduction reduction;

    Reduce(Reduction reduction, Expr operand) {
      super(Type.REAL, List.of(operand));
      requireType(reduction, Type.REAL, operand);
      this.reduction = reduction;
    }

    /** Returns which reduction. */
    public Reduction reduction() {
      return reduction;
    }
  }

  /**
   * What the value of a sum along the row leaves of its compensated pair: see {@link Reduction}.
   */
  public static final class SumRest extends Expr {
    SumRest(Reduce sum) {
      super(Type.REAL, List.of(sum));
    }
  }

  /** Returns a real constant. */
  public static Expr constant(double value) {
    return new Constant(value);
  }

  /** Returns an integer constant. */
  public static Expr intConstant(long value) {
    return new IntConstant(value);
  }

  /**
   * Returns the lower 32 bits of the index that an element has among those of the result, from 0
   * on.
   */
  public static Expr indexLow() {
    return new Index(false);
  }

  /** Returns the upper 32 bits of that index. */
  public static Expr indexHigh() {
    return new Index(true);
  }

  /**
   * Returns the position that an element has in its row, from 0 on: an integer. In the program of a
   * type that is not wide it is cut to 32 bits. A kernel with it works along a row.
   */
  public static Expr position() {
    return new Position();
  }

  /** Returns {@code this + b}. */
  public Expr add(Expr b) {
    return operation(Primitive.ADD, this, b);
  }

  /** Returns {@code this + b}. */
  public Expr add(double b) {
    return add(constant(b));
  }

  /** Returns {@code this - b}. */
  public Expr sub(Expr b) {
    return operation(Primitive.SUB, this, b);
  }

  /** Returns {@code this - b}. */
  public Expr sub(double b) {
    return sub(constant(b));
  }

  /** Returns {@code this * b}. */
  public Expr mul(Expr b) {
    return operation(Primitive.MUL, this, b);
  }

  /** Returns {@code this * b}. */
  public Expr mul(double b) {
    return mul(constant(b));
  }

  /** Returns {@code this / b}. */
  public Expr div(Expr b) {
    return operation(Primitive.DIV, this, b);
  }

  /** Returns {@code this / b}. */
  public Expr div(double b) {
    return div(constant(b));
  }

  /** Returns {@code this * b + c}, rounded once. */
  public Expr fma(Expr b, Expr c) {
    return operation(Primitive.FMA, this, b, c);
  }

  /** Returns {@code this * b + c}, rounded once. */
  public Expr fma(Expr b, double c) {
    return fma(b, constant(c));
  }

  /** Returns {@code this * b + c}, rounded once. */
  public Expr fma(double b, Expr c) {
    return fma(constant(b), c);
  }

  /** Returns {@code this * b + c}, rounded once. */
  public Expr fma(double b, double c) {
    return fma(constant(b), constant(c));
  }

  /** Returns the square root of this. */
  public Expr sqrt() {
    return operation(Primitive.SQRT, this);
  }

  /** Returns this with the sign flipped. */
  public Expr neg() {
    return operation(Primitive.NEG, this);
  }

  /** Returns this without its sign. */
  public Expr abs() {
    return operation(Primitive.ABS, this);
  }

  /** Returns {@code this < b}. */
  public Expr lt(Expr b) {
    return operation(Primitive.LESS, this, b);
  }

  /** Returns {@code this < b}. */
  public Expr lt(double b) {
    return lt(constant(b));
  }

  /** Returns {@code this <= b}. */
  public Expr le(Expr b) {
    return operation(Primitive.LESS_EQUAL, this, b);
  }

  /** Returns {@code this <= b}. */
  public Expr le(double b) {
    return le(constant(b));
  }

  /** Returns {@code this > b}. */
  public Expr gt(Expr b) {
    return b.lt(this);
  }

  /** Returns {@code this > b}. */
  public Expr gt(double b) {
    return gt(constant(b));
  }

  /** Returns {@code this >= b}. */
  public Expr ge(Expr b) {
    return b.le(this);
  }

  /** Returns {@code this >= b}. */
  public Expr ge(double b) {
    return ge(constant(b));
  }

  /** Returns {@code this == b}. */
  public Expr eq(Expr b) {
    return operation(Primitive.EQUAL, this, b);
  }

  /** Returns {@code this == b}. */
  public Expr eq(double b) {
    return eq(constant(b));
  }

  /** Returns {@code this ? a : b}, where this is a truth value. */
  public Expr select(Expr a, Expr b) {
    return operation(Primitive.SELECT, this, a, b);
  }

  /** Returns {@code this ? a : b}, where this is a truth value. */
  public Expr select(double a, Expr b) {
    return select(constant(a), b);
  }

  /** Returns {@code this ? a : b}, where this is a truth value. */
  public Expr select(Expr a, double b) {
    return select(a, constant(b));
  }

  /** Returns {@code this ? a : b}, where this is a truth value. */
  public Expr select(double a, double b) {
    return select(constant(a), constant(b));
  }

  /** Returns the bits of this real as an integer. */
  public Expr bits() {
    return operation(Primitive.BITS, this);
  }

  /** Returns the real that has the bits of this integer. */
  public Expr fromBits() {
    return operation(Primitive.FROM_BITS, this);
  }

  /** Returns {@code this < b} of signed integers. */
  public Expr intLt(Expr b) {
    return operation(Primitive.INT_LESS, this, b);
  }

  /** Returns {@code this == b} of integers. */
  public Expr intEq(Expr b) {
    return operation(Primitive.INT_EQUAL, this, b);
  }

  /** Returns the real nearest to this signed integer. */
  public Expr toReal() {
    return operation(Primitive.TO_REAL, this);
  }

  /** Returns {@code this + b} of integers. */
  public Expr intAdd(Expr b) {
    return operation(Primitive.INT_ADD, this, b);
  }

  /** Returns {@code this + b} of integers. */
  public Expr intAdd(long b) {
    return intAdd(intConstant(b));
  }

  /** Returns {@code this - b} of integers. */
  public Expr intSub(Expr b) {
    return operation(Primitive.INT_SUB, this, b);
  }

  /** Returns {@code this - b} of integers. */
  public Expr intSub(long b) {
    return intSub(intConstant(b));
  }

  /** Returns the smaller of this and b, of signed integers. */
  public Expr intMin(long b) {
    return operation(Primitive.INT_MIN, this, intConstant(b));
  }

  /** Returns {@code this & b} of integers. */
  public Expr and(Expr b) {
    return operation(Primitive.INT_AND, this, b);
  }

  /** Returns {@code this & b} of integers. */
  public Expr and(long b) {
    return and(intConstant(b));
  }

  /** Returns {@code this | b} of integers. */
  public Expr or(Expr b) {
    return operation(Primitive.INT_OR, this, b);
  }

  /** Returns {@code this | b} of integers. */
  public Expr or(long b) {
    return or(intConstant(b));
  }

  /** Returns {@code this ^ b} of integers. */
  public Expr xor(Expr b) {
    return operation(Primitive.INT_XOR, this, b);
  }

  /** Returns {@code this ^ b} of integers. */
  public Expr xor(long b) {
    return xor(intConstant(b));
  }

  /** Returns {@code this << bits} of an integer. */
  public Expr shl(int bits) {
    return operation(Primitive.SHIFT_LEFT, this, shift(bits));
  }

  /** Returns {@code this >> bits} of an integer, the sign moving in. */
  public Expr shr(int bits) {
    return operation(Primitive.SHIFT_RIGHT, this, shift(bits));
  }

  /** Returns {@code this >>> bits} of an integer, zeros moving in. */
  public Expr ushr(int bits) {
    return operation(Primitive.SHIFT_RIGHT_UNSIGNED, this, shift(bits));
  }

  private static Expr shift(int bits) {
    if (bits < 0 || bits > 63) {
      throw new IllegalArgumentException("a shift is by 0 to 63 bits, not by " + bits);
    }
    return intConstant(bits);
  }

  /** Returns a primitive operation on the given operands. */
  static Expr operation(Primitive primitive, Expr... operands) {
    List<Type> types = primitive.operands();
    for (int i = 0; i < operands.length; i++) {
      requireType(primitive, types.get(i), operands[i]);
    }
    return new Operation(primitive, List.of(operands));
  }

  private static void requireType(Object operation, Type type, Expr operand) {
    Objects.requireNonNull(operand, () -> operation + " has an operand that is null");
    if (operand.type != type) {
      throw new IllegalArgumentException(
          operation + " takes a value of type " + type + ", but was given one of " + operand.type);
    }
  }
}
