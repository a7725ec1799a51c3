// softmax
package io.hillock.cpu.rendered;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

public final class Kernel implements io.hillock.cpu.generated.RenderedKernel {
  private static final VectorSpecies FLOATS = FloatVector.SPECIES_256;
  private static final VectorSpecies INTS = IntVector.SPECIES_256;

  public int lanes() {
    return 8;
  }

  public void run(int phase, Object[] arrays, int[] offsets, double[] parameters, double[] row, Object accumulators, long first, long step, long position, int count) {
    switch (phase) {
      case 0:
        phase0(arrays, offsets, parameters, row, accumulators, first, step, position, count);
        break;
      case 1:
        phase1(arrays, offsets, parameters, row, accumulators, first, step, position, count);
        break;
      case 2:
        phase2(arrays, offsets, parameters, row, accumulators, first, step, position, count);
        break;
      default:
        throw new IllegalArgumentException("no phase " + phase);
    }
  }

  public void fold(Object accumulators, int offset) {
    float[] partials = (float[]) accumulators;
    FloatVector s0 = FloatVector.fromArray(FLOATS, partials, offset);
    FloatVector c0 = FloatVector.fromArray(FLOATS, partials, offset + 128);
    FloatVector s1 = FloatVector.fromArray(FLOATS, partials, offset + 8);
    FloatVector c1 = FloatVector.fromArray(FLOATS, partials, offset + 136);
    FloatVector s2 = FloatVector.fromArray(FLOATS, partials, offset + 16);
    FloatVector c2 = FloatVector.fromArray(FLOATS, partials, offset + 144);
    FloatVector s3 = FloatVector.fromArray(FLOATS, partials, offset + 24);
    FloatVector c3 = FloatVector.fromArray(FLOATS, partials, offset + 152);
    FloatVector s4 = FloatVector.fromArray(FLOATS, partials, offset + 32);
    FloatVector c4 = FloatVector.fromArray(FLOATS, partials, offset + 160);
    FloatVector s5 = FloatVector.fromArray(FLOATS, partials, offset + 40);
    FloatVector c5 = FloatVector.fromArray(FLOATS, partials, offset + 168);
    FloatVector s6 = FloatVector.fromArray(FLOATS, partials, offset + 48);
    FloatVector c6 = FloatVector.fromArray(FLOATS, partials, offset + 176);
    FloatVector s7 = FloatVector.fromArray(FLOATS, partials, offset + 56);
    FloatVector c7 = FloatVector.fromArray(FLOATS, partials, offset + 184);
    FloatVector s8 = FloatVector.fromArray(FLOATS, partials, offset + 64);
    FloatVector c8 = FloatVector.fromArray(FLOATS, partials, offset + 192);
    FloatVector s9 = FloatVector.fromArray(FLOATS, partials, offset + 72);
    FloatVector c9 = FloatVector.fromArray(FLOATS, partials, offset + 200);
    FloatVector s10 = FloatVector.fromArray(FLOATS, partials, offset + 80);
    FloatVector c10 = FloatVector.fromArray(FLOATS, partials, offset + 208);
    FloatVector s11 = FloatVector.fromArray(FLOATS, partials, offset + 88);
    FloatVector c11 = FloatVector.fromArray(FLOATS, partials, offset + 216);
    FloatVector s12 = FloatVector.fromArray(FLOATS, partials, offset + 96);
    FloatVector c12 = FloatVector.fromArray(FLOATS, partials, offset + 224);
    FloatVector s13 = FloatVector.fromArray(FLOATS, partials, offset + 104);
    FloatVector c13 = FloatVector.fromArray(FLOATS, partials, offset + 232);
    FloatVector s14 = FloatVector.fromArray(FLOATS, partials, offset + 112);
    FloatVector c14 = FloatVector.fromArray(FLOATS, partials, offset + 240);
    FloatVector s15 = FloatVector.fromArray(FLOATS, partials, offset + 120);
    FloatVector c15 = FloatVector.fromArray(FLOATS, partials, offset + 248);
    FloatVector t128_0 = s0.add(s8);
    FloatVector b128_0 = t128_0.sub(s0);
    FloatVector f128_0 = t128_0.sub(b128_0);
    FloatVector g128_0 = s0.sub(f128_0);
    FloatVector h128_0 = s8.sub(b128_0);
    FloatVector e128_0 = g128_0.add(h128_0);
    FloatVector k128_0 = c0.add(c8);
    FloatVector d128_0 = k128_0.add(e128_0);
    s0 = t128_0;
    c0 = d128_0;
    FloatVector t128_1 = s1.add(s9);
    FloatVector b128_1 = t128_1.sub(s1);
    FloatVector f128_1 = t128_1.sub(b128_1);
    FloatVector g128_1 = s1.sub(f128_1);
    FloatVector h128_1 = s9.sub(b128_1);
    FloatVector e128_1 = g128_1.add(h128_1);
    FloatVector k128_1 = c1.add(c9);
    FloatVector d128_1 = k128_1.add(e128_1);
    s1 = t128_1;
    c1 = d128_1;
    FloatVector t128_2 = s2.add(s10);
    FloatVector b128_2 = t128_2.sub(s2);
    FloatVector f128_2 = t128_2.sub(b128_2);
    FloatVector g128_2 = s2.sub(f128_2);
    FloatVector h128_2 = s10.sub(b128_2);
    FloatVector e128_2 = g128_2.add(h128_2);
    FloatVector k128_2 = c2.add(c10);
    FloatVector d128_2 = k128_2.add(e128_2);
    s2 = t128_2;
    c2 = d128_2;
    FloatVector t128_3 = s3.add(s11);
    FloatVector b128_3 = t128_3.sub(s3);
    FloatVector f128_3 = t128_3.sub(b128_3);
    FloatVector g128_3 = s3.sub(f128_3);
    FloatVector h128_3 = s11.sub(b128_3);
    FloatVector e128_3 = g128_3.add(h128_3);
    FloatVector k128_3 = c3.add(c11);
    FloatVector d128_3 = k128_3.add(e128_3);
    s3 = t128_3;
    c3 = d128_3;
    FloatVector t128_4 = s4.add(s12);
    FloatVector b128_4 = t128_4.sub(s4);
    FloatVector f128_4 = t128_4.sub(b128_4);
    FloatVector g128_4 = s4.sub(f128_4);
    FloatVector h128_4 = s12.sub(b128_4);
    FloatVector e128_4 = g128_4.add(h128_4);
    FloatVector k128_4 = c4.add(c12);
    FloatVector d128_4 = k128_4.add(e128_4);
    s4 = t128_4;
    c4 = d128_4;
    FloatVector t128_5 = s5.add(s13);
    FloatVector b128_5 = t128_5.sub(s5);
    FloatVector f128_5 = t128_5.sub(b128_5);
    FloatVector g128_5 = s5.sub(f128_5);
    FloatVector h128_5 = s13.sub(b128_5);
    FloatVector e128_5 = g128_5.add(h128_5);
    FloatVector k128_5 = c5.add(c13);
    FloatVector d128_5 = k128_5.add(e128_5);
    s5 = t128_5;
    c5 = d128_5;
    FloatVector t128_6 = s6.add(s14);
    FloatVector b128_6 = t128_6.sub(s6);
    FloatVector f128_6 = t128_6.sub(b128_6);
    FloatVector g128_6 = s6.sub(f128_6);
    FloatVector h128_6 = s14.sub(b128_6);
    FloatVector e128_6 = g128_6.add(h128_6);
    FloatVector k128_6 = c6.add(c14);
    FloatVector d128_6 = k128_6.add(e128_6);
    s6 = t128_6;
    c6 = d128_6;
    FloatVector t128_7 = s7.add(s15);
    FloatVector b128_7 = t128_7.sub(s7);
    FloatVector f128_7 = t128_7.sub(b128_7);
    FloatVector g128_7 = s7.sub(f128_7);
    FloatVector h128_7 = s15.sub(b128_7);
    FloatVector e128_7 = g128_7.add(h128_7);
    FloatVector k128_7 = c7.add(c15);
    FloatVector d128_7 = k128_7.add(e128_7);
    s7 = t128_7;
    c7 = d128_7;
    FloatVector t64_0 = s0.add(s4);
    FloatVector b64_0 = t64_0.sub(s0);
    FloatVector f64_0 = t64_0.sub(b64_0);
    FloatVector g64_0 = s0.sub(f64_0);
    FloatVector h64_0 = s4.sub(b64_0);
    FloatVector e64_0 = g64_0.add(h64_0);
    FloatVector k64_0 = c0.add(c4);
    FloatVector d64_0 = k64_0.add(e64_0);
    s0 = t64_0;
    c0 = d64_0;
    FloatVector t64_1 = s1.add(s5);
    FloatVector b64_1 = t64_1.sub(s1);
    FloatVector f64_1 = t64_1.sub(b64_1);
    FloatVector g64_1 = s1.sub(f64_1);
    FloatVector h64_1 = s5.sub(b64_1);
    FloatVector e64_1 = g64_1.add(h64_1);
    FloatVector k64_1 = c1.add(c5);
    FloatVector d64_1 = k64_1.add(e64_1);
    s1 = t64_1;
    c1 = d64_1;
    FloatVector t64_2 = s2.add(s6);
    FloatVector b64_2 = t64_2.sub(s2);
    FloatVector f64_2 = t64_2.sub(b64_2);
    FloatVector g64_2 = s2.sub(f64_2);
    FloatVector h64_2 = s6.sub(b64_2);
    FloatVector e64_2 = g64_2.add(h64_2);
    FloatVector k64_2 = c2.add(c6);
    FloatVector d64_2 = k64_2.add(e64_2);
    s2 = t64_2;
    c2 = d64_2;
    FloatVector t64_3 = s3.add(s7);
    FloatVector b64_3 = t64_3.sub(s3);
    FloatVector f64_3 = t64_3.sub(b64_3);
    FloatVector g64_3 = s3.sub(f64_3);
    FloatVector h64_3 = s7.sub(b64_3);
    FloatVector e64_3 = g64_3.add(h64_3);
    FloatVector k64_3 = c3.add(c7);
    FloatVector d64_3 = k64_3.add(e64_3);
    s3 = t64_3;
    c3 = d64_3;
    FloatVector t32_0 = s0.add(s2);
    FloatVector b32_0 = t32_0.sub(s0);
    FloatVector f32_0 = t32_0.sub(b32_0);
    FloatVector g32_0 = s0.sub(f32_0);
    FloatVector h32_0 = s2.sub(b32_0);
    FloatVector e32_0 = g32_0.add(h32_0);
    FloatVector k32_0 = c0.add(c2);
    FloatVector d32_0 = k32_0.add(e32_0);
    s0 = t32_0;
    c0 = d32_0;
    FloatVector t32_1 = s1.add(s3);
    FloatVector b32_1 = t32_1.sub(s1);
    FloatVector f32_1 = t32_1.sub(b32_1);
    FloatVector g32_1 = s1.sub(f32_1);
    FloatVector h32_1 = s3.sub(b32_1);
    FloatVector e32_1 = g32_1.add(h32_1);
    FloatVector k32_1 = c1.add(c3);
    FloatVector d32_1 = k32_1.add(e32_1);
    s1 = t32_1;
    c1 = d32_1;
    FloatVector t16_0 = s0.add(s1);
    FloatVector b16_0 = t16_0.sub(s0);
    FloatVector f16_0 = t16_0.sub(b16_0);
    FloatVector g16_0 = s0.sub(f16_0);
    FloatVector h16_0 = s1.sub(b16_0);
    FloatVector e16_0 = g16_0.add(h16_0);
    FloatVector k16_0 = c0.add(c1);
    FloatVector d16_0 = k16_0.add(e16_0);
    s0 = t16_0;
    c0 = d16_0;
    s0.intoArray(partials, offset);
    c0.intoArray(partials, offset + 128);
    io.hillock.kernels.Reduction.fold(partials, offset, 8);
  }

  private static void phase0(Object[] arrays, int[] offsets, double[] parameters, double[] row, Object accumulators, long first, long step, long position, int count) {
    float[] a0 = (float[]) arrays[0];
    int o0 = offsets[0];
    float[] partials = (float[]) accumulators;
    FloatVector m0 = FloatVector.fromArray(FLOATS, partials, 0);
    for (int i = 0; i < count; i += 8) {
      FloatVector v0 = FloatVector.fromArray(FLOATS, a0, o0 + i);
      m0 = m0.max(v0);
    }
    m0.intoArray(partials, 0);
  }

  private static void phase1(Object[] arrays, int[] offsets, double[] parameters, double[] row, Object accumulators, long first, long step, long position, int count) {
    float s1 = (float) row[0];
    float s3 = Float.intBitsToFloat(0xc3020000);
    float s6 = Float.intBitsToFloat(0x3fb8aa3b);
    float s7 = Float.intBitsToFloat(0x4b4000bf);
    float s10 = Float.intBitsToFloat(0xbf317218);
    float s12 = Float.intBitsToFloat(0x3102e308);
    float s13 = Float.intBitsToFloat(0x0);
    float s22 = Float.intBitsToFloat(0x3f000000);
    float s25 = Float.intBitsToFloat(0x3f800000);
    float s38 = Float.intBitsToFloat(0x394d2c48);
    float s39 = Float.intBitsToFloat(0x3ab6a65c);
    float s41 = Float.intBitsToFloat(0x3c088ae8);
    float s43 = Float.intBitsToFloat(0x3d2aaa74);
    float s45 = Float.intBitsToFloat(0x3e2aaaa9);
    float s55 = Float.intBitsToFloat(0x1f800000);
    FloatVector v1 = FloatVector.broadcast(FLOATS, s1);
    FloatVector v3 = FloatVector.broadcast(FLOATS, s3);
    FloatVector v6 = FloatVector.broadcast(FLOATS, s6);
    FloatVector v7 = FloatVector.broadcast(FLOATS, s7);
    FloatVector v10 = FloatVector.broadcast(FLOATS, s10);
    FloatVector v12 = FloatVector.broadcast(FLOATS, s12);
    FloatVector v13 = FloatVector.broadcast(FLOATS, s13);
    FloatVector v22 = FloatVector.broadcast(FLOATS, s22);
    FloatVector v25 = FloatVector.broadcast(FLOATS, s25);
    FloatVector v38 = FloatVector.broadcast(FLOATS, s38);
    FloatVector v39 = FloatVector.broadcast(FLOATS, s39);
    FloatVector v41 = FloatVector.broadcast(FLOATS, s41);
    FloatVector v43 = FloatVector.broadcast(FLOATS, s43);
    FloatVector v45 = FloatVector.broadcast(FLOATS, s45);
    FloatVector v55 = FloatVector.broadcast(FLOATS, s55);
    float[] a0 = (float[]) arrays[0];
    int o0 = offsets[0];
    float[] a2 = (float[]) arrays[2];
    int o2 = offsets[2];
    float[] a3 = (float[]) arrays[3];
    int o3 = offsets[3];
    float[] partials = (float[]) accumulators;
    for (int i = 0; i < count; i += 8) {
      FloatVector v0 = FloatVector.fromArray(FLOATS, a0, o0 + i);
      FloatVector v2 = v0.sub(v1);
      VectorMask v4 = v2.compare(VectorOperators.LT, v3);
      FloatVector v5 = v2.blend(v3, v4);
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
      FloatVector sum0 = FloatVector.fromArray(FLOATS, partials, 0 + (i & 127));
      FloatVector lost0 = FloatVector.fromArray(FLOATS, partials, 0 + (i & 127) + 128);
      FloatVector t0 = sum0.add(v56);
      FloatVector b0 = t0.sub(sum0);
      FloatVector f0 = t0.sub(b0);
      FloatVector g0 = sum0.sub(f0);
      FloatVector h0 = v56.sub(b0);
      FloatVector e0 = g0.add(h0);
      FloatVector d0 = lost0.add(e0);
      t0.intoArray(partials, 0 + (i & 127));
      d0.intoArray(partials, 0 + (i & 127) + 128);
    }
  }

  private static void phase2(Object[] arrays, int[] offsets, double[] parameters, double[] row, Object accumulators, long first, long step, long position, int count) {
    float s25 = Float.intBitsToFloat(0x3f800000);
    float s55 = Float.intBitsToFloat(0x1f800000);
    float s57 = (float) row[1];
    float s58 = s25 / s57;
    float s59 = -s58;
    float s60 = Math.fma(s59, s57, s25);
    float s61 = s60 * s58;
    FloatVector v55 = FloatVector.broadcast(FLOATS, s55);
    FloatVector v58 = FloatVector.broadcast(FLOATS, s58);
    FloatVector v61 = FloatVector.broadcast(FLOATS, s61);
    float[] a1 = (float[]) arrays[1];
    int o1 = offsets[1];
    float[] a2 = (float[]) arrays[2];
    int o2 = offsets[2];
    float[] a3 = (float[]) arrays[3];
    int o3 = offsets[3];
    for (int i = 0; i < count; i += 8) {
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
