package io.hillock.gpu;

import io.hillock.kernels.Expr;
import io.hillock.kernels.Program;

/** What kind of numbers the parameters of a program are. */
public final class ParameterTypes {
  private ParameterTypes() {}

  /** Returns the type of a parameter; real of one that the program does not use. */
  public static Expr.Type of(Program program, int index) {
    for (Program.Value value : program.values()) {
      if (value.kind() == Program.Kind.PARAMETER && value.index() == index) {
        return value.type();
      }
    }
    return Expr.Type.REAL;
  }
}
