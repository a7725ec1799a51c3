package io.hillock.check;

import io.hillock.kernels.Expr;
import io.hillock.kernels.Primitive;
import io.hillock.kernels.Program.Value;

/** The operations of a program on columns of elements, in one of the two precisions. */
abstract class Arithmetic {
  /** Computes one column from those it depends on. */
  interface Step {
    void run(int count);
  }

  /** Returns the operations for a precision: float64, or float32. */
  static Arithmetic of(boolean wide) {
    return wide ? new WideArithmetic() : new NarrowArithmetic();
  }

  /** Returns a new column for values of a type. */
  abstract Object column(Expr.Type type, int length);

  /** Fills a column with a parameter. */
  abstract void fill(Object column, double number);

  /** Fills a column with a constant. */
  abstract void fillBits(Object column, long bits);

  /** Fills a column with the reduction of a row. */
  abstract void reduce(Value reduction, Object elements, int length, Object column);

  /** Fills a column with what the value of a row's sum leaves. */
  abstract void restOfSum(Object elements, int length, Object column);

  /** Writes a word of the index of elements that follow one another. */
  abstract void index(Object column, long first, int shift, int count);

  /** Returns an operation on columns; those it does not need are null. */
  abstract Step step(Primitive primitive, Object a, Object b, Object c, Object out);
}
