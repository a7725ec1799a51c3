package io.hillock.cpu;

import io.hillock.tensor.spi.Operand;
import io.hillock.tensor.spi.Operand.Layout;

/** Where the elements of operands are, and copies of those that cannot be worked on there. */
final class Operands {
  /** Runs of a split operand that are shorter are copied together: a call for each is dearer. */
  private static final int LEAST_RUN = 512;

  private Operands() {}

  static CpuMemory memory(Operand operand) {
    return (CpuMemory) operand.memory();
  }

  /** Returns whether an operand is worth to be worked on where it lies, run by run. */
  static boolean inPlace(Operand operand) {
    return memory(operand).isReal()
        && (operand.dense() || operand.layout() == Layout.SPLIT && operand.inner() >= LEAST_RUN);
  }

  /** Returns whether so many elements of an operand follow one another, as programs read them. */
  static boolean together(Operand operand, long at, int count) {
    return memory(operand).isReal() && contiguous(operand, at, count) == count;
  }

  /** Returns how many elements of an operand follow one another in one array. */
  static int contiguous(Operand operand, long at, int wanted) {
    long run =
        switch (operand.layout()) {
          case DENSE -> wanted;
          case STRETCHED -> operand.inner() == 1 ? operand.period() - at % operand.period() : 1;
          case SPLIT -> operand.inner() - at % operand.inner();
          case STRIDED -> {
            Operand.Axis axis = operand.axes().get(0);
            yield axis.stride() == 1 ? axis.size() - at % axis.size() : 1;
          }
        };
    return memory(operand).contiguous(operand.index(at), Math.min(wanted, run));
  }

  /** Copies the elements that an operand has for consecutive elements of the call. */
  static void read(Operand operand, long start, Object target, int from, int count) {
    CpuMemory memory = memory(operand);
    switch (operand.layout()) {
      case DENSE -> memory.get(start, target, from, count);
      case STRETCHED -> stretch(operand, start, target, from, count);
      case SPLIT -> {
        long index = operand.index(start);
        if (operand.inner() == 1) {
          memory.getApart(index, operand.period(), target, from, count);
          return;
        }
        long run = operand.inner() - start % operand.inner();
        for (int done = 0; done < count; ) {
          int part = (int) Math.min(count - done, run);
          memory.get(index, target, from + done, part);
          done += part;
          index += operand.period() + run - operand.inner();
          run = operand.inner();
        }
      }
      case STRIDED -> {
        Operand.Axis axis = operand.axes().get(0);
        for (int done = 0; done < count; ) {
          int part = alongAxis(axis, start + done, count - done);
          long index = operand.index(start + done);
          if (axis.stride() == 0) {
            memory.fill(index, target, from + done, part);
          } else {
            memory.getApart(index, axis.stride(), target, from + done, part);
          }
          done += part;
        }
      }
    }
  }

  /** Returns how many elements there are from one on before an axis ends. */
  private static int alongAxis(Operand.Axis axis, long at, int wanted) {
    return (int) Math.min(wanted, axis.size() - at % axis.size());
  }

  private static void stretch(Operand operand, long start, Object target, int from, int count) {
    CpuMemory memory = memory(operand);
    long index = operand.index(start);
    if (operand.inner() == 1) {
      for (int done = 0; done < count; ) {
        int part = (int) Math.min(count - done, operand.period() - index);
        memory.get(index, target, from + done, part);
        done += part;
        index = 0;
      }
      return;
    }
    long same = operand.inner() - start % operand.inner();
    for (int done = 0; done < count; ) {
      int part = (int) Math.min(count - done, same);
      memory.fill(index, target, from + done, part);
      done += part;
      index = index + 1 == operand.period() ? 0 : index + 1;
      same = operand.inner();
    }
  }

  /** Copies results to where an output has consecutive elements of the call. */
  static void write(Operand operand, long start, Object source, int from, int count) {
    CpuMemory memory = memory(operand);
    if (operand.dense()) {
      memory.set(start, source, from, count);
      return;
    }
    if (operand.layout() == Layout.STRIDED) {
      Operand.Axis axis = operand.axes().get(0);
      for (int done = 0; done < count; ) {
        int part = alongAxis(axis, start + done, count - done);
        long index = operand.index(start + done);
        memory.setApart(index, axis.stride(), source, from + done, part);
        done += part;
      }
      return;
    }
    long index = operand.index(start);
    if (operand.inner() == 1) {
      memory.setApart(index, operand.period(), source, from, count);
      return;
    }
    long run = operand.inner() - start % operand.inner();
    for (int done = 0; done < count; ) {
      int part = (int) Math.min(count - done, run);
      memory.set(index, source, from + done, part);
      done += part;
      index += operand.period() + run - operand.inner();
      run = operand.inner();
    }
  }
}
