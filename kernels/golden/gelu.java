// gelu
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
    float s3 = Float.intBitsToFloat(0x41800000);
    float s7 = Float.intBitsToFloat(0x3f000000);
    float s10 = Float.intBitsToFloat(0xc3020000);
    float s13 = Float.intBitsToFloat(0x3fb8aa3b);
    float s14 = Float.intBitsToFloat(0x4b4000bf);
    float s17 = Float.intBitsToFloat(0xbf317218);
    float s19 = Float.intBitsToFloat(0x3102e308);
    float s20 = Float.intBitsToFloat(0x0);
    float s29 = Float.intBitsToFloat(0x3f800000);
    float s31 = Float.intBitsToFloat(0x40800000);
    float s41 = Float.intBitsToFloat(0x3ec00000);
    float s43 = Float.intBitsToFloat(0xbe30e72a);
    float s44 = Float.intBitsToFloat(0xbe61c934);
    float s46 = Float.intBitsToFloat(0x3e9391b8);
    float s48 = Float.intBitsToFloat(0x3f273c46);
    float s50 = Float.intBitsToFloat(0xbe4f616c);
    float s52 = Float.intBitsToFloat(0xbffde204);
    float s54 = Float.intBitsToFloat(0xc04d452b);
    float s56 = Float.intBitsToFloat(0xc03cb918);
    float s58 = Float.intBitsToFloat(0xbfd5cf0e);
    float s60 = Float.intBitsToFloat(0xbed7ad4f);
    float s62 = Float.intBitsToFloat(0xbdc00000);
    float s66 = Float.intBitsToFloat(0x3f920000);
    float s67 = Float.intBitsToFloat(0x3f680000);
    float s98 = Float.intBitsToFloat(0x394d2c48);
    float s99 = Float.intBitsToFloat(0x3ab6a65c);
    float s101 = Float.intBitsToFloat(0x3c088ae8);
    float s103 = Float.intBitsToFloat(0x3d2aaa74);
    float s105 = Float.intBitsToFloat(0x3e2aaaa9);
    float s118 = Float.intBitsToFloat(0x9f800000);
    float s120 = Float.intBitsToFloat(0x80000000);
    FloatVector v3 = FloatVector.broadcast(FLOATS, s3);
    FloatVector v7 = FloatVector.broadcast(FLOATS, s7);
    FloatVector v10 = FloatVector.broadcast(FLOATS, s10);
    FloatVector v13 = FloatVector.broadcast(FLOATS, s13);
    FloatVector v14 = FloatVector.broadcast(FLOATS, s14);
    FloatVector v17 = FloatVector.broadcast(FLOATS, s17);
    FloatVector v19 = FloatVector.broadcast(FLOATS, s19);
    FloatVector v20 = FloatVector.broadcast(FLOATS, s20);
    FloatVector v29 = FloatVector.broadcast(FLOATS, s29);
    FloatVector v31 = FloatVector.broadcast(FLOATS, s31);
    FloatVector v41 = FloatVector.broadcast(FLOATS, s41);
    FloatVector v43 = FloatVector.broadcast(FLOATS, s43);
    FloatVector v44 = FloatVector.broadcast(FLOATS, s44);
    FloatVector v46 = FloatVector.broadcast(FLOATS, s46);
    FloatVector v48 = FloatVector.broadcast(FLOATS, s48);
    FloatVector v50 = FloatVector.broadcast(FLOATS, s50);
    FloatVector v52 = FloatVector.broadcast(FLOATS, s52);
    FloatVector v54 = FloatVector.broadcast(FLOATS, s54);
    FloatVector v56 = FloatVector.broadcast(FLOATS, s56);
    FloatVector v58 = FloatVector.broadcast(FLOATS, s58);
    FloatVector v60 = FloatVector.broadcast(FLOATS, s60);
    FloatVector v62 = FloatVector.broadcast(FLOATS, s62);
    FloatVector v66 = FloatVector.broadcast(FLOATS, s66);
    FloatVector v67 = FloatVector.broadcast(FLOATS, s67);
    FloatVector v98 = FloatVector.broadcast(FLOATS, s98);
    FloatVector v99 = FloatVector.broadcast(FLOATS, s99);
    FloatVector v101 = FloatVector.broadcast(FLOATS, s101);
    FloatVector v103 = FloatVector.broadcast(FLOATS, s103);
    FloatVector v105 = FloatVector.broadcast(FLOATS, s105);
    FloatVector v118 = FloatVector.broadcast(FLOATS, s118);
    FloatVector v120 = FloatVector.broadcast(FLOATS, s120);
    float[] a0 = arrays[0];
    int o0 = offsets[0];
    float[] a1 = arrays[1];
    int o1 = offsets[1];
    for (int i = 0; i < count; i += 8) {
      FloatVector v0 = FloatVector.fromArray(FLOATS, a0, o0 + i);
      VectorMask v1 = v0.compare(VectorOperators.EQ, v0);
      FloatVector v2 = v0.abs();
      VectorMask v4 = v2.compare(VectorOperators.LT, v3);
      FloatVector v5 = v3.blend(v2, v4);
      FloatVector v6 = v5.neg();
      FloatVector v8 = v5.mul(v7);
      FloatVector v9 = v6.mul(v8);
      VectorMask v11 = v9.compare(VectorOperators.LT, v10);
      FloatVector v12 = v9.blend(v10, v11);
      FloatVector v15 = v12.fma(v13, v14);
      FloatVector v16 = v15.sub(v14);
      FloatVector v18 = v16.fma(v17, v12);
      FloatVector v21 = v9.neg();
      FloatVector v22 = v6.fma(v8, v21);
      FloatVector v23 = v6.fma(v20, v22);
      FloatVector v24 = v23.blend(v20, v11);
      FloatVector v25 = v16.fma(v19, v24);
      FloatVector v26 = v18.add(v25);
      FloatVector v27 = v26.mul(v7);
      FloatVector v28 = v27.fma(v26, v26);
      FloatVector v30 = v28.add(v29);
      FloatVector v32 = v5.add(v31);
      FloatVector v33 = v29.div(v32);
      FloatVector v34 = v6.mul(v33);
      FloatVector v35 = v32.sub(v31);
      FloatVector v36 = v5.sub(v35);
      FloatVector v37 = v34.fma(v32, v5);
      FloatVector v38 = v34.fma(v36, v37);
      FloatVector v39 = v38.neg();
      FloatVector v40 = v39.fma(v33, v34);
      FloatVector v42 = v40.add(v41);
      FloatVector v45 = v42.fma(v43, v44);
      FloatVector v47 = v45.fma(v42, v46);
      FloatVector v49 = v47.fma(v42, v48);
      FloatVector v51 = v49.fma(v42, v50);
      FloatVector v53 = v51.fma(v42, v52);
      FloatVector v55 = v53.fma(v42, v54);
      FloatVector v57 = v55.fma(v42, v56);
      FloatVector v59 = v57.fma(v42, v58);
      FloatVector v61 = v59.fma(v42, v60);
      FloatVector v63 = v40.fma(v61, v62);
      FloatVector v64 = v63.mul(v7);
      FloatVector v65 = v64.add(v7);
      FloatVector v68 = v5.fma(v66, v67);
      FloatVector v69 = v29.div(v68);
      FloatVector v70 = v65.mul(v69);
      FloatVector v71 = v70.neg();
      FloatVector v72 = v71.fma(v68, v65);
      FloatVector v73 = v65.sub(v7);
      FloatVector v74 = v64.sub(v73);
      FloatVector v75 = v67.sub(v68);
      FloatVector v76 = v5.fma(v66, v75);
      FloatVector v77 = v70.mul(v76);
      FloatVector v78 = v74.sub(v77);
      FloatVector v79 = v72.add(v78);
      FloatVector v80 = v79.mul(v69);
      FloatVector v81 = v70.add(v80);
      FloatVector v82 = v30.mul(v81);
      IntVector v83 = v15.reinterpretAsInts();
      IntVector v85 = v83.lanewise(VectorOperators.LSHL, 23);
      FloatVector v86 = v85.reinterpretAsFloats();
      FloatVector v87 = v5.mul(v86);
      FloatVector v88 = v82.neg();
      FloatVector v89 = v30.fma(v81, v88);
      FloatVector v90 = v81.sub(v70);
      FloatVector v91 = v80.sub(v90);
      FloatVector v92 = v30.sub(v29);
      FloatVector v93 = v28.sub(v92);
      FloatVector v94 = v26.sub(v18);
      FloatVector v95 = v25.sub(v94);
      FloatVector v96 = v26.mul(v26);
      FloatVector v97 = v96.mul(v26);
      FloatVector v100 = v26.fma(v98, v99);
      FloatVector v102 = v100.fma(v26, v101);
      FloatVector v104 = v102.fma(v26, v103);
      FloatVector v106 = v104.fma(v26, v105);
      FloatVector v107 = v26.sub(v28);
      FloatVector v108 = v27.fma(v26, v107);
      FloatVector v109 = v97.fma(v106, v108);
      FloatVector v110 = v95.fma(v28, v109);
      FloatVector v111 = v110.add(v95);
      FloatVector v112 = v93.add(v111);
      FloatVector v113 = v112.mul(v81);
      FloatVector v114 = v30.fma(v91, v113);
      FloatVector v115 = v89.add(v114);
      FloatVector v116 = v115.mul(v87);
      FloatVector v117 = v82.fma(v87, v116);
      VectorMask v119 = v0.compare(VectorOperators.LT, v20);
      FloatVector v121 = v0.blend(v120, v119);
      FloatVector v122 = v117.fma(v118, v121);
      FloatVector v123 = v0.blend(v122, v1);
      v123.intoArray(a1, o1 + i);
    }
  }
}
