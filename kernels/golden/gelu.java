// gelu
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
    return 10;
  }

  public void run(int phase, Block block) {
    switch (phase) {
      case 0:
        for (int from = 0; from < block.count; from += block.piece()) {
          int to = Math.min(block.count, from + block.piece());
          phase0stage0(block, from, to);
          phase0stage1(block, from, to);
          phase0stage2(block, from, to);
          phase0stage3(block, from, to);
        }
        break;
      default:
        throw new IllegalArgumentException("no phase " + phase);
    }
  }

  private static void phase0stage0(Block block, int from, int to) {
    float s0 = Float.intBitsToFloat(0x41800000);
    float s6 = Float.intBitsToFloat(0x3f000000);
    float s9 = Float.intBitsToFloat(0x3fb8aa3b);
    float s10 = Float.intBitsToFloat(0x4b4000bf);
    float s13 = Float.intBitsToFloat(0xbf317218);
    float s15 = Float.intBitsToFloat(0x3102e308);
    float s22 = Float.intBitsToFloat(0x3f800000);
    float s25 = Float.intBitsToFloat(0x40800000);
    FloatVector v0 = FloatVector.broadcast(FLOATS, s0);
    FloatVector v6 = FloatVector.broadcast(FLOATS, s6);
    FloatVector v9 = FloatVector.broadcast(FLOATS, s9);
    FloatVector v10 = FloatVector.broadcast(FLOATS, s10);
    FloatVector v13 = FloatVector.broadcast(FLOATS, s13);
    FloatVector v15 = FloatVector.broadcast(FLOATS, s15);
    FloatVector v22 = FloatVector.broadcast(FLOATS, s22);
    FloatVector v25 = FloatVector.broadcast(FLOATS, s25);
    float[] a0 = (float[]) block.arrays[0];
    float[] a2 = (float[]) block.arrays[2];
    float[] a3 = (float[]) block.arrays[3];
    float[] a4 = (float[]) block.arrays[4];
    float[] a5 = (float[]) block.arrays[5];
    float[] a6 = (float[]) block.arrays[6];
    for (int r = 0; r < block.rows; r++) {
      int o0 = block.offsets[0] + r * block.pitches[0];
      int o2 = r * (to - from + 7 & -8) - from;
      int o3 = r * (to - from + 7 & -8) - from;
      int o4 = r * (to - from + 7 & -8) - from;
      int o5 = r * (to - from + 7 & -8) - from;
      int o6 = r * (to - from + 7 & -8) - from;
      for (int i = from; i < to; i += 8) {
        FloatVector v1 = FloatVector.fromArray(FLOATS, a0, o0 + i);
        FloatVector v2 = v1.abs();
        VectorMask v3 = v0.compare(VectorOperators.LT, v2);
        FloatVector v4 = v2.blend(v0, v3);
        v4.intoArray(a2, o2 + i);
        FloatVector v5 = v4.neg();
        FloatVector v7 = v4.mul(v6);
        FloatVector v8 = v5.mul(v7);
        FloatVector v11 = v8.fma(v9, v10);
        v11.intoArray(a3, o3 + i);
        FloatVector v12 = v11.sub(v10);
        FloatVector v14 = v12.fma(v13, v8);
        v14.intoArray(a4, o4 + i);
        FloatVector v16 = v8.neg();
        FloatVector v17 = v5.fma(v7, v16);
        FloatVector v18 = v12.fma(v15, v17);
        v18.intoArray(a5, o5 + i);
        FloatVector v19 = v14.add(v18);
        FloatVector v20 = v19.mul(v6);
        FloatVector v21 = v20.fma(v19, v19);
        FloatVector v23 = v21.add(v22);
        v23.intoArray(a6, o6 + i);
        FloatVector v26 = v4.add(v25);
      }
    }
  }

  private static void phase0stage1(Block block, int from, int to) {
    float s22 = Float.intBitsToFloat(0x3f800000);
    int s24 = 2129862656;
    float s25 = Float.intBitsToFloat(0x40800000);
    float s27 = Float.intBitsToFloat(0x3f920000);
    float s28 = Float.intBitsToFloat(0x3f680000);
    float s34 = Float.intBitsToFloat(0xc000154d);
    float s46 = Float.intBitsToFloat(0x3ec00000);
    float s48 = Float.intBitsToFloat(0xbe34a5a5);
    float s49 = Float.intBitsToFloat(0xbe63cc9f);
    float s51 = Float.intBitsToFloat(0x3e93c7ff);
    float s53 = Float.intBitsToFloat(0x3f2755f1);
    float s55 = Float.intBitsToFloat(0xbe4f579a);
    float s57 = Float.intBitsToFloat(0xbffde2b5);
    float s59 = Float.intBitsToFloat(0xc04d4541);
    float s61 = Float.intBitsToFloat(0xc03cb917);
    float s65 = Float.intBitsToFloat(0xbfd5cf0d);
    float s70 = Float.intBitsToFloat(0xbed7ad4f);
    float s73 = Float.intBitsToFloat(0xbdc00000);
    FloatVector v22 = FloatVector.broadcast(FLOATS, s22);
    IntVector v24 = IntVector.broadcast(INTS, s24);
    FloatVector v25 = FloatVector.broadcast(FLOATS, s25);
    FloatVector v27 = FloatVector.broadcast(FLOATS, s27);
    FloatVector v28 = FloatVector.broadcast(FLOATS, s28);
    FloatVector v34 = FloatVector.broadcast(FLOATS, s34);
    FloatVector v46 = FloatVector.broadcast(FLOATS, s46);
    FloatVector v48 = FloatVector.broadcast(FLOATS, s48);
    FloatVector v49 = FloatVector.broadcast(FLOATS, s49);
    FloatVector v51 = FloatVector.broadcast(FLOATS, s51);
    FloatVector v53 = FloatVector.broadcast(FLOATS, s53);
    FloatVector v55 = FloatVector.broadcast(FLOATS, s55);
    FloatVector v57 = FloatVector.broadcast(FLOATS, s57);
    FloatVector v59 = FloatVector.broadcast(FLOATS, s59);
    FloatVector v61 = FloatVector.broadcast(FLOATS, s61);
    FloatVector v65 = FloatVector.broadcast(FLOATS, s65);
    FloatVector v70 = FloatVector.broadcast(FLOATS, s70);
    FloatVector v73 = FloatVector.broadcast(FLOATS, s73);
    float[] a2 = (float[]) block.arrays[2];
    float[] a7 = (float[]) block.arrays[7];
    float[] a8 = (float[]) block.arrays[8];
    for (int r = 0; r < block.rows; r++) {
      int o2 = r * (to - from + 7 & -8) - from;
      int o7 = r * (to - from + 7 & -8) - from;
      int o8 = r * (to - from + 7 & -8) - from;
      for (int i = from; i < to; i += 8) {
        FloatVector v4 = FloatVector.fromArray(FLOATS, a2, o2 + i);
        FloatVector v26 = v4.add(v25);
        FloatVector v29 = v4.fma(v27, v28);
        FloatVector v30 = v26.mul(v29);
        IntVector v31 = (IntVector) v30.convertShape(VectorOperators.REINTERPRET_F2I, INTS, 0);
        IntVector v32 = v24.sub(v31);
        FloatVector v33 = (FloatVector) v32.convertShape(VectorOperators.REINTERPRET_I2F, FLOATS, 0);
        FloatVector v35 = v30.fma(v33, v34);
        FloatVector v36 = v33.mul(v35);
        FloatVector v37 = v36.fma(v30, v22);
        FloatVector v38 = v36.fma(v37, v36);
        v38.intoArray(a7, o7 + i);
        FloatVector v39 = v38.mul(v29);
        FloatVector v40 = v4.mul(v39);
        FloatVector v41 = v26.sub(v25);
        FloatVector v42 = v4.sub(v41);
        FloatVector v43 = v40.fma(v26, v4);
        FloatVector v44 = v40.fma(v42, v43);
        FloatVector v45 = v44.fma(v39, v40);
        FloatVector v47 = v45.add(v46);
        FloatVector v50 = v47.fma(v48, v49);
        FloatVector v52 = v50.fma(v47, v51);
        FloatVector v54 = v52.fma(v47, v53);
        FloatVector v56 = v54.fma(v47, v55);
        FloatVector v58 = v56.fma(v47, v57);
        FloatVector v60 = v58.fma(v47, v59);
        FloatVector v62 = v60.fma(v47, v61);
        FloatVector v63 = v61.sub(v62);
        FloatVector v64 = v60.fma(v47, v63);
        FloatVector v66 = v62.fma(v47, v65);
        FloatVector v67 = v65.sub(v66);
        FloatVector v68 = v62.fma(v47, v67);
        FloatVector v69 = v64.fma(v47, v68);
        FloatVector v71 = v66.fma(v47, v70);
        FloatVector v72 = v69.fma(v47, v71);
        FloatVector v74 = v45.fma(v72, v73);
        v74.intoArray(a8, o8 + i);
      }
    }
  }

  private static void phase0stage2(Block block, int from, int to) {
    float s6 = Float.intBitsToFloat(0x3f000000);
    float s25 = Float.intBitsToFloat(0x40800000);
    float s27 = Float.intBitsToFloat(0x3f920000);
    float s28 = Float.intBitsToFloat(0x3f680000);
    FloatVector v6 = FloatVector.broadcast(FLOATS, s6);
    FloatVector v25 = FloatVector.broadcast(FLOATS, s25);
    FloatVector v27 = FloatVector.broadcast(FLOATS, s27);
    FloatVector v28 = FloatVector.broadcast(FLOATS, s28);
    float[] a2 = (float[]) block.arrays[2];
    float[] a3 = (float[]) block.arrays[3];
    float[] a6 = (float[]) block.arrays[6];
    float[] a7 = (float[]) block.arrays[7];
    float[] a8 = (float[]) block.arrays[8];
    float[] a9 = (float[]) block.arrays[9];
    float[] a10 = (float[]) block.arrays[10];
    float[] a11 = (float[]) block.arrays[11];
    for (int r = 0; r < block.rows; r++) {
      int o2 = r * (to - from + 7 & -8) - from;
      int o3 = r * (to - from + 7 & -8) - from;
      int o6 = r * (to - from + 7 & -8) - from;
      int o7 = r * (to - from + 7 & -8) - from;
      int o8 = r * (to - from + 7 & -8) - from;
      int o9 = r * (to - from + 7 & -8) - from;
      int o10 = r * (to - from + 7 & -8) - from;
      int o11 = r * (to - from + 7 & -8) - from;
      for (int i = from; i < to; i += 8) {
        FloatVector v4 = FloatVector.fromArray(FLOATS, a2, o2 + i);
        FloatVector v11 = FloatVector.fromArray(FLOATS, a3, o3 + i);
        FloatVector v23 = FloatVector.fromArray(FLOATS, a6, o6 + i);
        FloatVector v26 = v4.add(v25);
        FloatVector v29 = v4.fma(v27, v28);
        FloatVector v38 = FloatVector.fromArray(FLOATS, a7, o7 + i);
        FloatVector v74 = FloatVector.fromArray(FLOATS, a8, o8 + i);
        FloatVector v75 = v74.mul(v6);
        FloatVector v76 = v75.add(v6);
        FloatVector v77 = v38.mul(v26);
        FloatVector v78 = v76.mul(v77);
        v78.intoArray(a9, o9 + i);
        FloatVector v79 = v78.fma(v29, v76);
        FloatVector v80 = v28.sub(v29);
        FloatVector v81 = v4.fma(v27, v80);
        FloatVector v82 = v76.sub(v6);
        FloatVector v83 = v75.sub(v82);
        FloatVector v84 = v78.fma(v81, v83);
        FloatVector v85 = v79.add(v84);
        FloatVector v86 = v85.mul(v77);
        v86.intoArray(a10, o10 + i);
        FloatVector v87 = v78.add(v86);
        FloatVector v88 = v87.neg();
        FloatVector v89 = v23.mul(v88);
        IntVector v90 = (IntVector) v11.convertShape(VectorOperators.REINTERPRET_F2I, INTS, 0);
        IntVector v92 = v90.lanewise(VectorOperators.LSHL, 23);
        FloatVector v93 = (FloatVector) v92.convertShape(VectorOperators.REINTERPRET_I2F, FLOATS, 0);
        FloatVector v94 = v4.mul(v93);
        v94.intoArray(a11, o11 + i);
      }
    }
  }

  private static void phase0stage3(Block block, int from, int to) {
    float s6 = Float.intBitsToFloat(0x3f000000);
    float s22 = Float.intBitsToFloat(0x3f800000);
    float s105 = Float.intBitsToFloat(0x394d2c48);
    float s106 = Float.intBitsToFloat(0x3ab6a65c);
    float s108 = Float.intBitsToFloat(0x3c088ae8);
    float s110 = Float.intBitsToFloat(0x3d2aaa74);
    float s112 = Float.intBitsToFloat(0x3e2aaaa9);
    float s125 = Float.intBitsToFloat(0x9f800000);
    float s126 = Float.intBitsToFloat(0x0);
    float s128 = Float.intBitsToFloat(0x80000000);
    FloatVector v6 = FloatVector.broadcast(FLOATS, s6);
    FloatVector v22 = FloatVector.broadcast(FLOATS, s22);
    FloatVector v105 = FloatVector.broadcast(FLOATS, s105);
    FloatVector v106 = FloatVector.broadcast(FLOATS, s106);
    FloatVector v108 = FloatVector.broadcast(FLOATS, s108);
    FloatVector v110 = FloatVector.broadcast(FLOATS, s110);
    FloatVector v112 = FloatVector.broadcast(FLOATS, s112);
    FloatVector v125 = FloatVector.broadcast(FLOATS, s125);
    FloatVector v126 = FloatVector.broadcast(FLOATS, s126);
    FloatVector v128 = FloatVector.broadcast(FLOATS, s128);
    float[] a0 = (float[]) block.arrays[0];
    float[] a1 = (float[]) block.arrays[1];
    float[] a4 = (float[]) block.arrays[4];
    float[] a5 = (float[]) block.arrays[5];
    float[] a6 = (float[]) block.arrays[6];
    float[] a9 = (float[]) block.arrays[9];
    float[] a10 = (float[]) block.arrays[10];
    float[] a11 = (float[]) block.arrays[11];
    for (int r = 0; r < block.rows; r++) {
      int o0 = block.offsets[0] + r * block.pitches[0];
      int o1 = block.offsets[1] + r * block.pitches[1];
      int o4 = r * (to - from + 7 & -8) - from;
      int o5 = r * (to - from + 7 & -8) - from;
      int o6 = r * (to - from + 7 & -8) - from;
      int o9 = r * (to - from + 7 & -8) - from;
      int o10 = r * (to - from + 7 & -8) - from;
      int o11 = r * (to - from + 7 & -8) - from;
      for (int i = from; i < to; i += 8) {
        FloatVector v1 = FloatVector.fromArray(FLOATS, a0, o0 + i);
        FloatVector v14 = FloatVector.fromArray(FLOATS, a4, o4 + i);
        FloatVector v18 = FloatVector.fromArray(FLOATS, a5, o5 + i);
        FloatVector v19 = v14.add(v18);
        FloatVector v20 = v19.mul(v6);
        FloatVector v21 = v20.fma(v19, v19);
        FloatVector v23 = FloatVector.fromArray(FLOATS, a6, o6 + i);
        FloatVector v78 = FloatVector.fromArray(FLOATS, a9, o9 + i);
        FloatVector v86 = FloatVector.fromArray(FLOATS, a10, o10 + i);
        FloatVector v87 = v78.add(v86);
        FloatVector v88 = v87.neg();
        FloatVector v89 = v23.mul(v88);
        FloatVector v94 = FloatVector.fromArray(FLOATS, a11, o11 + i);
        FloatVector v95 = v89.neg();
        FloatVector v96 = v23.fma(v88, v95);
        FloatVector v97 = v87.sub(v78);
        FloatVector v98 = v97.sub(v86);
        FloatVector v99 = v23.sub(v22);
        FloatVector v100 = v21.sub(v99);
        FloatVector v101 = v19.sub(v14);
        FloatVector v102 = v18.sub(v101);
        FloatVector v103 = v19.mul(v19);
        FloatVector v104 = v103.mul(v19);
        FloatVector v107 = v19.fma(v105, v106);
        FloatVector v109 = v107.fma(v19, v108);
        FloatVector v111 = v109.fma(v19, v110);
        FloatVector v113 = v111.fma(v19, v112);
        FloatVector v114 = v19.sub(v21);
        FloatVector v115 = v20.fma(v19, v114);
        FloatVector v116 = v104.fma(v113, v115);
        FloatVector v117 = v102.fma(v21, v116);
        FloatVector v118 = v117.add(v102);
        FloatVector v119 = v100.add(v118);
        FloatVector v120 = v119.mul(v88);
        FloatVector v121 = v23.fma(v98, v120);
        FloatVector v122 = v96.add(v121);
        FloatVector v123 = v122.mul(v94);
        FloatVector v124 = v89.fma(v94, v123);
        VectorMask v127 = v1.compare(VectorOperators.LT, v126);
        FloatVector v129 = v1.blend(v128, v127);
        FloatVector v130 = v124.fma(v125, v129);
        v130.intoArray(a1, o1 + i);
      }
    }
  }

  public void sum(Object numbers, int offset, int pitch, int count, int rows, Object partials) {
    throw new IllegalStateException("nothing is summed");
  }

  public void fold(Object partials, int rows, int width) {
    throw new IllegalStateException("nothing is summed");
  }
}
