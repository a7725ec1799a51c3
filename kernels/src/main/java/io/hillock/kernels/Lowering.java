package io.hillock.kernels;

import io.hillock.kernels.Program.Kind;
import io.hillock.kernels.Program.Scope;
import io.hillock.kernels.Program.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns expressions into a {@link Program}: elementary functions become primitive operations, equal
 * nodes become one value. Nothing is reordered or simplified: the order of rounding is the meaning
 * of an expression.
 */
final class Lowering {
  private record Key(Kind kind, Object operation, List<Integer> operands, long bits) {}

  private final DataType type;
  private final List<Value> values = new ArrayList<>();
  private final Map<Key, Value> byContent = new HashMap<>();
  private final Map<Expr, Value> byNode = new IdentityHashMap<>();

  private Lowering(DataType type) {
    this.type = type;
  }

  /**
   * Lowers expressions.
   *
   * @param name the kernel's name, for messages
   * @param inputs what each input holds: real numbers, integers or truth values
   * @param parameters the number of parameters
   * @param type how real inputs and outputs are stored
   * @param roots the expression of each output
   */
  static Program lower(
      String name, List<Expr.Type> inputs, int parameters, DataType type, List<Expr> roots) {
    if (!type.isReal()) {
      throw new IllegalArgumentException(
          name + " computes real numbers, in one of " + DataType.reals() + ", and not " + type);
    }
    Lowering lowering = new Lowering(type);
    List<Value> outputs = new ArrayList<>();
    for (Expr root : roots) {
      Value value = lowering.value(root);
      outputs.add(type.isConverted() ? lowering.converted(root, value) : value);
    }
    List<DataType> stored = inputs.stream().map(input -> stored(input, type)).toList();
    return new Program(name, type, stored, parameters, lowering.values, outputs);
  }

  private static DataType stored(Expr.Type input, DataType type) {
    return switch (input) {
      case REAL -> type;
      case INTEGER -> DataType.INT32;
      case BOOLEAN -> DataType.BOOL;
    };
  }

  /** Returns the value that is stored for a root that has been lowered. */
  private Value converted(Expr root, Value value) {
    byNode.putIfAbsent(root, value);
    return value(Storage.stored(type, root));
  }

  private Value value(Expr node) {
    Value known = byNode.get(node);
    if (known == null) {
      known = create(node);
      byNode.put(node, known);
    }
    return known;
  }

  private Value create(Expr node) {
    if (node instanceof Expr.Call call) {
      return value(call.function().lower(call.operands(), type.isWide()));
    }
    if (node instanceof Expr.Input input) {
      if (type.isConverted() && node.type() == Expr.Type.REAL) {
        return value(Storage.loaded(type, new Expr.Input(input.index(), Expr.Type.INTEGER)));
      }
      if (node.type() == Expr.Type.BOOLEAN) {
        Expr stored = new Expr.Input(input.index(), Expr.Type.INTEGER);
        return value(Expr.intConstant(0).intLt(stored));
      }
      return add(Kind.INPUT, node, null, List.of(), input.index());
    }
    if (node instanceof Expr.Position) {
      return add(Kind.POSITION, node, null, List.of(), 0);
    }
    if (node instanceof Expr.Index index) {
      return add(Kind.INDEX, node, null, List.of(), index.high() ? 1 : 0);
    }
    if (node instanceof Expr.Parameter parameter) {
      return add(Kind.PARAMETER, node, null, List.of(), parameter.index());
    }
    if (node instanceof Expr.Constant constant) {
      long bits =
          type.isWide()
              ? Double.doubleToRawLongBits(constant.value())
              : Float.floatToRawIntBits((float) constant.value());
      return add(Kind.CONSTANT, node, null, List.of(), bits);
    }
    if (node instanceof Expr.IntConstant constant) {
      long bits = type.isWide() ? constant.value() : (int) constant.value();
      return add(Kind.CONSTANT, node, null, List.of(), bits);
    }
    List<Value> operands = new ArrayList<>();
    for (Expr operand : node.operands()) {
      operands.add(value(operand));
    }
    if (node instanceof Expr.Operation operation) {
      return add(Kind.OPERATION, node, operation.primitive(), operands, 0);
    }
    if (node instanceof Expr.SumRest) {
      return add(Kind.REST, node, null, operands, 0);
    }
    return add(Kind.REDUCTION, node, ((Expr.Reduce) node).reduction(), operands, 0);
  }

  private Value add(Kind kind, Expr node, Object operation, List<Value> operands, long bits) {
    Object what = operation == null ? node.type() : operation;
    Key key = new Key(kind, what, operands.stream().map(Value::id).toList(), bits);
    Value known = byContent.get(key);
    if (known != null) {
      return known;
    }
    Scope scope =
        switch (kind) {
          case INPUT, INDEX, POSITION -> Scope.ELEMENT;
          case REDUCTION, REST -> Scope.ROW;
          case PARAMETER, CONSTANT -> Scope.LAUNCH;
          case OPERATION ->
              operands.stream().map(Value::scope).max(Enum::compareTo).orElse(Scope.LAUNCH);
        };
    int phase = operands.stream().mapToInt(Value::availableFrom).max().orElse(0);
    Value value =
        new Value(
            values.size(),
            kind,
            node.type(),
            type.isWide(),
            operation instanceof Primitive p ? p : null,
            operation instanceof Reduction r ? r : null,
            List.copyOf(operands),
            bits,
            scope,
            phase);
    values.add(value);
    byContent.put(key, value);
    return value;
  }
}
