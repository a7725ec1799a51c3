// gelu
#pragma OPENCL FP_CONTRACT OFF

__kernel void hillock_map(
    __global float *out,
    __global const float *in0,
    const ulong count) {
  const ulong e = get_global_id(0);
  if (e < count) {
    const float v0 = in0[e];
    const bool v1 = v0 == v0;
    const float v2 = as_float(as_uint(v0) & 0x7fffffffu);
    const bool v4 = v2 < 0x1.0p4f;
    const float v5 = v4 ? v2 : 0x1.0p4f;
    const float v6 = as_float(as_uint(v5) ^ 0x80000000u);
    const float v8 = v5 * 0x1.0p-1f;
    const float v9 = v6 * v8;
    const bool v11 = v9 < -0x1.04p7f;
    const float v12 = v11 ? -0x1.04p7f : v9;
    const float v15 = fma(v12, 0x1.715476p0f, 0x1.80017ep23f);
    const float v16 = v15 - 0x1.80017ep23f;
    const float v18 = fma(v16, -0x1.62e43p-1f, v12);
    const float v21 = as_float(as_uint(v9) ^ 0x80000000u);
    const float v22 = fma(v6, v8, v21);
    const float v23 = fma(v6, 0x0.0p0f, v22);
    const float v24 = v11 ? 0x0.0p0f : v23;
    const float v25 = fma(v16, 0x1.05c61p-29f, v24);
    const float v26 = v18 + v25;
    const float v27 = v26 * 0x1.0p-1f;
    const float v28 = fma(v27, v26, v26);
    const float v30 = v28 + 0x1.0p0f;
    const float v32 = v5 + 0x1.0p2f;
    const float v33 = 0x1.0p0f / v32;
    const float v34 = v6 * v33;
    const float v35 = v32 - 0x1.0p2f;
    const float v36 = v5 - v35;
    const float v37 = fma(v34, v32, v5);
    const float v38 = fma(v34, v36, v37);
    const float v39 = as_float(as_uint(v38) ^ 0x80000000u);
    const float v40 = fma(v39, v33, v34);
    const float v42 = v40 + 0x1.8p-2f;
    const float v45 = fma(v42, -0x1.61ce54p-3f, -0x1.c39268p-3f);
    const float v47 = fma(v45, v42, 0x1.27237p-2f);
    const float v49 = fma(v47, v42, 0x1.4e788cp-1f);
    const float v51 = fma(v49, v42, -0x1.9ec2d8p-3f);
    const float v53 = fma(v51, v42, -0x1.fbc408p0f);
    const float v55 = fma(v53, v42, -0x1.9a8a56p1f);
    const float v57 = fma(v55, v42, -0x1.79723p1f);
    const float v59 = fma(v57, v42, -0x1.ab9e1cp0f);
    const float v61 = fma(v59, v42, -0x1.af5a9ep-2f);
    const float v63 = fma(v40, v61, -0x1.8p-4f);
    const float v64 = v63 * 0x1.0p-1f;
    const float v65 = v64 + 0x1.0p-1f;
    const float v68 = fma(v5, 0x1.24p0f, 0x1.dp-1f);
    const float v69 = 0x1.0p0f / v68;
    const float v70 = v65 * v69;
    const float v71 = as_float(as_uint(v70) ^ 0x80000000u);
    const float v72 = fma(v71, v68, v65);
    const float v73 = v65 - 0x1.0p-1f;
    const float v74 = v64 - v73;
    const float v75 = 0x1.dp-1f - v68;
    const float v76 = fma(v5, 0x1.24p0f, v75);
    const float v77 = v70 * v76;
    const float v78 = v74 - v77;
    const float v79 = v72 + v78;
    const float v80 = v79 * v69;
    const float v81 = v70 + v80;
    const float v82 = v30 * v81;
    const uint v83 = as_uint(v15);
    const uint v85 = v83 << 23u;
    const float v86 = as_float(v85);
    const float v87 = v5 * v86;
    const float v88 = as_float(as_uint(v82) ^ 0x80000000u);
    const float v89 = fma(v30, v81, v88);
    const float v90 = v81 - v70;
    const float v91 = v80 - v90;
    const float v92 = v30 - 0x1.0p0f;
    const float v93 = v28 - v92;
    const float v94 = v26 - v18;
    const float v95 = v25 - v94;
    const float v96 = v26 * v26;
    const float v97 = v96 * v26;
    const float v100 = fma(v26, 0x1.9a589p-13f, 0x1.6d4cb8p-10f);
    const float v102 = fma(v100, v26, 0x1.1115dp-7f);
    const float v104 = fma(v102, v26, 0x1.5554e8p-5f);
    const float v106 = fma(v104, v26, 0x1.555552p-3f);
    const float v107 = v26 - v28;
    const float v108 = fma(v27, v26, v107);
    const float v109 = fma(v97, v106, v108);
    const float v110 = fma(v95, v28, v109);
    const float v111 = v110 + v95;
    const float v112 = v93 + v111;
    const float v113 = v112 * v81;
    const float v114 = fma(v30, v91, v113);
    const float v115 = v89 + v114;
    const float v116 = v115 * v87;
    const float v117 = fma(v82, v87, v116);
    const bool v119 = as_uint(v0) - 0x80000001u < 0x7f800000u;
    const float v121 = v119 ? -0x0.0p0f : v0;
    const float v122 = fma(v117, -0x1.0p-64f, v121);
    const float v123 = v1 ? v122 : v0;
    out[e] = v123;
  }
}
