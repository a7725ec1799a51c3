package io.hillock.kernels;

import static io.hillock.kernels.Functions.exp;
import static io.hillock.kernels.Functions.rowMax;
import static io.hillock.kernels.Functions.rowSum;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hillock.kernels.Program.Kind;
import io.hillock.kernels.Program.Scope;
import io.hillock.kernels.Program.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProgramTest {
  @Test
  void equalNodesBecomeOneValue() {
    Program program = Kernel.of("twice", x -> x.mul(3).add(x.mul(3))).program();
    assertEquals(1, program.values().stream().filter(v -> v.primitive() == Primitive.MUL).count());
  }

  @Test
  void realAndIntegerConstantsOfTheSameBitsAreTwoValues() {
    Program program = Kernel.of("bits", x -> x.bits().and(0).fromBits().add(0)).program();
    assertEquals(2, program.values().stream().filter(v -> v.kind() == Kind.CONSTANT).count());
  }

  @Test
  void zerosOfEitherSignAreTwoValues() {
    Program program = Kernel.of("zeros", x -> x.lt(0).select(-0.0, 0.0)).program();
    float negative = new Interpreter(program).map(-1);
    assertEquals(Float.floatToRawIntBits(-0f), Float.floatToRawIntBits(negative));
  }

  @Test
  void valuesComeAfterWhatTheyNeed() {
    for (Kernel kernel : Activations.all()) {
      Set<Value> seen = new HashSet<>();
      for (Value value : kernel.backward().program().values()) {
        assertTrue(seen.containsAll(value.operands()), () -> kernel + ": " + value);
        seen.add(value);
      }
    }
  }

  @Test
  void whatDependsOnParametersAloneIsComputedOnceForTheCall() {
    Kernel kernel =
        Kernel.define("scaled")
            .parameter("s", 2)
            .define(in -> in.x().mul(Expr.constant(1).div(in.parameter("s"))))
            .build();
    List<Value> launch = kernel.program().launchValues();
    assertEquals(1, launch.size());
    assertEquals(Primitive.DIV, launch.get(0).primitive());
    assertEquals(Scope.ELEMENT, kernel.program().outputs().get(0).scope());
  }

  @Test
  void softmaxPassesOverItsRowThreeTimesAndKeepsTheExponentials() {
    Program softmax = Activations.SOFTMAX.program();
    assertEquals(3, softmax.phases());
    assertEquals(1, softmax.kept().size(), "the exponentials");
    for (Value kept : softmax.kept()) {
      assertEquals(1, kept.phase());
    }
    List<Value> lastPass = softmax.elementValues(2, true);
    assertTrue(lastPass.containsAll(softmax.kept()));
    assertTrue(lastPass.size() < 8, "the last pass reads them and divides");
    assertTrue(softmax.elementValues(2, false).size() > 20, "or computes them again");
  }

  @Test
  void aKernelWhoseResultIsAReductionGivesOneNumberForEachRow() {
    Program program = Kernel.of("log-sum", x -> rowSum(exp(x.sub(rowMax(x))))).program();
    assertTrue(program.reducesRow());
    assertEquals(List.of(), program.elementValues(program.phases() - 1, true));
    assertFalse(Activations.SOFTMAX.program().reducesRow());
    assertFalse(Kernel.of("constant", x -> Expr.constant(1)).program().reducesRow());
  }

  @Test
  void programsAreEqualByContentAndNotByName() {
    Program a = Kernel.of("a", x -> x.mul(2)).program();
    Program b = Kernel.of("b", x -> x.mul(2)).program();
    Program c = Kernel.of("a", x -> x.mul(3)).program();
    assertEquals(a, b);
    assertEquals(a.hashCode(), b.hashCode());
    assertNotEquals(a, c);
  }

  @Test
  void mixingIntegersAndRealsIsRefused() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> Kernel.of("mixed", x -> x.bits().add(x)));
    assertTrue(e.getMessage().contains("REAL") && e.getMessage().contains("INTEGER"));
  }
}
