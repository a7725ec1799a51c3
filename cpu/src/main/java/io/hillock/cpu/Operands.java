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
    return operand.dense() || operand.layout() == Layout.SPLIT && operand.inner() >= LEAST_RUN;
  }

  /** Returns the element of its memory that belongs to an element of the call. */
  static long index(Operand operand, long at) {
    return switch (operand.layout()) {
      case DENSE -> at;
      case STRETCHED -> at / operand.inner() % operand.period();
      case SPLIT ->
          at / operand.inner() * operand.period() + at % operand.inner() + operand.offset();
    };
  }

  /** Returns how many elements of a dense or split operand follow one another in one array. */
  static int contiguous(Operand operand, long at, int wanted) {
    if (operand.dense()) {
      return memory(operand).contiguous(at, wanted);
    }
    long run = Math.min(wanted, operand.inner() - at % operand.inner());
    return memory(operand).contiguous(index(operand, at), run);
  }

  /** Copies the elements that an operand has for consecutive elements of the call. */
  static void read(Operand operand, long start, Object target, int from, int count) {
    CpuMemory memory = memory(operand);
    switch (operand.layout()) {
      case DENSE -> memory.get(start, target, from, count);
      case STRETCHED -> stretch(operand, start, target, from, count);
      case SPLIT -> {
        long index = index(operand, start);
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
    }
  }

  private static void stretch(Operand operand, long start, Object target, int from, int count) {
    CpuMemory memory = memory(operand);
    long index = index(operand, start);
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
    long index = index(operand, start);
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
