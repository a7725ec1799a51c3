package io.hillock.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hillock.kernels.Activations;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Expr;
import io.hillock.kernels.Kernel;
import io.hillock.kernels.Primitive;
import io.hillock.kernels.Program;
import io.hillock.kernels.Program.Kind;
import io.hillock.kernels.Program.Scope;
import io.hillock.kernels.Program.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StageCutterTest {
  private static List<Program> programs() {
    List<Program> programs = new ArrayList<>();
    for (Kernel kernel : Activations.all()) {
      for (DataType type : List.of(DataType.FLOAT32, DataType.FLOAT64, DataType.BFLOAT16)) {
        programs.add(kernel.program(type));
        for (int input : kernel.realInputs()) {
          programs.add(kernel.backward(input).program(type));
        }
      }
    }
    return programs;
  }

  /** Each stage has what it needs, in order, and what it loads was stored before. */
  @Test
  void stagesOfAllProgramsFollowFromOneAnother() {
    int several = 0;
    for (Program program : programs()) {
      for (int phase = 0; phase < program.phases(); phase++) {
        List<Stage> stages = StageCutter.stages(program, phase, false);
        Set<Value> stored = new HashSet<>();
        Set<Value> computed = new HashSet<>();
        List<Value> reductions = new ArrayList<>();
        for (Stage stage : stages) {
          assertTrue(stored.containsAll(stage.loaded()), program.name());
          Set<Value> known = new HashSet<>();
          for (Value value : stage.values()) {
            boolean ofBefore = value.phase() < phase && program.kept().contains(value);
            if (value.kind() == Kind.OPERATION && !stage.loaded().contains(value) && !ofBefore) {
              for (Value operand : value.operands()) {
                boolean there = operand.scope() != Scope.ELEMENT || known.contains(operand);
                assertTrue(there, () -> program.name() + ": " + value + " before " + operand);
              }
              computed.add(value);
              if (program.kept().contains(value)) {
                stored.add(value);
              }
            }
            known.add(value);
          }
          for (Value handedOn : stage.handedOn()) {
            assertEquals(Expr.Type.REAL, handedOn.type());
            assertTrue(computed.contains(handedOn), program.name());
          }
          stored.addAll(stage.handedOn());
          for (Value reduction : stage.reductions()) {
            Value operand = reduction.operands().get(0);
            assertTrue(operand.scope() != Scope.ELEMENT || known.contains(operand));
          }
          reductions.addAll(stage.reductions());
          if (stage.last() && phase == program.phases() - 1 && !program.reducesRow()) {
            for (Value output : program.outputs()) {
              assertTrue(output.scope() != Scope.ELEMENT || known.contains(output));
            }
          }
        }
        assertEquals(Set.copyOf(program.reductions(phase)), Set.copyOf(reductions));
        assertEquals(program.reductions(phase).size(), reductions.size());
        several += stages.size() > 1 ? 1 : 0;
      }
    }
    assertTrue(several > 100, "only " + several + " phases are cut");
  }

  @Test
  void whatIsWholeIsNotCut() {
    assertEquals(1, StageCutter.stages(Activations.GELU.program(), 0, true).size());
    assertTrue(StageCutter.stages(Activations.GELU.program(), 0, false).size() > 2);
  }

  /** Twenty divisions, then a chain that needs the result and what is one operation away. */
  @Test
  void cheapValuesAreComputedAgainAndDearOnesHandedOn() {
    Kernel kernel =
        Kernel.of(
            "chain",
            x -> {
              Expr dear = x;
              for (int i = 0; i < 20; i++) {
                dear = Expr.constant(1 + i).div(dear.add(0.5));
              }
              Expr cheap = x.neg();
              Expr y = dear;
              for (int i = 0; i < 30; i++) {
                y = y.fma(dear, cheap);
              }
              return y.add(x.abs());
            });
    List<Stage> stages = StageCutter.stages(kernel.program(), 0, false);
    Stage last = stages.get(stages.size() - 1);
    assertTrue(last.loaded().stream().allMatch(v -> v.primitive() != Primitive.NEG));
    assertTrue(last.values().stream().anyMatch(v -> v.primitive() == Primitive.NEG));
    assertFalse(last.loaded().isEmpty());
    long divisions =
        last.values().stream()
            .filter(v -> v.primitive() == Primitive.DIV && !last.loaded().contains(v))
            .count();
    assertEquals(0, divisions);
  }
}
