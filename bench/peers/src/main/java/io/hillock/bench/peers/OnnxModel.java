package io.hillock.bench.peers;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A model of one operator from {@code x} to {@code y} in ONNX's format: the few fields of its
 * protocol buffers (onnx.proto) that this takes, by their numbers.
 */
final class OnnxModel {
  private static final int IR_VERSION = 10;
  private static final int OPSET = 24;
  private static final int FLOAT_TENSOR = 1;
  private static final int FLOAT_ATTRIBUTE = 1;
  private static final int STRING_ATTRIBUTE = 3;
  private static final String LENGTH = "n";

  private final String operator;
  private final String domain;
  private final List<String> inputs = new ArrayList<>(List.of("x"));
  private final List<Message> attributes = new ArrayList<>();
  private final List<Message> constants = new ArrayList<>();

  private int rank = 1;

  private OnnxModel(String operator, String domain) {
    this.operator = operator;
    this.domain = domain;
  }

  /** Returns a model of an operator of ONNX. */
  static OnnxModel of(String operator) {
    return new OnnxModel(operator, "");
  }

  /** Returns a model of an operator that ONNX Runtime adds. */
  static OnnxModel ofMicrosoft(String operator) {
    return new OnnxModel(operator, "com.microsoft");
  }

  /** Sets an attribute. */
  OnnxModel with(String attribute, float value) {
    attributes.add(new Message().text(1, attribute).real(2, value).number(20, FLOAT_ATTRIBUTE));
    return this;
  }

  /** Sets an attribute. */
  OnnxModel with(String attribute, String value) {
    attributes.add(new Message().text(1, attribute).text(4, value).number(20, STRING_ATTRIBUTE));
    return this;
  }

  /** Adds constants as inputs behind x. */
  OnnxModel and(float... values) {
    for (float value : values) {
      String name = "c" + constants.size();
      inputs.add(name);
      byte[] raw = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(value).array();
      constants.add(new Message().number(2, FLOAT_TENSOR).text(8, name).bytes(9, raw));
    }
    return this;
  }

  /** Lets it take matrices, and not vectors. */
  OnnxModel ofMatrices() {
    rank = 2;
    return this;
  }

  /** Returns the model's file. */
  byte[] toBytes() {
    Message node = new Message();
    inputs.forEach(input -> node.text(1, input));
    node.text(2, "y").text(4, operator);
    attributes.forEach(attribute -> node.message(5, attribute));
    node.text(7, domain);

    Message graph = new Message().message(1, node).text(2, operator);
    constants.forEach(constant -> graph.message(5, constant));
    graph.message(11, tensor("x")).message(12, tensor("y"));

    Message model = new Message().number(1, IR_VERSION).message(7, graph);
    model.message(8, new Message().text(1, "").number(2, OPSET));
    if (!domain.isEmpty()) {
      model.message(8, new Message().text(1, domain).number(2, 1));
    }
    return model.toBytes();
  }

  private Message tensor(String name) {
    Message shape = new Message();
    for (int axis = 0; axis < rank; axis++) {
      shape.message(1, new Message().text(2, LENGTH + axis));
    }
    Message tensor = new Message().number(1, FLOAT_TENSOR).message(2, shape);
    return new Message().text(1, name).message(2, new Message().message(1, tensor));
  }

  /** Fields of a protocol buffer. */
  private static final class Message {
    private static final int VARINT = 0;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Message number(int field, int value) {
      tag(field, VARINT);
      varint(value);
      return this;
    }

    Message real(int field, float value) {
      tag(field, FIXED32);
      int bits = Float.floatToRawIntBits(value);
      for (int shift = 0; shift < 32; shift += 8) {
        out.write(bits >>> shift);
      }
      return this;
    }

    Message text(int field, String value) {
      return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Message message(int field, Message value) {
      return bytes(field, value.toBytes());
    }

    Message bytes(int field, byte[] value) {
      tag(field, BYTES);
      varint(value.length);
      out.writeBytes(value);
      return this;
    }

    byte[] toBytes() {
      return out.toByteArray();
    }

    private void tag(int field, int type) {
      varint(field << 3 | type);
    }

    private void varint(int value) {
      int rest = value;
      while (rest > 0x7f) {
        out.write(rest & 0x7f | 0x80);
        rest >>>= 7;
      }
      out.write(rest);
    }
  }
}
