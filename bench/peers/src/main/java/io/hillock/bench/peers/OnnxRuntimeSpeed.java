package io.hillock.bench.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.hillock.measure.Workload;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Optional;

/** The speed of ONNX Runtime's operators, into a result that is there beforehand. */
public final class OnnxRuntimeSpeed extends SpeedPeer {
  private static final Map<String, String> ROW_OPERATORS =
      Map.of("softmax", "Softmax", "log-softmax", "LogSoftmax");

  /** For the service loader. */
  public OnnxRuntimeSpeed() {
    super(OnnxRuntimePeer::new);
  }

  @Override
  Optional<Workload> workload(String function, float[] values, long[] shape) {
    Optional<OnnxModel> model =
        ROW_OPERATORS.containsKey(function)
            ? Optional.of(OnnxModel.of(ROW_OPERATORS.get(function)).ofMatrices())
            : OnnxRuntimePeer.model(function);
    return model.map(
        found -> {
          try {
            return workload(found.toBytes(), values, shape);
          } catch (OrtException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static Workload workload(byte[] model, float[] values, long[] shape) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    // Its threads would else take a core from whose turn comes next.
    options.addConfigEntry("session.intra_op.allow_spinning", "0");
    OrtSession session = environment.createSession(model, options);
    OnnxTensor x = OnnxTensor.createTensor(environment, direct(values.length, values), shape);
    OnnxTensor y = OnnxTensor.createTensor(environment, direct(values.length, new float[0]), shape);
    return new PeerWork(
        () -> run(session, x, y),
        () -> {
          x.close();
          y.close();
          close(session);
          options.close();
        });
  }

  private static FloatBuffer direct(int count, float[] values) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(count * Float.BYTES);
    return bytes.order(ByteOrder.nativeOrder()).asFloatBuffer().put(values).rewind();
  }

  private static void run(OrtSession session, OnnxTensor x, OnnxTensor y) {
    try (OrtSession.Result result = session.run(Map.of("x", x), Map.of("y", y))) {
      if (result.size() > 1) {
        throw new IllegalStateException("there is more than one result");
      }
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void close(OrtSession session) {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}
