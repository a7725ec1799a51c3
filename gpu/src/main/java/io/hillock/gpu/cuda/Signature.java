package io.hillock.gpu.cuda;

import io.hillock.gpu.ParameterTypes;
import io.hillock.gpu.RowSchedule;
import io.hillock.kernels.Expr;
import io.hillock.kernels.Program;
import io.hillock.tensor.spi.Operand;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * The arguments of a kernel: the one place that says in which order they come, of which types they
 * are and where their values come from. The text declares what this says, and a launch passes it.
 */
final class Signature {
  /**
   * An argument.
   *
   * @param name its name in the text
   * @param type its type
   * @param bits gives its value, a real one as its bits
   */
  record Argument(String name, PtxType type, ToLongFunction<Call> bits) {}

  private final Program program;
  private final Accesses accesses;
  private final List<Argument> arguments = new ArrayList<>();

  /** Creates the arguments of a kernel that has none yet. */
  Signature(Program program, Accesses accesses) {
    this.program = program;
    this.accesses = accesses;
  }

  /** Adds the outputs: the addresses, and behind them the numbers that say how they lie. */
  Signature outputs() {
    List<Access> outputs = accesses.outputs();
    for (int i = 0; i < outputs.size(); i++) {
      int index = i;
      address("out" + i, call -> Call.address(call.outputs().get(index)));
    }
    for (int i = 0; i < outputs.size(); i++) {
      int index = i;
      numbers("out" + i, outputs.get(i), call -> call.outputs().get(index));
    }
    return this;
  }

  /** Adds the inputs in the same way, and the parameters. */
  Signature inputs() {
    List<Access> inputs = accesses.inputs();
    for (int i = 0; i < inputs.size(); i++) {
      int index = i;
      address("in" + i, call -> Call.address(call.inputs().get(index)));
    }
    for (int i = 0; i < inputs.size(); i++) {
      int index = i;
      numbers("in" + i, inputs.get(i), call -> call.inputs().get(index));
    }
    for (int i = 0; i < program.parameters(); i++) {
      parameter(i);
    }
    return this;
  }

  private void numbers(String operand, Access access, Function<Call, Operand> of) {
    List<String> names = access.numbers();
    for (int i = 0; i < names.size(); i++) {
      int index = i;
      arguments.add(
          new Argument(
              operand + "_" + names.get(i),
              access.type(),
              call -> access.number(of.apply(call), index)));
    }
  }

  private void parameter(int index) {
    Precision precision = Precision.of(program.type());
    Expr.Type type = ParameterTypes.of(program, index);
    arguments.add(
        new Argument(
            "p" + index,
            precision.type(type),
            call -> {
              double value = call.parameters()[index];
              return type == Expr.Type.INTEGER
                  ? (long) value
                  : precision == Precision.DOUBLE
                      ? Double.doubleToRawLongBits(value)
                      : Float.floatToRawIntBits((float) value);
            }));
  }

  /** Adds an address. */
  Signature address(String name, ToLongFunction<Call> bits) {
    arguments.add(new Argument(name, PtxType.B64, bits));
    return this;
  }

  /** Adds {@code scratch} and {@code reduced}. */
  Signature scratch() {
    return address("scratch", Call::scratch).address("reduced", Call::reduced);
  }

  /** Adds {@code count}, the number of elements. */
  Signature count() {
    return address("count", call -> call.extent().count());
  }

  /** Adds {@code rows}, {@code length} and {@code inner}. */
  Signature rows() {
    return address("rows", call -> call.extent().rows())
        .address("length", call -> call.extent().length())
        .address("inner", call -> call.extent().inner());
  }

  /** Adds {@code rows} and {@code chunks}, the number of chunks in a row. */
  Signature chunks() {
    return address("rows", call -> call.extent().rows())
        .address("chunks", call -> RowSchedule.chunks(call.extent().length()));
  }

  /** Returns the arguments in order. */
  List<Argument> arguments() {
    return arguments;
  }

  /** Returns the declaration of the arguments. */
  String declaration() {
    return arguments.stream()
        .map(argument -> "  .param ." + argument.type().suffix() + " " + argument.name())
        .collect(Collectors.joining(",\n"));
  }

  /** Returns the bytes that the arguments of a call take, each at a multiple of its size. */
  int bytes() {
    int at = 0;
    for (Argument argument : arguments) {
      at = aligned(at, argument) + argument.type().bytes();
    }
    return at;
  }

  /** Writes the arguments of a call to a buffer from its beginning on, and sets its limit. */
  void pack(Call call, ByteBuffer target) {
    target.clear().order(ByteOrder.nativeOrder());
    int at = 0;
    for (Argument argument : arguments) {
      at = aligned(at, argument);
      long bits = argument.bits().applyAsLong(call);
      if (argument.type().bytes() == Long.BYTES) {
        target.putLong(at, bits);
      } else {
        target.putInt(at, (int) bits);
      }
      at += argument.type().bytes();
    }
    target.limit(at);
  }

  private static int aligned(int at, Argument argument) {
    int bytes = argument.type().bytes();
    return (at + bytes - 1) / bytes * bytes;
  }
}
