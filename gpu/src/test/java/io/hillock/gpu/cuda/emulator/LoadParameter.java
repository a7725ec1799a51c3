package io.hillock.gpu.cuda.emulator;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** {@code ld.param}: arguments of the launch, the same for all lanes. */
final class LoadParameter extends Step {
  private final int offset;
  private final Type type;
  private final List<Integer> targets;

  /**
   * Creates a step.
   *
   * @param source the instruction
   * @param offset where among the arguments the first element is
   * @param type the type of an element
   * @param targets the places of the registers that take the elements
   */
  LoadParameter(Instruction source, int offset, Type type, List<Integer> targets) {
    super(source);
    this.offset = offset;
    this.type = type;
    this.targets = targets;
  }

  @Override
  void run(Warp warp, int active) {
    byte[] arguments = warp.block().launch().arguments();
    ByteBuffer buffer = ByteBuffer.wrap(arguments).order(ByteOrder.LITTLE_ENDIAN);
    for (int k = 0; k < targets.size(); k++) {
      int at = offset + k * type.bytes();
      long value =
          switch (type) {
            case B8, U8 -> buffer.get(at) & 0xff;
            case S8 -> buffer.get(at);
            case B16, U16, F16 -> buffer.getShort(at) & 0xffff;
            case S16 -> buffer.getShort(at);
            case B32, U32, F32 -> buffer.getInt(at) & 0xffffffffL;
            case S32 -> buffer.getInt(at);
            default -> buffer.getLong(at);
          };
      int target = targets.get(k);
      if (warp.file[target] instanceof int[]) {
        Arrays.fill(warp.spareWords, (int) value);
        warp.assign(target, warp.spareWords, active);
      } else {
        Arrays.fill(warp.spareLongs, value);
        warp.assign(target, warp.spareLongs, active);
      }
    }
  }
}
