package io.hillock.bench.peers;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.hillock.kernels.DataType;
import io.hillock.measure.Noise;
import io.hillock.measure.Peer;
import io.hillock.measure.Subject;
import io.hillock.measure.Workload;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.impl.transforms.custom.LogSoftMax;
import org.nd4j.linalg.api.ops.impl.transforms.custom.SoftMax;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Softmax and log-softmax of matrices of float32 along their rows by other libraries, into results
 * that are there beforehand where the library lets one.
 */
final class RowPeers {
  private RowPeers() {}

  /** Returns all, which use as many threads as this machine has cores. */
  static List<Peer> all() {
    return List.of(new OfNd4j(), new OfDjl(), new OfOnnxRuntime());
  }

  private abstract static class RowPeer implements Peer {
    private final io.hillock.bench.peers.Peer library;

    RowPeer(io.hillock.bench.peers.Peer library) {
      this.library = library;
    }

    @Override
    public String implementation() {
      return library.name();
    }

    @Override
    public String device() {
      return library.device();
    }

    @Override
    public Optional<Workload> workload(Subject subject) {
      String function = subject.function().name();
      boolean known = function.equals("softmax") || function.equals("log-softmax");
      boolean forward = subject.kind() == Subject.Kind.FORWARD;
      long[] shape = subject.shape().toArray();
      if (!known || !forward || subject.type() != DataType.FLOAT32 || shape.length != 2) {
        return Optional.empty();
      }
      float[] values = Noise.floats((int) subject.elements(), 0);
      return Optional.of(workload(function.equals("log-softmax"), values, shape));
    }

    abstract Workload workload(boolean log, float[] values, long[] shape);

    @Override
    public void close() {
      library.close();
    }
  }

  private static final class OfNd4j extends RowPeer {
    OfNd4j() {
      super(new Nd4jPeer());
    }

    @Override
    Workload workload(boolean log, float[] values, long[] shape) {
      INDArray x = Nd4j.createFromArray(values).reshape(shape);
      INDArray y = Nd4j.createUninitialized(x.dataType(), shape);
      CustomOp operation = log ? new LogSoftMax(x, y) : new SoftMax(x, y);
      return new RowWork(
          () -> Nd4j.exec(operation),
          () -> {
            x.close();
            y.close();
          });
    }
  }

  private static final class OfDjl extends RowPeer {
    private final NDManager manager;

    OfDjl() {
      super(new DjlPeer());
      manager = Engine.getEngine("PyTorch").newBaseManager();
    }

    /** DJL makes a new result each time. */
    @Override
    Workload workload(boolean log, float[] values, long[] shape) {
      NDArray x = manager.create(values, new ai.djl.ndarray.types.Shape(shape));
      return new RowWork(() -> (log ? x.logSoftmax(-1) : x.softmax(-1)).close(), x::close);
    }

    @Override
    public void close() {
      manager.close();
      super.close();
    }
  }

  private static final class OfOnnxRuntime extends RowPeer {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();

    OfOnnxRuntime() {
      super(new OnnxRuntimePeer());
    }

    @Override
    Workload workload(boolean log, float[] values, long[] shape) {
      try {
        OnnxModel model = OnnxModel.of(log ? "LogSoftmax" : "Softmax").ofMatrices();
        OrtSession session = environment.createSession(model.toBytes());
        OnnxTensor x = OnnxTensor.createTensor(environment, direct(values.length, values), shape);
        FloatBuffer results = direct(values.length, new float[0]);
        OnnxTensor y = OnnxTensor.createTensor(environment, results, shape);
        return new RowWork(
            () -> run(session, x, y),
            () -> {
              x.close();
              y.close();
              close(session);
            });
      } catch (OrtException e) {
        throw new IllegalStateException(e);
      }
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
}
