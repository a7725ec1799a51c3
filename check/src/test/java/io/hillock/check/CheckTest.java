package io.hillock.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hillock.check.Check.Kind;
import io.hillock.kernels.Activations;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Kernel;
import io.hillock.tensor.Engine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CheckTest {
  private final Engine sound = Engine.create("loopback", 0);
  private final Engine broken = Engine.create("loopback", 1);

  @AfterEach
  void close() {
    sound.close();
    broken.close();
  }

  @Test
  void aSoundEngineAgreesInEveryKind() {
    Check check = new Check(sound).inputs(20_000);
    for (Kernel kernel : List.of(Activations.RELU, Activations.PRELU, Activations.SOFTMAX)) {
      for (Kind kind : Check.kinds(kernel)) {
        CheckResult result = check.run(kernel, kind);
        assertEquals(0, result.bitDifferences(), result::toString);
        assertTrue(result.inputs() >= 20_000 || kernel.isRow(), result::toString);
      }
    }
  }

  @Test
  void aResultNamesWhatWasChecked() {
    CheckResult result = new Check(sound).inputs(5000).run(Activations.RELU, Kind.FORWARD);
    assertEquals("relu", result.function());
    assertEquals("forward", result.kind());
    assertEquals("float32", result.dataType());
    assertEquals("loopback", result.backend());
    assertEquals("Sound", result.device());
    assertEquals(0.0, result.maxUlp());
    assertNull(result.worstInput());
    assertTrue(result.agrees());
  }

  @Test
  void everyDifferenceIsCountedOnceAndTold() {
    List<Difference> told = Collections.synchronizedList(new ArrayList<>());
    Kernel line = Kernel.of("line", x -> x.lt(0.875).select(x, x));
    CheckResult result =
        new Check(broken).inputs(5000).onDifference(told::add).run(line, Kind.FORWARD);
    // 0.875 stands among the special values because the kernel compares with it.
    assertEquals(1, result.nanMismatches());
    assertEquals(1, result.bitDifferences());
    assertEquals(1, told.size());
    assertEquals(List.of(0.875), told.get(0).inputs());
    assertTrue(told.get(0).toString().contains("0x7fc00000"), told.get(0)::toString);
    assertFalse(result.agrees());
  }

  @Test
  void theGreatestErrorComesWithItsInput() {
    Kernel line = Kernel.of("line", x -> x.lt(0.75).select(x, x));
    CheckResult result = new Check(broken).inputs(5000).run(line, Kind.FORWARD);
    assertEquals(1, result.bitDifferences());
    assertEquals(1.0, result.maxUlp());
    assertEquals(0.75f, result.worstInput());
    assertTrue(result.within(1));
    assertFalse(result.within(0.5));
  }

  @Test
  void inSixteenBitsEveryInputIsComparedAndHeldToTheRoundedFloat() {
    for (DataType type : List.of(DataType.FLOAT16, DataType.BFLOAT16)) {
      Check check = new Check(sound).dataType(type).inputs(10);
      for (Kind kind : List.of(Kind.FORWARD, Kind.DERIVATIVE)) {
        CheckResult result = check.run(Activations.TANH, kind);
        assertEquals(type.label(), result.dataType());
        assertEquals(1 << 16, result.inputs());
        assertTrue(result.agrees(), result::toString);
        assertTrue(result.maxUlp() > 0.49, result::toString);
        double limit = Check.limit(Activations.TANH, kind, type);
        assertTrue(limit < 0.501 && result.within(limit), result::toString);
      }
      CheckResult wrong = new Check(broken).dataType(type).run(Activations.IDENTITY, Kind.FORWARD);
      assertEquals(2, wrong.bitDifferences());
      assertEquals(1, wrong.nanMismatches());
      assertEquals(1, wrong.maxUlp());
      assertEquals(0.75f, wrong.worstInput());
      CheckResult row = check.run(Activations.SOFTMAX, Kind.BACKWARD);
      assertTrue(row.agrees(), row::toString);
    }
  }

  @Test
  void inFloat64ErrorsAreMeasuredInItsOwnUnits() {
    Check check = new Check(sound).dataType(DataType.FLOAT64).inputs(30_000);
    for (Kernel kernel : List.of(Activations.TANH, Activations.PRELU, Activations.SOFTMAX)) {
      for (Kind kind : Check.kinds(kernel)) {
        CheckResult result = check.run(kernel, kind);
        assertEquals("float64", result.dataType());
        assertTrue(result.agrees(), result::toString);
        assertTrue(result.within(Check.limit(kernel, kind, DataType.FLOAT64)), result::toString);
      }
    }
    Kernel third = Kernel.of("third", x -> x.div(3));
    double error = check.run(third, Kind.FORWARD).maxUlp();
    assertEquals(1 / 3.0, error, 1e-9);
    CheckResult wrong =
        new Check(broken)
            .dataType(DataType.FLOAT64)
            .inputs(10)
            .run(Kernel.of("line", x -> x.lt(0.75).select(x, x)), Kind.FORWARD);
    assertEquals(1, wrong.bitDifferences());
    assertEquals(1, wrong.maxUlp());
    assertEquals(0.75, wrong.worstInput());
  }

  @Test
  void anExpressionOnBitsIsComparedInItsBitsAlone() {
    Kernel magic = Kernel.of("magic", x -> x.bits().shr(1).fromBits());
    CheckResult result = new Check(sound).inputs(5000).run(magic, Kind.FORWARD);
    assertEquals(0, result.bitDifferences());
    assertNull(result.maxUlp());
    assertNull(result.worstInput());
    assertTrue(result.within(0));
  }

  @Test
  void progressEndsWithAll() {
    AtomicLong last = new AtomicLong();
    AtomicLong total = new AtomicLong();
    CheckResult result =
        new Check(sound)
            .inputs(300_000)
            .progress(
                (done, all) -> {
                  assertTrue(done > last.get());
                  last.set(done);
                  total.set(all);
                })
            .run(Activations.RELU, Kind.FORWARD);
    assertEquals(result.inputs(), last.get());
    assertEquals(result.inputs(), total.get());
  }

  @Test
  void aCancelledCheckStopsWithoutResult() {
    AtomicLong blocks = new AtomicLong();
    Check check =
        new Check(sound)
            .exhaustive(true)
            .progress((done, total) -> blocks.incrementAndGet())
            .cancelledBy(() -> blocks.get() >= 2);
    assertThrows(CancellationException.class, () -> check.run(Activations.RELU, Kind.FORWARD));
    assertTrue(blocks.get() < 100, "stopped early");
  }

  @Test
  void theDerivativeOfARowKernelIsRefused() {
    Check check = new Check(sound);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> check.run(Activations.SOFTMAX, Kind.DERIVATIVE));
    assertTrue(e.getMessage().contains("backward"), e.getMessage());
  }

  @Test
  void aboutAZeroInsideTheUnitIsThatOfASixteenth() {
    Kernel gelu = Activations.GELU;
    InteriorZero zero = InteriorZero.of(gelu.derivative()).orElseThrow();
    assertEquals(zero, InteriorZero.of(gelu.backward()).orElseThrow());
    assertEquals(0.0625, zero.scaleAt(-0.7518f));
    assertEquals(0, zero.scaleAt(-3));
    assertTrue(InteriorZero.of(gelu).isEmpty());
    assertTrue(InteriorZero.of(Activations.TANH.derivative()).isEmpty());
  }
}
