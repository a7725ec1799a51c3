package io.hillock.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hillock.kernels.Activations;
import io.hillock.kernels.Expr;
import io.hillock.kernels.Kernel;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InputsTest {
  @Test
  void aSpreadBeginsWithEverySpecialValue() {
    Inputs inputs = Inputs.spread(Activations.RELU, 10_000);
    Set<Integer> bits = bits(inputs, (int) inputs.specialCount());
    for (float special :
        new float[] {
          0f,
          -0f,
          Float.MIN_VALUE,
          -Float.MIN_VALUE,
          Math.nextDown(Float.MIN_NORMAL),
          Float.MIN_NORMAL,
          Float.MAX_VALUE,
          -Float.MAX_VALUE,
          Float.POSITIVE_INFINITY,
          Float.NEGATIVE_INFINITY,
          Float.NaN,
          1,
          -1,
          0.5f,
          -0.5f,
          0x1p-149f,
          0x1p127f
        }) {
      assertTrue(bits.contains(Float.floatToRawIntBits(special)), "" + special);
    }
    for (int nan : new int[] {0x7fc00000, 0xffc00000, 0x7f800001, 0xffffffff}) {
      assertTrue(bits.contains(nan), Integer.toHexString(nan));
    }
  }

  @Test
  void comparedConstantsAndParametersComeWithTheirNeighbours() {
    Kernel kernel =
        Kernel.define("stairs")
            .parameter("step", 0.3)
            .define(in -> in.x().lt(1.7).select(in.parameter("step"), Expr.constant(2)))
            .build();
    Inputs inputs = Inputs.spread(kernel, 1);
    Set<Integer> bits = bits(inputs, (int) inputs.count());
    for (float at : new float[] {1.7f, -1.7f, 0.3f, -0.3f}) {
      assertTrue(bits.contains(Float.floatToRawIntBits(at)), "" + at);
      assertTrue(bits.contains(Float.floatToRawIntBits(Math.nextUp(at))), "above " + at);
      assertTrue(bits.contains(Float.floatToRawIntBits(Math.nextDown(at))), "below " + at);
    }
  }

  @Test
  void piecesOfTheDefinitionMeetAmongTwoNeighboursOnEitherSide() {
    Kernel kernel = Kernel.of("far", x -> x.mul(3).lt(1).select(x, x.neg()));
    Inputs inputs = Inputs.spread(kernel, 1);
    Set<Integer> bits = bits(inputs, (int) inputs.count());
    int last = Float.floatToRawIntBits(Breakpoints.of(kernel).get(0));
    assertTrue(bits.containsAll(Set.of(last - 1, last, last + 1, last + 2)), "around 1/3");
  }

  @Test
  void aSpreadMeetsManyDifferentFloats() {
    Inputs inputs = Inputs.spread(Activations.RELU, 200_000);
    assertEquals(200_000, inputs.count());
    int specials = (int) inputs.specialCount();
    assertTrue(bits(inputs, 200_000).size() > 199_000 - specials / 2, "few repetitions");
  }

  @Test
  void specialValuesOfAllInputsMeet() {
    Inputs inputs = Inputs.spread(Activations.PRELU, 1);
    int count = (int) inputs.count();
    float[][] columns = new float[2][count];
    inputs.fill(0, count, columns);
    Set<Long> pairs = new HashSet<>();
    for (int i = 0; i < count; i++) {
      pairs.add(
          ((long) Float.floatToRawIntBits(columns[0][i]) << 32)
              | (Float.floatToRawIntBits(columns[1][i]) & 0xffffffffL));
    }
    assertTrue(pairs.contains(((long) Float.floatToRawIntBits(-0f) << 32) | 0x7f800000L));
    assertTrue(pairs.contains((0x7f800000L << 32) | 0x80000000L));
  }

  @Test
  void theSameIndexGivesTheSameInputsWhereverABlockBegins() {
    Inputs inputs = Inputs.spread(Activations.PRELU.backward(), 100_000);
    float[][] whole = new float[3][100_000];
    inputs.fill(0, 100_000, whole);
    float[][] part = new float[3][1000];
    inputs.fill(54_321, 1000, part);
    for (int i = 0; i < 1000; i++) {
      for (int input = 0; input < 3; input++) {
        assertEquals(whole[input][54_321 + i], part[input][i]);
      }
    }
  }

  private static Set<Integer> bits(Inputs inputs, int count) {
    float[][] columns = new float[1][count];
    inputs.fill(0, count, columns);
    Set<Integer> bits = new HashSet<>();
    for (float value : columns[0]) {
      bits.add(Float.floatToRawIntBits(value));
    }
    return bits;
  }
}
