package io.hillock.cpu;

import io.hillock.kernels.Expr;
import io.hillock.kernels.Primitive;
import io.hillock.kernels.Program;

/** How the operations of a program are written in Java. */
interface JavaDialect {
  /** Returns the dialect of one number at a time. */
  static JavaDialect scalar(Program program) {
    return new ScalarDialect(program.type().isWide());
  }

  /** Returns the dialect of a number of lanes; that of one lane does without the Vector API. */
  static JavaDialect of(Program program, int lanes) {
    return lanes == 1 ? scalar(program) : new VectorDialect(program.type().isWide(), lanes);
  }

  /** Returns the Java type of a value. */
  String type(Expr.Type type);

  /**
   * Returns the expression for an operation. Operands are variables; those after the first may be
   * literals, but not a real that is selected last.
   */
  String operation(Primitive primitive, String a, String b, String c);

  /** Returns the expression for the same value in all lanes. */
  String spread(Expr.Type type, String scalar);

  /** Returns the expression for what lies in an array, shorts as integers with their sign above. */
  String load(Elements elements, String array, String index);

  /** Returns the statement that puts a value into an array. */
  String store(Elements elements, String array, String index, String value);

  /**
   * Returns the expression for the larger of two numbers of one type; of reals NaN where either is,
   * any zero for zeros. The second may be a literal.
   */
  String larger(String a, String b);

  /**
   * Returns the expression for an order of lanes that takes each second group of so many, twice.
   *
   * @param from the first lane that is taken
   */
  String halves(int size, int from);

  /**
   * Returns the expression for a vector of the lanes of two, each in an order of its first half.
   */
  String joined(String a, String b, String order);

  /** Returns the expression for the largest number of a vector, NaN where one is. */
  String largest(String vector);

  /** Returns the expression for the places of the lanes, from 0 on, as reals: "places". */
  String places();

  /** Returns the expression for a real whose lanes from one on are those of "least". */
  String bounded(String real, String lanes);

  /** Returns the expression for the smaller of two numbers, as {@link #larger}. */
  String smaller(String a, String b);

  /**
   * Returns the declaration, before the loop, that {@link #index} needs, or null if it needs none.
   *
   * @param high whether of the upper word of an index
   */
  String indexOfLanes(boolean high);

  /** Returns the declaration, before the loop, that {@link #position} needs, or null. */
  String positionOfLanes();

  /** Returns the expression for the position in the row; that of the loop is {@code position}. */
  String position();

  /** Returns the expression for a word of the index; that of the first lane is {@code index}. */
  String index(boolean high);
}
