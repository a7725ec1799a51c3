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
 * Turns an expression into a {@link Program}: elementary functions become primitive operations,
 * equal nodes become one value. Nothing is reordered or simplified: the order of rounding is the
 * meaning of an expression.
 */
final class Lowering {
  private record Key(Kind kind, Object operation, List<Integer> operands, int bits) {}

  private final List<Value> values = new ArrayList<>();
  private final Map<Key, Value> byContent = new HashMap<>();
  private final Map<Expr, Value> byNode = new IdentityHashMap<>();

  private Lowering() {}

  /**
   * Lowers an expression to float32.
   *
   * @param name the kernel's name, for messages
   * @param inputs the number of inputs
   * @param parameters the number of parameters
   * @param root the expression
   */
  static Program lower(String name, int inputs, int parameters, Expr root) {
    Lowering lowering = new Lowering();
    Value output = lowering.value(root);
    return new Program(name, inputs, parameters, lowering.values, output);
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
      return value(call.function().lower(call.operands()));
    }
    if (node instanceof Expr.Input input) {
      return add(Kind.INPUT, node, null, List.of(), input.index());
    }
    if (node instanceof Expr.Parameter parameter) {
      return add(Kind.PARAMETER, node, null, List.of(), parameter.index());
    }
    if (node instanceof Expr.Constant constant) {
      int bits = Float.floatToRawIntBits((float) constant.value());
      return add(Kind.CONSTANT, node, null, List.of(), bits);
    }
    if (node instanceof Expr.IntConstant constant) {
      return add(Kind.CONSTANT, node, null, List.of(), constant.value());
    }
    List<Value> operands = new ArrayList<>();
    for (Expr operand : node.operands()) {
      operands.add(value(operand));
    }
    if (node instanceof Expr.Operation operation) {
      return add(Kind.OPERATION, node, operation.primitive(), operands, 0);
    }
    return add(Kind.REDUCTION, node, ((Expr.Reduce) node).reduction(), operands, 0);
  }

  private Value add(Kind kind, Expr node, Object operation, List<Value> operands, int bits) {
    Object what = kind == Kind.CONSTANT ? node.type() : operation;
    Key key = new Key(kind, what, operands.stream().map(Value::id).toList(), bits);
    Value known = byContent.get(key);
    if (known != null) {
      return known;
    }
    Scope scope =
        switch (kind) {
          case INPUT -> Scope.ELEMENT;
          case REDUCTION -> Scope.ROW;
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
