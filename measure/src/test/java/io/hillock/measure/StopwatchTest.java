package io.hillock.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hillock.kernels.Activations;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Kernel;
import io.hillock.measure.Subject.Kind;
import io.hillock.tensor.Engine;
import io.hillock.tensor.Shape;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class StopwatchTest {
  private static final Engine ENGINE = Engine.create("cpu");

  @AfterAll
  static void close() {
    ENGINE.close();
  }

  private static List<Speed> time(Kernel kernel, Kind kind, DataType type, long... shape) {
    Subject subject = new Subject(kernel, kind, type, Shape.of(shape));
    return new Stopwatch(ENGINE).rounds(3).time(subject);
  }

  @Test
  void theCopyComesFirstAndIsTheWholeOfItself() {
    List<Speed> speeds = time(Activations.RELU, Kind.FORWARD, DataType.FLOAT32, 10_000);
    assertEquals(2, speeds.size());
    assertTrue(speeds.get(0).isCopy());
    assertEquals(1, speeds.get(0).shareOfCopy());
    assertEquals("relu", speeds.get(1).function());
    assertEquals("hillock", speeds.get(1).implementation());
    assertEquals("cpu", speeds.get(1).backend());
  }

  @Test
  void bytesAreThoseOfAllInputsAndOutputs() {
    assertBytes(8, time(Activations.RELU, Kind.FORWARD, DataType.FLOAT32, 5000));
    assertBytes(12, time(Activations.RELU, Kind.BACKWARD, DataType.FLOAT32, 5000));
    assertBytes(6, time(Activations.RELU, Kind.BACKWARD, DataType.FLOAT16, 5000));
    assertBytes(20, time(Activations.SWIGLU, Kind.BACKWARD, DataType.FLOAT32, 5000));
    assertBytes(12, time(Activations.CRELU, Kind.FORWARD, DataType.FLOAT32, 5000));
    assertBytes(16, time(Activations.SOFTMAX, Kind.FORWARD, DataType.FLOAT64, 50, 100));
  }

  private static void assertBytes(double expected, List<Speed> speeds) {
    Speed speed = speeds.get(1);
    assertEquals(
        expected, speed.gigabytesPerSecond() * speed.nanosPerElement(), 1e-6, speed::toString);
  }

  @Test
  void aPeerThatHasTheFunctionIsTimedInTheSameRounds() {
    Peer peer =
        new Peer() {
          @Override
          public String implementation() {
            return "slow";
          }

          @Override
          public String device() {
            return "a loop";
          }

          @Override
          public Optional<Workload> workload(Subject subject) {
            return subject.kind() == Kind.FORWARD
                ? Optional.of(new Loop((int) subject.elements()))
                : Optional.empty();
          }

          @Override
          public void close() {}
        };
    Stopwatch stopwatch = new Stopwatch(ENGINE).rounds(3).beside(List.of(peer));
    Shape shape = Shape.of(20_000);
    List<Speed> forward =
        stopwatch.time(new Subject(Activations.TANH, Kind.FORWARD, DataType.FLOAT32, shape));
    assertEquals(
        List.of("copy", "hillock", "slow"), forward.stream().map(Speed::implementation).toList());
    assertTrue(forward.get(2).shareOfCopy() > 0 && forward.get(2).shareOfCopy() < 1);
    assertEquals(
        2,
        stopwatch
            .time(new Subject(Activations.TANH, Kind.DERIVATIVE, DataType.FLOAT32, shape))
            .size());
  }

  /** A function of the mathematical library for each element. */
  private static final class Loop implements Workload {
    private final double[] values;

    Loop(int count) {
      values = new double[count];
    }

    @Override
    public void run() {
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.tan(values[i] + i);
      }
    }

    @Override
    public void finish() {}

    @Override
    public void close() {}
  }

  @Test
  void whatCannotBeTimedIsRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Subject(Activations.SOFTMAX, Kind.DERIVATIVE, DataType.FLOAT32, Shape.of(8)));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Subject(Activations.RELU, Kind.FORWARD, DataType.FLOAT32, Shape.of(0)));
    assertThrows(IllegalArgumentException.class, () -> new Stopwatch(ENGINE).rounds(0));
  }
}
