package io.hillock.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hillock.kernels.Activations;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DoubleInputsTest {
  private static final int COUNT = 200_000;

  @Test
  void aSpreadBeginsWithEverySpecialValueAndMeetsManyOthers() {
    DoubleInputs inputs = DoubleInputs.spread(Activations.RELU, COUNT);
    assertEquals(COUNT, inputs.count());
    double[] column = new double[COUNT];
    inputs.fill(0, COUNT, new Object[] {column});
    Set<Long> bits = new HashSet<>();
    int bent = 0;
    for (double value : column) {
      bits.add(Double.doubleToRawLongBits(value));
      bent += Math.abs(value) >= 0x1p-21 && Math.abs(value) < 0x1p11 ? 1 : 0;
    }
    assertTrue(bits.size() > 0.99 * COUNT, () -> "" + bits.size());
    assertTrue(bent > 0.45 * COUNT && bent < 0.65 * COUNT, "" + bent);
    double[] specials = {0, -0.0, Double.MIN_VALUE, -Double.MIN_VALUE, Double.MIN_NORMAL, 1e0};
    for (double special : specials) {
      assertTrue(bits.contains(Double.doubleToRawLongBits(special)), "" + special);
    }
    assertTrue(bits.contains(Double.doubleToRawLongBits(Double.MAX_VALUE)));
    assertTrue(bits.contains(Double.doubleToRawLongBits(Double.NEGATIVE_INFINITY)));
    assertTrue(bits.contains(Double.doubleToRawLongBits(Double.NaN)));
  }

  @Test
  void theSameIndexGivesTheSameInputWhereverABlockBegins() {
    DoubleInputs inputs = DoubleInputs.spread(Activations.GELU, COUNT);
    double[] whole = new double[COUNT];
    double[] part = new double[1000];
    inputs.fill(0, COUNT, new Object[] {whole});
    inputs.fill(54_321, 1000, new Object[] {part});
    for (int i = 0; i < part.length; i++) {
      assertEquals(whole[54_321 + i], part[i]);
    }
  }
}
