package io.hillock.gpu.opencl;

import io.hillock.gpu.ParameterTypes;
import io.hillock.kernels.Expr;
import io.hillock.kernels.Program;
import io.hillock.tensor.spi.Operand;
import java.util.List;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;

/** Sets the arguments of a kernel one after the other. */
final class KernelArguments {
  private final cl_kernel kernel;
  private int next;

  KernelArguments(cl_kernel kernel) {
    this.kernel = kernel;
  }

  /** Sets the memories of operands, and behind them the numbers that say how they lie. */
  void operands(List<Operand> operands, List<Access> accesses) {
    for (Operand operand : operands) {
      memory(((OpenClMemory) operand.memory()).buffer());
    }
    for (int i = 0; i < operands.size(); i++) {
      Access access = accesses.get(i);
      for (long value : access.values(operands.get(i))) {
        if (access.isNarrow()) {
          number((int) value);
        } else {
          number(value);
        }
      }
    }
  }

  /** Sets the parameters of a program. */
  void parameters(Program program, double[] parameters) {
    boolean wide = program.type().isWide();
    for (int i = 0; i < parameters.length; i++) {
      double value = parameters[i];
      if (ParameterTypes.of(program, i) == Expr.Type.INTEGER) {
        if (wide) {
          number((long) value);
        } else {
          number((int) (long) value);
        }
      } else if (wide) {
        set(Double.BYTES, Pointer.to(new double[] {value}));
      } else {
        set(Float.BYTES, Pointer.to(new float[] {(float) value}));
      }
    }
  }

  void memory(cl_mem buffer) {
    set(Sizeof.cl_mem, Pointer.to(buffer));
  }

  void number(long value) {
    set(Long.BYTES, Pointer.to(new long[] {value}));
  }

  private void number(int value) {
    set(Integer.BYTES, Pointer.to(new int[] {value}));
  }

  private void set(int bytes, Pointer value) {
    int index = next++;
    OpenClStatus.check(
        "clSetKernelArg " + index, () -> CL.clSetKernelArg(kernel, index, bytes, value));
  }
}
