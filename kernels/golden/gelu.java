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
    return 9;
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
    float s3 = Float.intBitsToFloat(0x41800000);
    float s7 = Float.intBitsToFloat(0x3f000000);
    float s10 = Float.intBitsToFloat(0xc3020000);
    float s13 = Float.intBitsToFloat(0x3fb8aa3b);
    float s14 = Float.intBitsToFloat(0x4b4000bf);
    float s17 = Float.intBitsToFloat(0xbf317218);
    float s19 = Float.intBitsToFloat(0x3102e308);
    float s20 = Float.intBitsToFloat(0x0);
    FloatVector v3 = FloatVector.broadcast(FLOATS, s3);
    FloatVector v7 = FloatVector.broadcast(FLOATS, s7);
    FloatVector v10 = FloatVector.broadcast(FLOATS, s10);
    FloatVector v13 = FloatVector.broadcast(FLOATS, s13);
    FloatVector v14 = FloatVector.broadcast(FLOATS, s14);
    FloatVector v17 = FloatVector.broadcast(FLOATS, s17);
    FloatVector v19 = FloatVector.broadcast(FLOATS, s19);
    FloatVector v20 = FloatVector.broadcast(FLOATS, s20);
    float[] a0 = (float[]) block.arrays[0];
    float[] a2 = (float[]) block.arrays[2];
    float[] a3 = (float[]) block.arrays[3];
    float[] a4 = (float[]) block.arrays[4];
    float[] a5 = (float[]) block.arrays[5];
    for (int r = 0; r < block.rows; r++) {
      int o0 = block.offsets[0] + r * block.pitches[0];
      int o2 = r * (to - from + 7 & -8) - from;
      int o3 = r * (to - from + 7 & -8) - from;
      int o4 = r * (to - from + 7 & -8) - from;
      int o5 = r * (to - from + 7 & -8) - from;
      for (int i = from; i < to; i += 8) {
        FloatVector v0 = FloatVector.fromArray(FLOATS, a0, o0 + i);
        VectorMask v1 = v0.compare(VectorOperators.EQ, v0);
        FloatVector v2 = v0.abs();
        VectorMask v4 = v2.compare(VectorOperators.LT, v3);
        FloatVector v5 = v3.blend(v2, v4);
        v5.intoArray(a2, o2 + i);
        FloatVector v6 = v5.neg();
        FloatVector v8 = v5.mul(v7);
        FloatVector v9 = v6.mul(v8);
        VectorMask v11 = v9.compare(VectorOperators.LT, v10);
        FloatVector v12 = v9.blend(v10, v11);
        FloatVector v15 = v12.fma(v13, v14);
        v15.intoArray(a3, o3 + i);
        FloatVector v16 = v15.sub(v14);
        FloatVector v18 = v16.fma(v17, v12);
        v18.intoArray(a4, o4 + i);
        FloatVector v21 = v9.neg();
        FloatVector v22 = v6.fma(v8, v21);
        FloatVector v23 = v6.fma(v20, v22);
        FloatVector v24 = v23.blend(v20, v11);
        FloatVector v25 = v16.fma(v19, v24);
        v25.intoArray(a5, o5 + i);
      }
    }
  }

  private static void phase0stage1(Block block, int from, int to) {
    float s7 = Float.intBitsToFloat(0x3f000000);
    float s29 = Float.intBitsToFloat(0x3f800000);
    float s31 = Float.intBitsToFloat(0x40800000);
    float s41 = Float.intBitsToFloat(0x3ec00000);
    float s43 = Float.intBitsToFloat(0xbe34a5a5);
    float s44 = Float.intBitsToFloat(0xbe63cc9f);
    float s46 = Float.intBitsToFloat(0x3e93c7ff);
    float s48 = Float.intBitsToFloat(0x3f2755f1);
    float s50 = Float.intBitsToFloat(0xbe4f579a);
    float s52 = Float.intBitsToFloat(0xbffde2b5);
    float s54 = Float.intBitsToFloat(0xc04d4541);
    float s56 = Float.intBitsToFloat(0xc03cb917);
    float s60 = Float.intBitsToFloat(0xbfd5cf0d);
    float s65 = Float.intBitsToFloat(0xbed7ad4f);
    float s68 = Float.intBitsToFloat(0xbdc00000);
    FloatVector v7 = FloatVector.broadcast(FLOATS, s7);
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
    FloatVector v60 = FloatVector.broadcast(FLOATS, s60);
    FloatVector v65 = FloatVector.broadcast(FLOATS, s65);
    FloatVector v68 = FloatVector.broadcast(FLOATS, s68);
    float[] a2 = (float[]) block.arrays[2];
    float[] a4 = (float[]) block.arrays[4];
    float[] a5 = (float[]) block.arrays[5];
    float[] a6 = (float[]) block.arrays[6];
    float[] a7 = (float[]) block.arrays[7];
    for (int r = 0; r < block.rows; r++) {
      int o2 = r * (to - from + 7 & -8) - from;
      int o4 = r * (to - from + 7 & -8) - from;
      int o5 = r * (to - from + 7 & -8) - from;
      int o6 = r * (to - from + 7 & -8) - from;
      int o7 = r * (to - from + 7 & -8) - from;
      for (int i = from; i < to; i += 8) {
        FloatVector v5 = FloatVector.fromArray(FLOATS, a2, o2 + i);
        FloatVector v6 = v5.neg();
        FloatVector v18 = FloatVector.fromArray(FLOATS, a4, o4 + i);
        FloatVector v25 = FloatVector.fromArray(FLOATS, a5, o5 + i);
        FloatVector v26 = v18.add(v25);
        FloatVector v27 = v26.mul(v7);
        FloatVector v28 = v27.fma(v26, v26);
        FloatVector v30 = v28.add(v29);
        v30.intoArray(a6, o6 + i);
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
        FloatVector v58 = v56.sub(v57);
        FloatVector v59 = v55.fma(v42, v58);
        FloatVector v61 = v57.fma(v42, v60);
        FloatVector v62 = v60.sub(v61);
        FloatVector v63 = v57.fma(v42, v62);
        FloatVector v64 = v59.fma(v42, v63);
        FloatVector v66 = v61.fma(v42, v65);
        FloatVector v67 = v64.fma(v42, v66);
        FloatVector v69 = v40.fma(v67, v68);
        v69.intoArray(a7, o7 + i);
      }
    }
  }

  private static void phase0stage2(Block block, int from, int to) {
    float s7 = Float.intBitsToFloat(0x3f000000);
    float s29 = Float.intBitsToFloat(0x3f800000);
    float s72 = Float.intBitsToFloat(0x3f920000);
    float s73 = Float.intBitsToFloat(0x3f680000);
    FloatVector v7 = FloatVector.broadcast(FLOATS, s7);
    FloatVector v29 = FloatVector.broadcast(FLOATS, s29);
    FloatVector v72 = FloatVector.broadcast(FLOATS, s72);
    FloatVector v73 = FloatVector.broadcast(FLOATS, s73);
    float[] a2 = (float[]) block.arrays[2];
    float[] a3 = (float[]) block.arrays[3];
    float[] a6 = (float[]) block.arrays[6];
    float[] a7 = (float[]) block.arrays[7];
    float[] a8 = (float[]) block.arrays[8];
    float[] a9 = (float[]) block.arrays[9];
    float[] a10 = (float[]) block.arrays[10];
    for (int r = 0; r < block.rows; r++) {
      int o2 = r * (to - from + 7 & -8) - from;
      int o3 = r * (to - from + 7 & -8) - from;
      int o6 = r * (to - from + 7 & -8) - from;
      int o7 = r * (to - from + 7 & -8) - from;
      int o8 = r * (to - from + 7 & -8) - from;
      int o9 = r * (to - from + 7 & -8) - from;
      int o10 = r * (to - from + 7 & -8) - from;
      for (int i = from; i < to; i += 8) {
        FloatVector v5 = FloatVector.fromArray(FLOATS, a2, o2 + i);
        FloatVector v15 = FloatVector.fromArray(FLOATS, a3, o3 + i);
        FloatVector v30 = FloatVector.fromArray(FLOATS, a6, o6 + i);
        FloatVector v69 = FloatVector.fromArray(FLOATS, a7, o7 + i);
        FloatVector v70 = v69.mul(v7);
        FloatVector v71 = v70.add(v7);
        FloatVector v74 = v5.fma(v72, v73);
        FloatVector v75 = v29.div(v74);
        FloatVector v76 = v71.mul(v75);
        v76.intoArray(a8, o8 + i);
        FloatVector v77 = v76.neg();
        FloatVector v78 = v77.fma(v74, v71);
        FloatVector v79 = v71.sub(v7);
        FloatVector v80 = v70.sub(v79);
        FloatVector v81 = v73.sub(v74);
        FloatVector v82 = v5.fma(v72, v81);
        FloatVector v83 = v76.mul(v82);
        FloatVector v84 = v80.sub(v83);
        FloatVector v85 = v78.add(v84);
        FloatVector v86 = v85.mul(v75);
        v86.intoArray(a9, o9 + i);
        FloatVector v87 = v76.add(v86);
        FloatVector v88 = v30.mul(v87);
        IntVector v89 = (IntVector) v15.convertShape(VectorOperators.REINTERPRET_F2I, INTS, 0);
        IntVector v91 = v89.lanewise(VectorOperators.LSHL, 23);
        FloatVector v92 = (FloatVector) v91.convertShape(VectorOperators.REINTERPRET_I2F, FLOATS, 0);
        FloatVector v93 = v5.mul(v92);
        v93.intoArray(a10, o10 + i);
      }
    }
  }

  private static void phase0stage3(Block block, int from, int to) {
    float s7 = Float.intBitsToFloat(0x3f000000);
    float s20 = Float.intBitsToFloat(0x0);
    float s29 = Float.intBitsToFloat(0x3f800000);
    float s104 = Float.intBitsToFloat(0x394d2c48);
    float s105 = Float.intBitsToFloat(0x3ab6a65c);
    float s107 = Float.intBitsToFloat(0x3c088ae8);
    float s109 = Float.intBitsToFloat(0x3d2aaa74);
    float s111 = Float.intBitsToFloat(0x3e2aaaa9);
    float s124 = Float.intBitsToFloat(0x9f800000);
    float s126 = Float.intBitsToFloat(0x80000000);
    FloatVector v7 = FloatVector.broadcast(FLOATS, s7);
    FloatVector v20 = FloatVector.broadcast(FLOATS, s20);
    FloatVector v29 = FloatVector.broadcast(FLOATS, s29);
    FloatVector v104 = FloatVector.broadcast(FLOATS, s104);
    FloatVector v105 = FloatVector.broadcast(FLOATS, s105);
    FloatVector v107 = FloatVector.broadcast(FLOATS, s107);
    FloatVector v109 = FloatVector.broadcast(FLOATS, s109);
    FloatVector v111 = FloatVector.broadcast(FLOATS, s111);
    FloatVector v124 = FloatVector.broadcast(FLOATS, s124);
    FloatVector v126 = FloatVector.broadcast(FLOATS, s126);
    float[] a0 = (float[]) block.arrays[0];
    float[] a1 = (float[]) block.arrays[1];
    float[] a4 = (float[]) block.arrays[4];
    float[] a5 = (float[]) block.arrays[5];
    float[] a6 = (float[]) block.arrays[6];
    float[] a8 = (float[]) block.arrays[8];
    float[] a9 = (float[]) block.arrays[9];
    float[] a10 = (float[]) block.arrays[10];
    for (int r = 0; r < block.rows; r++) {
      int o0 = block.offsets[0] + r * block.pitches[0];
      int o1 = block.offsets[1] + r * block.pitches[1];
      int o4 = r * (to - from + 7 & -8) - from;
      int o5 = r * (to - from + 7 & -8) - from;
      int o6 = r * (to - from + 7 & -8) - from;
      int o8 = r * (to - from + 7 & -8) - from;
      int o9 = r * (to - from + 7 & -8) - from;
      int o10 = r * (to - from + 7 & -8) - from;
      for (int i = from; i < to; i += 8) {
        FloatVector v0 = FloatVector.fromArray(FLOATS, a0, o0 + i);
        VectorMask v1 = v0.compare(VectorOperators.EQ, v0);
        FloatVector v18 = FloatVector.fromArray(FLOATS, a4, o4 + i);
        FloatVector v25 = FloatVector.fromArray(FLOATS, a5, o5 + i);
        FloatVector v26 = v18.add(v25);
        FloatVector v27 = v26.mul(v7);
        FloatVector v28 = v27.fma(v26, v26);
        FloatVector v30 = FloatVector.fromArray(FLOATS, a6, o6 + i);
        FloatVector v76 = FloatVector.fromArray(FLOATS, a8, o8 + i);
        FloatVector v86 = FloatVector.fromArray(FLOATS, a9, o9 + i);
        FloatVector v87 = v76.add(v86);
        FloatVector v88 = v30.mul(v87);
        FloatVector v93 = FloatVector.fromArray(FLOATS, a10, o10 + i);
        FloatVector v94 = v88.neg();
        FloatVector v95 = v30.fma(v87, v94);
        FloatVector v96 = v87.sub(v76);
        FloatVector v97 = v86.sub(v96);
        FloatVector v98 = v30.sub(v29);
        FloatVector v99 = v28.sub(v98);
        FloatVector v100 = v26.sub(v18);
        FloatVector v101 = v25.sub(v100);
        FloatVector v102 = v26.mul(v26);
        FloatVector v103 = v102.mul(v26);
        FloatVector v106 = v26.fma(v104, v105);
        FloatVector v108 = v106.fma(v26, v107);
        FloatVector v110 = v108.fma(v26, v109);
        FloatVector v112 = v110.fma(v26, v111);
        FloatVector v113 = v26.sub(v28);
        FloatVector v114 = v27.fma(v26, v113);
        FloatVector v115 = v103.fma(v112, v114);
        FloatVector v116 = v101.fma(v28, v115);
        FloatVector v117 = v116.add(v101);
        FloatVector v118 = v99.add(v117);
        FloatVector v119 = v118.mul(v87);
        FloatVector v120 = v30.fma(v97, v119);
        FloatVector v121 = v95.add(v120);
        FloatVector v122 = v121.mul(v93);
        FloatVector v123 = v88.fma(v93, v122);
        VectorMask v125 = v0.compare(VectorOperators.LT, v20);
        FloatVector v127 = v0.blend(v126, v125);
        FloatVector v128 = v123.fma(v124, v127);
        FloatVector v129 = v0.blend(v128, v1);
        v129.intoArray(a1, o1 + i);
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
