package io.hillock.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class Float16Test {
  /** The value of a binary16 that is no NaN, from its definition. */
  private static double value(int bits) {
    int exponent = bits >> 10 & 31;
    int fraction = bits & 1023;
    double magnitude =
        exponent == 0
            ? Math.scalb((double) fraction, -24)
            : exponent == 31
                ? Double.POSITIVE_INFINITY
                : Math.scalb(1 + fraction / 1024.0, exponent - 15);
    return (bits & 0x8000) == 0 ? magnitude : -magnitude;
  }

  @Test
  void everyHalfIsExactAndComesBack() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float found = Float16.toFloat((short) bits);
      if ((bits & 0x7fff) > 0x7c00) {
        assertTrue(Float.isNaN(found));
        assertTrue(Float.isNaN(Float16.toFloat(Float16.fromFloat(found))));
      } else {
        assertEquals((float) value(bits), found);
        assertEquals((short) bits, Float16.fromFloat(found), Integer.toHexString(bits));
      }
    }
  }

  @Test
  void halfwayBetweenTwoHalvesGoesToTheEvenOneAndItsNeighboursToTheNearest() {
    for (int bits = 0; bits < 0x7c00; bits++) {
      double next = bits == 0x7bff ? 65536 : value(bits + 1);
      float middle = (float) ((value(bits) + next) / 2);
      int even = bits % 2 == 0 ? bits : bits + 1;
      assertEquals((short) even, Float16.fromFloat(middle), "" + middle);
      assertEquals((short) bits, Float16.fromFloat(Math.nextDown(middle)), "" + middle);
      assertEquals((short) (bits + 1), Float16.fromFloat(Math.nextUp(middle)), "" + middle);
      assertEquals((short) (even | 0x8000), Float16.fromFloat(-middle), "" + middle);
    }
  }

  @Test
  void bfloat16IsTheUpperHalfRounded() {
    for (int bits = 0; bits < 0x7f80; bits++) {
      float exact = Float.intBitsToFloat(bits << 16);
      assertEquals(exact, Float16.bfloat16ToFloat((short) bits));
      assertEquals((short) bits, Float16.bfloat16FromFloat(exact));
      int middle = bits << 16 | 0x8000;
      int even = bits % 2 == 0 ? bits : bits + 1;
      assertEquals((short) even, Float16.bfloat16FromFloat(Float.intBitsToFloat(middle)));
      assertEquals((short) bits, Float16.bfloat16FromFloat(Float.intBitsToFloat(middle - 1)));
      assertEquals((short) (bits + 1), Float16.bfloat16FromFloat(Float.intBitsToFloat(middle + 1)));
    }
    assertTrue(Float.isNaN(Float16.bfloat16ToFloat(Float16.bfloat16FromFloat(Float.NaN))));
    float quiet = Float.intBitsToFloat(0x7f800001);
    assertTrue(Float.isNaN(Float16.bfloat16ToFloat(Float16.bfloat16FromFloat(quiet))));
  }

  @Test
  void doublesAreRoundedOnceEvenWhereTheirFloatIsATie() {
    for (int bits = 0; bits < 0x7c00; bits++) {
      double next = bits == 0x7bff ? 65536 : value(bits + 1);
      double middle = (value(bits) + next) / 2;
      int even = bits % 2 == 0 ? bits : bits + 1;
      assertEquals((short) even, Float16.fromDouble(middle), "" + middle);
      assertEquals((short) bits, Float16.fromDouble(Math.nextDown(middle)), "" + middle);
      assertEquals((short) (bits + 1), Float16.fromDouble(Math.nextUp(middle)), "" + middle);
      assertEquals((short) (even | 0x8000), Float16.fromDouble(-middle), "" + middle);
    }
    for (int bits = 0; bits < 0x7f80; bits++) {
      double middle = Float.intBitsToFloat(bits << 16 | 0x8000);
      int even = bits % 2 == 0 ? bits : bits + 1;
      assertEquals((short) even, Float16.bfloat16FromDouble(middle));
      assertEquals((short) bits, Float16.bfloat16FromDouble(Math.nextDown(middle)));
      assertEquals((short) (bits + 1), Float16.bfloat16FromDouble(Math.nextUp(middle)));
    }
    assertEquals(0x7c00, Float16.fromDouble(1e300));
    assertEquals(0x7f80, Float16.bfloat16FromDouble(1e300));
    assertEquals((short) 0x8000, Float16.fromDouble(-Double.MIN_VALUE));
    assertEquals((short) 0x8000, Float16.bfloat16FromDouble(-0.0));
    assertTrue(Float.isNaN(Float16.toFloat(Float16.fromDouble(Double.NaN))));
  }
}
