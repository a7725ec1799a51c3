package io.hillock.gpu.opencl;

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

  /** Sets what all kernels of a program take; see {@link OpenClWriter#kernel}. */
  void common(List<Operand> inputs, List<Access> accesses, float[] parameters) {
    for (Operand input : inputs) {
      memory(((OpenClMemory) input.memory()).buffer());
    }
    for (int i = 0; i < inputs.size(); i++) {
      switch (accesses.get(i)) {
        case DENSE, SCALAR -> {}
        case NARROW -> {
          number((int) inputs.get(i).inner());
          number((int) inputs.get(i).period());
        }
        case WIDE -> {
          number(inputs.get(i).inner());
          number(inputs.get(i).period());
        }
      }
    }
    for (float parameter : parameters) {
      set(Float.BYTES, Pointer.to(new float[] {parameter}));
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
