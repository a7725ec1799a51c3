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

  public void run(int phase, float[][] arrays, int[] offsets, float[] parameters, float[] row, float[] partials, int count) {
    switch (phase) {
      case 0:
        phase0(arrays, offsets, parameters, row, partials, count);
        break;
      case 1:
        phase1(arrays, offsets, parameters, row, partials, count);
        break;
      case 2:
        phase2(arrays, offsets, parameters, row, partials, count);
        break;
      default:
        throw new IllegalArgumentException("no phase " + phase);
    }
  }

  public float fold(float[] partials, int offset) {
    FloatVector v0 = FloatVector.fromArray(FLOATS, partials, offset);
    FloatVector v1 = FloatVector.fromArray(FLOATS, partials, offset + 8);
    FloatVector v2 = FloatVector.fromArray(FLOATS, partials, offset + 16);
    FloatVector v3 = FloatVector.fromArray(FLOATS, partials, offset + 24);
    FloatVector v4 = FloatVector.fromArray(FLOATS, partials, offset + 32);
    FloatVector v5 = FloatVector.fromArray(FLOATS, partials, offset + 40);
    FloatVector v6 = FloatVector.fromArray(FLOATS, partials, offset + 48);
    FloatVector v7 = FloatVector.fromArray(FLOATS, partials, offset + 56);
    FloatVector v8 = FloatVector.fromArray(FLOATS, partials, offset + 64);
    FloatVector v9 = FloatVector.fromArray(FLOATS, partials, offset + 72);
    FloatVector v10 = FloatVector.fromArray(FLOATS, partials, offset + 80);
    FloatVector v11 = FloatVector.fromArray(FLOATS, partials, offset + 88);
    FloatVector v12 = FloatVector.fromArray(FLOATS, partials, offset + 96);
    FloatVector v13 = FloatVector.fromArray(FLOATS, partials, offset + 104);
    FloatVector v14 = FloatVector.fromArray(FLOATS, partials, offset + 112);
    FloatVector v15 = FloatVector.fromArray(FLOATS, partials, offset + 120);
    v0 = v0.add(v8);
    v1 = v1.add(v9);
    v2 = v2.add(v10);
    v3 = v3.add(v11);
    v4 = v4.add(v12);
    v5 = v5.add(v13);
    v6 = v6.add(v14);
    v7 = v7.add(v15);
    v0 = v0.add(v4);
    v1 = v1.add(v5);
    v2 = v2.add(v6);
    v3 = v3.add(v7);
    v0 = v0.add(v2);
    v1 = v1.add(v3);
    v0 = v0.add(v1);
    v0.intoArray(partials, offset);
    for (int half = 4; half >= 1; half /= 2) {
      for (int i = offset; i < offset + half; i++) {
        partials[i] += partials[i + half];
      }
    }
    return partials[offset];
  }

  private static void phase0(float[][] arrays, int[] offsets, float[] parameters, float[] row, float[] partials, int count) {
    float[] a0 = arrays[0];
    int o0 = offsets[0];
    FloatVector m0 = FloatVector.fromArray(FLOATS, partials, 0);
    for (int i = 0; i < count; i += 8) {
      FloatVector v0 = FloatVector.fromArray(FLOATS, a0, o0 + i);
      m0 = m0.max(v0);
    }
    m0.intoArray(partials, 0);
  }

  private static void phase1(float[][] arrays, int[] offsets, float[] parameters, float[] row, float[] partials, int count) {
    float s1 = row[0];
    float s3 = Float.intBitsToFloat(0xc2d00000);
    float s5 = Float.intBitsToFloat(0x0);
    float s6 = Float.intBitsToFloat(0x42b20000);
    float s8 = Float.intBitsToFloat(0x7f800000);
    float s9 = Float.intBitsToFloat(0x3fb8aa3b);
    float s10 = Float.intBitsToFloat(0x4b4000fe);
    float s13 = Float.intBitsToFloat(0xbf317218);
    float s15 = Float.intBitsToFloat(0x3102e308);
    float s23 = Float.intBitsToFloat(0x3ab43520);
    float s24 = Float.intBitsToFloat(0x3c091e7b);
    float s26 = Float.intBitsToFloat(0x3d2aadc1);
    float s28 = Float.intBitsToFloat(0x3e2aaa46);
    float s30 = Float.intBitsToFloat(0x3efffffc);
    float s32 = Float.intBitsToFloat(0x3f800000);
    FloatVector v1 = FloatVector.broadcast(FLOATS, s1);
    FloatVector v3 = FloatVector.broadcast(FLOATS, s3);
    FloatVector v5 = FloatVector.broadcast(FLOATS, s5);
    FloatVector v6 = FloatVector.broadcast(FLOATS, s6);
    FloatVector v8 = FloatVector.broadcast(FLOATS, s8);
    FloatVector v9 = FloatVector.broadcast(FLOATS, s9);
    FloatVector v10 = FloatVector.broadcast(FLOATS, s10);
    FloatVector v13 = FloatVector.broadcast(FLOATS, s13);
    FloatVector v15 = FloatVector.broadcast(FLOATS, s15);
    FloatVector v23 = FloatVector.broadcast(FLOATS, s23);
    FloatVector v24 = FloatVector.broadcast(FLOATS, s24);
    FloatVector v26 = FloatVector.broadcast(FLOATS, s26);
    FloatVector v28 = FloatVector.broadcast(FLOATS, s28);
    FloatVector v30 = FloatVector.broadcast(FLOATS, s30);
    FloatVector v32 = FloatVector.broadcast(FLOATS, s32);
    float[] a0 = arrays[0];
    int o0 = offsets[0];
    float[] a2 = arrays[2];
    int o2 = offsets[2];
    for (int i = 0; i < count; i += 8) {
      FloatVector v0 = FloatVector.fromArray(FLOATS, a0, o0 + i);
      FloatVector v2 = v0.sub(v1);
      VectorMask v4 = v2.compare(VectorOperators.LT, v3);
      VectorMask v7 = v6.compare(VectorOperators.LT, v2);
      FloatVector v11 = v2.fma(v9, v10);
      FloatVector v12 = v11.sub(v10);
      FloatVector v14 = v12.fma(v13, v2);
      FloatVector v16 = v0.sub(v2);
      FloatVector v17 = v2.add(v16);
      FloatVector v18 = v0.sub(v17);
      FloatVector v19 = v16.sub(v1);
      FloatVector v20 = v18.add(v19);
      FloatVector v21 = v12.fma(v15, v20);
      FloatVector v22 = v14.add(v21);
      FloatVector v25 = v22.fma(v23, v24);
      FloatVector v27 = v25.fma(v22, v26);
      FloatVector v29 = v27.fma(v22, v28);
      FloatVector v31 = v29.fma(v22, v30);
      FloatVector v33 = v31.fma(v22, v32);
      FloatVector v34 = v33.fma(v22, v32);
      IntVector v35 = v11.reinterpretAsInts();
      IntVector v37 = v35.lanewise(VectorOperators.ASHR, 1);
      IntVector v39 = v37.lanewise(VectorOperators.LSHL, 23);
      FloatVector v40 = v39.reinterpretAsFloats();
      FloatVector v41 = v34.mul(v40);
      IntVector v42 = v35.lanewise(VectorOperators.LSHL, 23);
      IntVector v43 = v42.sub(v39);
      FloatVector v44 = v43.reinterpretAsFloats();
      FloatVector v45 = v41.mul(v44);
      FloatVector v46 = v45.blend(v8, v7);
      FloatVector v47 = v46.blend(v5, v4);
      v47.intoArray(a2, o2 + i);
      FloatVector p0 = FloatVector.fromArray(FLOATS, partials, 0 + (i & 127));
      p0 = p0.add(v47);
      p0.intoArray(partials, 0 + (i & 127));
    }
  }

  private static void phase2(float[][] arrays, int[] offsets, float[] parameters, float[] row, float[] partials, int count) {
    float s48 = row[1];
    FloatVector v48 = FloatVector.broadcast(FLOATS, s48);
    float[] a1 = arrays[1];
    int o1 = offsets[1];
    float[] a2 = arrays[2];
    int o2 = offsets[2];
    for (int i = 0; i < count; i += 8) {
      FloatVector v47 = FloatVector.fromArray(FLOATS, a2, o2 + i);
      FloatVector v49 = v47.div(v48);
      v49.intoArray(a1, o1 + i);
    }
  }
}
