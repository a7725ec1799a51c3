// softmax
package io.hillock.cpu.rendered;

import io.hillock.cpu.generated.Block;
import io.hillock.cpu.generated.RenderedKernel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import jdk.incubator.vector.VectorShuffle;

public final class Kernel implements RenderedKernel {
  private static final VectorSpecies FLOATS = FloatVector.SPECIES_256;
  private static final VectorSpecies INTS = IntVector.SPECIES_256;
  private static final VectorMask UPPER = VectorMask.fromLong(FLOATS, 0xf0L);
  private static final VectorShuffle LOW4 = VectorShuffle.fromArray(FLOATS, io.hillock.cpu.generated.LaneIndex.halves(8, 4, 0), 0);
  private static final VectorShuffle HIGH4 = VectorShuffle.fromArray(FLOATS, io.hillock.cpu.generated.LaneIndex.halves(8, 4, 4), 0);
  private static final VectorShuffle LOW2 = VectorShuffle.fromArray(FLOATS, io.hillock.cpu.generated.LaneIndex.halves(8, 2, 0), 0);
  private static final VectorShuffle HIGH2 = VectorShuffle.fromArray(FLOATS, io.hillock.cpu.generated.LaneIndex.halves(8, 2, 2), 0);
  private static final VectorShuffle LOW1 = VectorShuffle.fromArray(FLOATS, io.hillock.cpu.generated.LaneIndex.halves(8, 1, 0), 0);
  private static final VectorShuffle HIGH1 = VectorShuffle.fromArray(FLOATS, io.hillock.cpu.generated.LaneIndex.halves(8, 1, 1), 0);

  public int lanes() {
    return 8;
  }

  public int handedOn() {
    return 2;
  }

  public void run(int phase, Block block) {
    switch (phase) {
      case 0:
        for (int from = 0; from < block.count; from += block.piece()) {
          int to = Math.min(block.count, from + block.piece());
          phase0(block, from, to);
        }
        break;
      case 1:
        for (int from = 0; from < block.count; from += block.piece()) {
          int to = Math.min(block.count, from + block.piece());
          phase1stage0(block, from, to);
          phase1stage1(block, from, to);
        }
        break;
      case 2:
        for (int from = 0; from < block.count; from += block.piece()) {
          int to = Math.min(block.count, from + block.piece());
          phase2(block, from, to);
        }
        break;
      default:
        throw new IllegalArgumentException("no phase " + phase);
    }
  }

  private static void phase0(Block block, int from, int to) {
    float[] a0 = (float[]) block.arrays[0];
    FloatVector places = FloatVector.fromArray(FLOATS, io.hillock.cpu.generated.LaneIndex.FLOATS, 0);
    FloatVector least = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
    for (int r = 0; r < block.rows; r++) {
      int o0 = block.offsets[0] + r * block.pitches[0];
      FloatVector m0 = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
      FloatVector m0_1 = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
      FloatVector m0_2 = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
      FloatVector m0_3 = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
      int i = from;
      for (; i <= to - 32; i += 32) {
        FloatVector v0 = FloatVector.fromArray(FLOATS, a0, o0 + i);
        m0 = m0.max(v0);
        FloatVector v0_1 = FloatVector.fromArray(FLOATS, a0, o0 + i + 8);
        m0_1 = m0_1.max(v0_1);
        FloatVector v0_2 = FloatVector.fromArray(FLOATS, a0, o0 + i + 16);
        m0_2 = m0_2.max(v0_2);
        FloatVector v0_3 = FloatVector.fromArray(FLOATS, a0, o0 + i + 24);
        m0_3 = m0_3.max(v0_3);
      }
      for (; i < to; i += 8) {
        FloatVector v0 = FloatVector.fromArray(FLOATS, a0, o0 + i);
        m0 = m0.max(least.blend(v0, places.compare(VectorOperators.LT, (float) (to - (i)))));
      }
      m0 = m0.max(m0_1);
      m0 = m0.max(m0_2);
      m0 = m0.max(m0_3);
      block.reductions[r * 3 + 0] = Math.max(block.reductions[r * 3 + 0], m0.reduceLanes(VectorOperators.MAX));
    }
  }

  private static void phase1stage0(Block block, int from, int to) {
    int s4 = 2147483647;
    int s6 = 1124361175;
    float s9 = Float.intBitsToFloat(0xbfb8aa3b);
    float s10 = Float.intBitsToFloat(0x4b4000bf);
    float s13 = Float.intBitsToFloat(0x3f317218);
    float s15 = Float.intBitsToFloat(0xb102e308);
    IntVector v4 = IntVector.broadcast(INTS, s4);
    IntVector v6 = IntVector.broadcast(INTS, s6);
    FloatVector v9 = FloatVector.broadcast(FLOATS, s9);
    FloatVector v10 = FloatVector.broadcast(FLOATS, s10);
    FloatVector v13 = FloatVector.broadcast(FLOATS, s13);
    FloatVector v15 = FloatVector.broadcast(FLOATS, s15);
    float[] a0 = (float[]) block.arrays[0];
    float[] a3 = (float[]) block.arrays[3];
    float[] a4 = (float[]) block.arrays[4];
    for (int r = 0; r < block.rows; r++) {
      float s1 = (float) block.reductions[r * 3 + 0];
      FloatVector v1 = FloatVector.broadcast(FLOATS, s1);
      int o0 = block.offsets[0] + r * block.pitches[0];
      int o3 = r * (to - from + 7 & -8) - from;
      int o4 = r * (to - from + 7 & -8) - from;
      for (int i = from; i < to; i += 8) {
        FloatVector v0 = FloatVector.fromArray(FLOATS, a0, o0 + i);
        FloatVector v2 = v1.sub(v0);
        IntVector v3 = (IntVector) v2.convertShape(VectorOperators.REINTERPRET_F2I, INTS, 0);
        IntVector v5 = v3.and(v4);
        IntVector v7 = v5.min(v6);
        FloatVector v8 = (FloatVector) v7.convertShape(VectorOperators.REINTERPRET_I2F, FLOATS, 0);
        FloatVector v11 = v8.fma(v9, v10);
        v11.intoArray(a3, o3 + i);
        FloatVector v12 = v11.sub(v10);
        FloatVector v14 = v12.fma(v13, v8);
        FloatVector v16 = v1.sub(v2);
        FloatVector v17 = v2.add(v16);
        FloatVector v18 = v1.sub(v17);
        FloatVector v19 = v16.sub(v0);
        FloatVector v20 = v18.add(v19);
        FloatVector v21 = v12.fma(v15, v20);
        FloatVector v22 = v14.add(v21);
        v22.intoArray(a4, o4 + i);
      }
    }
  }

  private static void phase1stage1(Block block, int from, int to) {
    int s24 = -1073741825;
    float s27 = Float.intBitsToFloat(0x3ab43520);
    float s28 = Float.intBitsToFloat(0xbc091e7b);
    float s30 = Float.intBitsToFloat(0x3d2aadc1);
    float s32 = Float.intBitsToFloat(0xbe2aaa46);
    float s34 = Float.intBitsToFloat(0x3efffffc);
    float s36 = Float.intBitsToFloat(0xbf800000);
    float s38 = Float.intBitsToFloat(0x3f800000);
    IntVector v24 = IntVector.broadcast(INTS, s24);
    FloatVector v27 = FloatVector.broadcast(FLOATS, s27);
    FloatVector v28 = FloatVector.broadcast(FLOATS, s28);
    FloatVector v30 = FloatVector.broadcast(FLOATS, s30);
    FloatVector v32 = FloatVector.broadcast(FLOATS, s32);
    FloatVector v34 = FloatVector.broadcast(FLOATS, s34);
    FloatVector v36 = FloatVector.broadcast(FLOATS, s36);
    FloatVector v38 = FloatVector.broadcast(FLOATS, s38);
    float[] a2 = (float[]) block.arrays[2];
    float[] a3 = (float[]) block.arrays[3];
    float[] a4 = (float[]) block.arrays[4];
    for (int r = 0; r < block.rows; r++) {
      int o2 = block.offsets[2] + r * block.pitches[2];
      int o3 = r * (to - from + 7 & -8) - from;
      int o4 = r * (to - from + 7 & -8) - from;
      for (int i = from; i < to; i += 8) {
        FloatVector v11 = FloatVector.fromArray(FLOATS, a3, o3 + i);
        FloatVector v22 = FloatVector.fromArray(FLOATS, a4, o4 + i);
        IntVector v23 = (IntVector) v22.convertShape(VectorOperators.REINTERPRET_F2I, INTS, 0);
        IntVector v25 = v23.and(v24);
        FloatVector v26 = (FloatVector) v25.convertShape(VectorOperators.REINTERPRET_I2F, FLOATS, 0);
        FloatVector v29 = v26.fma(v27, v28);
        FloatVector v31 = v29.fma(v26, v30);
        FloatVector v33 = v31.fma(v26, v32);
        FloatVector v35 = v33.fma(v26, v34);
        FloatVector v37 = v35.fma(v26, v36);
        FloatVector v39 = v37.fma(v26, v38);
        IntVector v40 = (IntVector) v11.convertShape(VectorOperators.REINTERPRET_F2I, INTS, 0);
        IntVector v42 = v40.lanewise(VectorOperators.LSHL, 23);
        FloatVector v43 = (FloatVector) v42.convertShape(VectorOperators.REINTERPRET_I2F, FLOATS, 0);
        FloatVector v44 = v39.mul(v43);
        v44.intoArray(a2, o2 + i);
      }
    }
  }

  private static void phase2(Block block, int from, int to) {
    float s38 = Float.intBitsToFloat(0x3f800000);
    float[] a1 = (float[]) block.arrays[1];
    float[] a2 = (float[]) block.arrays[2];
    for (int r = 0; r < block.rows; r++) {
      float s45 = (float) block.reductions[r * 3 + 1];
      float s46 = s38 / s45;
      float s47 = -s46;
      float s48 = (float) block.reductions[r * 3 + 2];
      float s49 = Math.fma(s47, s45, s38);
      float s50 = Math.fma(s47, s48, s49);
      float s51 = s50 * s46;
      FloatVector v46 = FloatVector.broadcast(FLOATS, s46);
      FloatVector v51 = FloatVector.broadcast(FLOATS, s51);
      int o1 = block.offsets[1] + r * block.pitches[1];
      int o2 = block.offsets[2] + r * block.pitches[2];
      for (int i = from; i < to; i += 8) {
        FloatVector v44 = FloatVector.fromArray(FLOATS, a2, o2 + i);
        FloatVector v52 = v44.mul(v51);
        FloatVector v53 = v44.fma(v46, v52);
        v53.intoArray(a1, o1 + i);
      }
    }
  }

  public void sum(Object numbers, int offset, int pitch, int count, int rows, Object partials) {
    float[] a = (float[]) numbers;
    float[] p = (float[]) partials;
    for (int r = 0; r < rows; r++) {
      int to = 128 * r;
      for (int at = 0; at < 64; at += 8) {
        int first = offset + r * pitch + at;
        FloatVector x0 = FloatVector.fromArray(FLOATS, a, first);
        FloatVector s0 = x0.add(0f);
        FloatVector c0 = s0.sub(s0);
        FloatVector x1 = FloatVector.fromArray(FLOATS, a, first + 64);
        FloatVector s1 = x1.add(0f);
        FloatVector c1 = s1.sub(s1);
        for (int i = first + 128; i < first + count; i += 128) {
          FloatVector y0 = FloatVector.fromArray(FLOATS, a, i);
          FloatVector t0 = s0.add(y0);
          FloatVector b0 = t0.sub(s0);
          FloatVector f0 = t0.sub(b0);
          FloatVector g0 = s0.sub(f0);
          FloatVector h0 = y0.sub(b0);
          FloatVector e0 = g0.add(h0);
          s0 = t0;
          c0 = c0.add(e0);
          FloatVector y1 = FloatVector.fromArray(FLOATS, a, i + 64);
          FloatVector t1 = s1.add(y1);
          FloatVector b1 = t1.sub(s1);
          FloatVector f1 = t1.sub(b1);
          FloatVector g1 = s1.sub(f1);
          FloatVector h1 = y1.sub(b1);
          FloatVector e1 = g1.add(h1);
          s1 = t1;
          c1 = c1.add(e1);
        }
        FloatVector t = s0.add(s1);
        FloatVector b = t.sub(s0);
        FloatVector f = t.sub(b);
        FloatVector g = s0.sub(f);
        FloatVector h = s1.sub(b);
        FloatVector e = g.add(h);
        FloatVector k = c0.add(c1);
        s0 = t;
        c0 = k.add(e);
        s0.intoArray(p, to + at);
        c0.intoArray(p, to + at + 64);
      }
    }
  }

  public void fold(Object partials, int rows, int width) {
    float[] p = (float[]) partials;
    int half = width / 2;
    for (; half >= 16; half /= 4) {
      quarter(p, rows, half);
    }
    if (half == 8) {
      halve(p, rows, half);
    }
    meet4(p, rows);
    meet2(p, (rows + 1) / 2);
    meet1(p, (rows + 3) / 4);
  }

  private static void quarter(float[] p, int rows, int half) {
    int quarter = half / 2;
    for (int r = 0; r < rows; r++) {
      int to = 128 * r;
      for (int i = to; i < to + quarter; i += 8) {
        FloatVector s0 = FloatVector.fromArray(FLOATS, p, i);
        FloatVector c0 = FloatVector.fromArray(FLOATS, p, i + 64);
        FloatVector s1 = FloatVector.fromArray(FLOATS, p, i + quarter);
        FloatVector c1 = FloatVector.fromArray(FLOATS, p, i + quarter + 64);
        FloatVector s2 = FloatVector.fromArray(FLOATS, p, i + half);
        FloatVector c2 = FloatVector.fromArray(FLOATS, p, i + half + 64);
        FloatVector s3 = FloatVector.fromArray(FLOATS, p, i + half + quarter);
        FloatVector c3 = FloatVector.fromArray(FLOATS, p, i + half + quarter + 64);
        FloatVector t02 = s0.add(s2);
        FloatVector b02 = t02.sub(s0);
        FloatVector f02 = t02.sub(b02);
        FloatVector g02 = s0.sub(f02);
        FloatVector h02 = s2.sub(b02);
        FloatVector e02 = g02.add(h02);
        FloatVector k02 = c0.add(c2);
        s0 = t02;
        c0 = k02.add(e02);
        FloatVector t13 = s1.add(s3);
        FloatVector b13 = t13.sub(s1);
        FloatVector f13 = t13.sub(b13);
        FloatVector g13 = s1.sub(f13);
        FloatVector h13 = s3.sub(b13);
        FloatVector e13 = g13.add(h13);
        FloatVector k13 = c1.add(c3);
        s1 = t13;
        c1 = k13.add(e13);
        FloatVector t01 = s0.add(s1);
        FloatVector b01 = t01.sub(s0);
        FloatVector f01 = t01.sub(b01);
        FloatVector g01 = s0.sub(f01);
        FloatVector h01 = s1.sub(b01);
        FloatVector e01 = g01.add(h01);
        FloatVector k01 = c0.add(c1);
        s0 = t01;
        c0 = k01.add(e01);
        s0.intoArray(p, i);
        c0.intoArray(p, i + 64);
      }
    }
  }

  private static void halve(float[] p, int rows, int half) {
    for (int r = 0; r < rows; r++) {
      int to = 128 * r;
      for (int i = to; i < to + half; i += 8) {
        FloatVector s0 = FloatVector.fromArray(FLOATS, p, i);
        FloatVector c0 = FloatVector.fromArray(FLOATS, p, i + 64);
        FloatVector s1 = FloatVector.fromArray(FLOATS, p, i + half);
        FloatVector c1 = FloatVector.fromArray(FLOATS, p, i + half + 64);
        FloatVector t01 = s0.add(s1);
        FloatVector b01 = t01.sub(s0);
        FloatVector f01 = t01.sub(b01);
        FloatVector g01 = s0.sub(f01);
        FloatVector h01 = s1.sub(b01);
        FloatVector e01 = g01.add(h01);
        FloatVector k01 = c0.add(c1);
        s0 = t01;
        c0 = k01.add(e01);
        s0.intoArray(p, i);
        c0.intoArray(p, i + 64);
      }
    }
  }

  private static void meet4(float[] p, int vectors) {
    for (int v = 0; v < vectors; v += 2) {
      int first = 128 * v;
      int second = v + 1 < vectors ? first + 128 : first;
      FloatVector s0 = FloatVector.fromArray(FLOATS, p, first);
      FloatVector c0 = FloatVector.fromArray(FLOATS, p, first + 64);
      FloatVector s1 = FloatVector.fromArray(FLOATS, p, second);
      FloatVector c1 = FloatVector.fromArray(FLOATS, p, second + 64);
      FloatVector s2 = s0.rearrange(LOW4).blend(s1.rearrange(LOW4), UPPER);
      FloatVector s3 = s0.rearrange(HIGH4).blend(s1.rearrange(HIGH4), UPPER);
      FloatVector c2 = c0.rearrange(LOW4).blend(c1.rearrange(LOW4), UPPER);
      FloatVector c3 = c0.rearrange(HIGH4).blend(c1.rearrange(HIGH4), UPPER);
      FloatVector t = s2.add(s3);
      FloatVector b = t.sub(s2);
      FloatVector f = t.sub(b);
      FloatVector g = s2.sub(f);
      FloatVector h = s3.sub(b);
      FloatVector e = g.add(h);
      FloatVector k = c2.add(c3);
      s2 = t;
      c2 = k.add(e);
      s2.intoArray(p, first / 2);
      c2.intoArray(p, first / 2 + 64);
    }
  }

  private static void meet2(float[] p, int vectors) {
    for (int v = 0; v < vectors; v += 2) {
      int first = 128 * v;
      int second = v + 1 < vectors ? first + 128 : first;
      FloatVector s0 = FloatVector.fromArray(FLOATS, p, first);
      FloatVector c0 = FloatVector.fromArray(FLOATS, p, first + 64);
      FloatVector s1 = FloatVector.fromArray(FLOATS, p, second);
      FloatVector c1 = FloatVector.fromArray(FLOATS, p, second + 64);
      FloatVector s2 = s0.rearrange(LOW2).blend(s1.rearrange(LOW2), UPPER);
      FloatVector s3 = s0.rearrange(HIGH2).blend(s1.rearrange(HIGH2), UPPER);
      FloatVector c2 = c0.rearrange(LOW2).blend(c1.rearrange(LOW2), UPPER);
      FloatVector c3 = c0.rearrange(HIGH2).blend(c1.rearrange(HIGH2), UPPER);
      FloatVector t = s2.add(s3);
      FloatVector b = t.sub(s2);
      FloatVector f = t.sub(b);
      FloatVector g = s2.sub(f);
      FloatVector h = s3.sub(b);
      FloatVector e = g.add(h);
      FloatVector k = c2.add(c3);
      s2 = t;
      c2 = k.add(e);
      s2.intoArray(p, first / 2);
      c2.intoArray(p, first / 2 + 64);
    }
  }

  private static void meet1(float[] p, int vectors) {
    for (int v = 0; v < vectors; v += 2) {
      int first = 128 * v;
      int second = v + 1 < vectors ? first + 128 : first;
      FloatVector s0 = FloatVector.fromArray(FLOATS, p, first);
      FloatVector c0 = FloatVector.fromArray(FLOATS, p, first + 64);
      FloatVector s1 = FloatVector.fromArray(FLOATS, p, second);
      FloatVector c1 = FloatVector.fromArray(FLOATS, p, second + 64);
      FloatVector s2 = s0.rearrange(LOW1).blend(s1.rearrange(LOW1), UPPER);
      FloatVector s3 = s0.rearrange(HIGH1).blend(s1.rearrange(HIGH1), UPPER);
      FloatVector c2 = c0.rearrange(LOW1).blend(c1.rearrange(LOW1), UPPER);
      FloatVector c3 = c0.rearrange(HIGH1).blend(c1.rearrange(HIGH1), UPPER);
      FloatVector t = s2.add(s3);
      FloatVector b = t.sub(s2);
      FloatVector f = t.sub(b);
      FloatVector g = s2.sub(f);
      FloatVector h = s3.sub(b);
      FloatVector e = g.add(h);
      FloatVector k = c2.add(c3);
      s2 = t;
      c2 = k.add(e);
      s2.intoArray(p, first / 2);
      c2.intoArray(p, first / 2 + 64);
    }
  }
}
