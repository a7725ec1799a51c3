// softmax
package io.hillock.cpu.rendered;

import io.hillock.cpu.generated.Block;
import io.hillock.cpu.generated.RenderedKernel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

public final class Kernel implements RenderedKernel {
  private static final VectorSpecies FLOATS = FloatVector.SPECIES_256;
  private static final VectorSpecies INTS = IntVector.SPECIES_256;

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
      block.reductions[r * 2 + 0] = Math.max(block.reductions[r * 2 + 0], m0.reduceLanes(VectorOperators.MAX));
    }
  }

  private static void phase1stage0(Block block, int from, int to) {
    float s3 = Float.intBitsToFloat(0xc3020000);
    float s6 = Float.intBitsToFloat(0x3fb8aa3b);
    float s7 = Float.intBitsToFloat(0x4b4000bf);
    float s10 = Float.intBitsToFloat(0xbf317218);
    float s12 = Float.intBitsToFloat(0x3102e308);
    float s13 = Float.intBitsToFloat(0x0);
    FloatVector v3 = FloatVector.broadcast(FLOATS, s3);
    FloatVector v6 = FloatVector.broadcast(FLOATS, s6);
    FloatVector v7 = FloatVector.broadcast(FLOATS, s7);
    FloatVector v10 = FloatVector.broadcast(FLOATS, s10);
    FloatVector v12 = FloatVector.broadcast(FLOATS, s12);
    FloatVector v13 = FloatVector.broadcast(FLOATS, s13);
    float t0 = 0;
    float[] a0 = (float[]) block.arrays[0];
    float[] a5 = (float[]) block.arrays[5];
    float[] a6 = (float[]) block.arrays[6];
    for (int r = 0; r < block.rows; r++) {
      float s1 = (float) block.reductions[r * 2 + 0];
      FloatVector v1 = FloatVector.broadcast(FLOATS, s1);
      int o0 = block.offsets[0] + r * block.pitches[0];
      int n0 = o0 + block.ahead[0];
      int o5 = r * (to - from + 7 & -8) - from;
      int o6 = r * (to - from + 7 & -8) - from;
      for (int i = from; i < to; i += 8) {
        t0 += a0[n0 + i];
        FloatVector v0 = FloatVector.fromArray(FLOATS, a0, o0 + i);
        FloatVector v2 = v0.sub(v1);
        VectorMask v4 = v2.compare(VectorOperators.LT, v3);
        FloatVector v5 = v2.blend(v3, v4);
        v5.intoArray(a5, o5 + i);
        FloatVector v8 = v5.fma(v6, v7);
        FloatVector v9 = v8.sub(v7);
        FloatVector v11 = v9.fma(v10, v5);
        FloatVector v14 = v0.sub(v2);
        FloatVector v15 = v2.add(v14);
        FloatVector v16 = v0.sub(v15);
        FloatVector v17 = v14.sub(v1);
        FloatVector v18 = v16.add(v17);
        FloatVector v19 = v18.blend(v13, v4);
        FloatVector v20 = v9.fma(v12, v19);
        v20.intoArray(a6, o6 + i);
      }
    }
    block.touched = t0;
  }

  private static void phase1stage1(Block block, int from, int to) {
    float s6 = Float.intBitsToFloat(0x3fb8aa3b);
    float s7 = Float.intBitsToFloat(0x4b4000bf);
    float s10 = Float.intBitsToFloat(0xbf317218);
    float s22 = Float.intBitsToFloat(0x3f000000);
    float s25 = Float.intBitsToFloat(0x3f800000);
    float s38 = Float.intBitsToFloat(0x394d2c48);
    float s39 = Float.intBitsToFloat(0x3ab6a65c);
    float s41 = Float.intBitsToFloat(0x3c088ae8);
    float s43 = Float.intBitsToFloat(0x3d2aaa74);
    float s45 = Float.intBitsToFloat(0x3e2aaaa9);
    float s55 = Float.intBitsToFloat(0x1f800000);
    FloatVector v6 = FloatVector.broadcast(FLOATS, s6);
    FloatVector v7 = FloatVector.broadcast(FLOATS, s7);
    FloatVector v10 = FloatVector.broadcast(FLOATS, s10);
    FloatVector v22 = FloatVector.broadcast(FLOATS, s22);
    FloatVector v25 = FloatVector.broadcast(FLOATS, s25);
    FloatVector v38 = FloatVector.broadcast(FLOATS, s38);
    FloatVector v39 = FloatVector.broadcast(FLOATS, s39);
    FloatVector v41 = FloatVector.broadcast(FLOATS, s41);
    FloatVector v43 = FloatVector.broadcast(FLOATS, s43);
    FloatVector v45 = FloatVector.broadcast(FLOATS, s45);
    FloatVector v55 = FloatVector.broadcast(FLOATS, s55);
    float[] a2 = (float[]) block.arrays[2];
    float[] a3 = (float[]) block.arrays[3];
    float[] a4 = (float[]) block.arrays[4];
    float[] a5 = (float[]) block.arrays[5];
    float[] a6 = (float[]) block.arrays[6];
    for (int r = 0; r < block.rows; r++) {
      int o2 = block.offsets[2] + r * block.pitches[2];
      int o3 = block.offsets[3] + r * block.pitches[3];
      int o4 = block.offsets[4] + r * block.pitches[4];
      int o5 = r * (to - from + 7 & -8) - from;
      int o6 = r * (to - from + 7 & -8) - from;
      for (int i = from; i < to; i += 8) {
        FloatVector v5 = FloatVector.fromArray(FLOATS, a5, o5 + i);
        FloatVector v8 = v5.fma(v6, v7);
        FloatVector v9 = v8.sub(v7);
        FloatVector v11 = v9.fma(v10, v5);
        FloatVector v20 = FloatVector.fromArray(FLOATS, a6, o6 + i);
        FloatVector v21 = v11.add(v20);
        FloatVector v23 = v21.mul(v22);
        FloatVector v24 = v23.fma(v21, v21);
        FloatVector v26 = v24.add(v25);
        IntVector v27 = (IntVector) v8.convertShape(VectorOperators.REINTERPRET_F2I, INTS, 0);
        IntVector v29 = v27.lanewise(VectorOperators.LSHL, 23);
        FloatVector v30 = (FloatVector) v29.convertShape(VectorOperators.REINTERPRET_I2F, FLOATS, 0);
        FloatVector v31 = v26.mul(v30);
        v31.intoArray(a3, o3 + i);
        FloatVector v32 = v26.sub(v25);
        FloatVector v33 = v24.sub(v32);
        FloatVector v34 = v21.sub(v11);
        FloatVector v35 = v20.sub(v34);
        FloatVector v36 = v21.mul(v21);
        FloatVector v37 = v36.mul(v21);
        FloatVector v40 = v21.fma(v38, v39);
        FloatVector v42 = v40.fma(v21, v41);
        FloatVector v44 = v42.fma(v21, v43);
        FloatVector v46 = v44.fma(v21, v45);
        FloatVector v47 = v21.sub(v24);
        FloatVector v48 = v23.fma(v21, v47);
        FloatVector v49 = v37.fma(v46, v48);
        FloatVector v50 = v35.fma(v24, v49);
        FloatVector v51 = v50.add(v35);
        FloatVector v52 = v33.add(v51);
        FloatVector v53 = v52.mul(v30);
        v53.intoArray(a2, o2 + i);
        FloatVector v54 = v31.add(v53);
        FloatVector v56 = v54.mul(v55);
        v56.intoArray(a4, o4 + i);
      }
    }
  }

  private static void phase2(Block block, int from, int to) {
    float s25 = Float.intBitsToFloat(0x3f800000);
    float s55 = Float.intBitsToFloat(0x1f800000);
    FloatVector v55 = FloatVector.broadcast(FLOATS, s55);
    float[] a1 = (float[]) block.arrays[1];
    float[] a2 = (float[]) block.arrays[2];
    float[] a3 = (float[]) block.arrays[3];
    for (int r = 0; r < block.rows; r++) {
      float s57 = (float) block.reductions[r * 2 + 1];
      float s58 = s25 / s57;
      float s59 = -s58;
      float s60 = Math.fma(s59, s57, s25);
      float s61 = s60 * s58;
      FloatVector v58 = FloatVector.broadcast(FLOATS, s58);
      FloatVector v61 = FloatVector.broadcast(FLOATS, s61);
      int o1 = block.offsets[1] + r * block.pitches[1];
      int o2 = block.offsets[2] + r * block.pitches[2];
      int o3 = block.offsets[3] + r * block.pitches[3];
      for (int i = from; i < to; i += 8) {
        FloatVector v31 = FloatVector.fromArray(FLOATS, a3, o3 + i);
        FloatVector v53 = FloatVector.fromArray(FLOATS, a2, o2 + i);
        FloatVector v62 = v53.mul(v58);
        FloatVector v63 = v31.fma(v61, v62);
        FloatVector v64 = v31.fma(v58, v63);
        FloatVector v65 = v64.mul(v55);
        v65.intoArray(a1, o1 + i);
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
    for (int half = width / 2; half >= 1; half /= 2) {
      halve((float[]) partials, rows, half);
    }
  }

  private static void halve(float[] p, int rows, int half) {
    for (int r = 0; r < rows; r++) {
      int to = 128 * r;
      for (int i = to; i < to + half; i += 8) {
        FloatVector s = FloatVector.fromArray(FLOATS, p, i);
        FloatVector c = FloatVector.fromArray(FLOATS, p, i + 64);
        FloatVector x = FloatVector.fromArray(FLOATS, p, i + half);
        FloatVector y = FloatVector.fromArray(FLOATS, p, i + half + 64);
        FloatVector t = s.add(x);
        FloatVector b = t.sub(s);
        FloatVector f = t.sub(b);
        FloatVector g = s.sub(f);
        FloatVector h = x.sub(b);
        FloatVector e = g.add(h);
        FloatVector k = c.add(y);
        s = t;
        c = k.add(e);
        s.intoArray(p, i);
        c.intoArray(p, i + 64);
      }
    }
  }
}
