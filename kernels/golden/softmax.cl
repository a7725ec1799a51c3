// softmax
#pragma OPENCL FP_CONTRACT OFF

static float larger(const float a, const float b) {
  return a > b || a != a ? a : b;
}

// A sum and what rounding has lost of it.
static float2 add(const float2 a, const float2 b) {
  const float sum = a.x + b.x;
  const float part = sum - a.x;
  const float lost = (a.x - (sum - part)) + (b.x - part);
  return (float2) (sum, (a.y + b.y) + lost);
}

// WIDTH work items share a row: fewer than 128 where the row has no more elements than that.
#ifndef WIDTH
#define WIDTH 128
#endif
#define ROWS (128 / WIDTH)
#define LEVELS (WIDTH == 128 ? 52 : 1)

// The largest of what the work items of a row bring; a zero is +0.
static float largest(const float part, const uint lane, __local float2 *slots) {
  slots[lane].x = part;
  for (uint apart = WIDTH / 2; apart > 0; apart /= 2) {
    barrier(CLK_LOCAL_MEM_FENCE);
    if (lane < apart) {
      slots[lane].x = larger(slots[lane].x, slots[lane + apart].x);
    }
  }
  barrier(CLK_LOCAL_MEM_FENCE);
  const float result = slots[0].x + 0.0f;
  barrier(CLK_LOCAL_MEM_FENCE);
  return result;
}

// Folds the partial sums of a chunk in halves and adds the chunk to the row: where neighbours
// are complete they are added, level by level, as a binary counter carries.
static void add_chunk(
    const float2 part,
    const uint lane,
    __local float2 *slots,
    __local float2 *levels,
    const ulong chunk) {
  slots[lane] = part;
  for (uint apart = WIDTH / 2; apart > 0; apart /= 2) {
    barrier(CLK_LOCAL_MEM_FENCE);
    if (lane < apart) {
      slots[lane] = add(slots[lane], slots[lane + apart]);
    }
  }
  if (lane == 0) {
    float2 sum = slots[0];
    uint level = 0;
    for (; (chunk >> level) & 1; level++) {
      sum = add(levels[level], sum);
    }
    levels[level] = sum;
  }
  barrier(CLK_LOCAL_MEM_FENCE);
}

// The sum of a row: what has no neighbour passes on to the next level.
static float total(__local const float2 *levels, const ulong chunks) {
  float2 sum = (float2) (0.0f, 0.0f);
  bool first = true;
  for (uint level = 0; chunks >> level; level++) {
    if ((chunks >> level) & 1) {
      sum = first ? levels[level] : add(levels[level], sum);
      first = false;
    }
  }
  return sum.y != sum.y ? sum.x : sum.x + sum.y;
}

__attribute__((reqd_work_group_size(128, 1, 1)))
__kernel void hillock_row(
    __global float *out,
    __global const float *in0,
    const ulong rows,
    const ulong length,
    const ulong inner) {
  __local float2 all_slots[128];
  __local float2 all_levels57[ROWS * LEVELS];
  const uint item = get_local_id(0);
  // Neighbours in memory to neighbouring work items.
  const uint lane = inner == 1 ? item % WIDTH : item / ROWS;
  const uint place = inner == 1 ? item / WIDTH : item % ROWS;
  __local float2 *slots = all_slots + place * WIDTH;
  __local float2 *levels57 = all_levels57 + place * LEVELS;
  const ulong step = (ulong) get_num_groups(0) * ROWS;
  for (ulong top = (ulong) get_group_id(0) * ROWS; top < rows; top += step) {
    const ulong row = top + place;
    // A work item without a row still meets the others at the barriers.
    const ulong size = row < rows ? length : 0;
    const ulong base = row / inner * length * inner + row % inner;
    float part1 = as_float(0xff800000u);
    for (ulong i = lane; i < size; i += WIDTH) {
      const ulong e = base + i * inner;
      const float v0 = in0[e];
      part1 = larger(part1, v0);
    }
    const float v1 = largest(part1, lane, slots);
    for (ulong start = 0; start < length; start += 4096) {
      const ulong end = min(start + 4096, size);
      float2 part57 = (float2) (0.0f, 0.0f);
      for (ulong i = start + lane; i < end; i += WIDTH) {
        const ulong e = base + i * inner;
        const float v0 = in0[e];
        const float v2 = v0 - v1;
        const bool v4 = v2 < -0x1.04p7f;
        const float v5 = v4 ? -0x1.04p7f : v2;
        const float v8 = fma(v5, 0x1.715476p0f, 0x1.80017ep23f);
        const float v9 = v8 - 0x1.80017ep23f;
        const float v11 = fma(v9, -0x1.62e43p-1f, v5);
        const float v14 = v0 - v2;
        const float v15 = v2 + v14;
        const float v16 = v0 - v15;
        const float v17 = v14 - v1;
        const float v18 = v16 + v17;
        const float v19 = v4 ? 0x0.0p0f : v18;
        const float v20 = fma(v9, 0x1.05c61p-29f, v19);
        const float v21 = v11 + v20;
        const float v23 = v21 * 0x1.0p-1f;
        const float v24 = fma(v23, v21, v21);
        const float v26 = v24 + 0x1.0p0f;
        const uint v27 = as_uint(v8);
        const uint v29 = v27 << 23u;
        const float v30 = as_float(v29);
        const float v31 = v26 * v30;
        const float v32 = v26 - 0x1.0p0f;
        const float v33 = v24 - v32;
        const float v34 = v21 - v11;
        const float v35 = v20 - v34;
        const float v36 = v21 * v21;
        const float v37 = v36 * v21;
        const float v40 = fma(v21, 0x1.9a589p-13f, 0x1.6d4cb8p-10f);
        const float v42 = fma(v40, v21, 0x1.1115dp-7f);
        const float v44 = fma(v42, v21, 0x1.5554e8p-5f);
        const float v46 = fma(v44, v21, 0x1.555552p-3f);
        const float v47 = v21 - v24;
        const float v48 = fma(v23, v21, v47);
        const float v49 = fma(v37, v46, v48);
        const float v50 = fma(v35, v24, v49);
        const float v51 = v50 + v35;
        const float v52 = v33 + v51;
        const float v53 = v52 * v30;
        const float v54 = v31 + v53;
        const float v56 = v54 * 0x1.0p-64f;
        part57 = add(part57, (float2) (v56, 0.0f));
      }
      add_chunk(part57, lane, slots, levels57, start / 4096);
    }
    const float v57 = total(levels57, (length + 4095) / 4096);
    const float v58 = 0x1.0p0f / v57;
    const float v59 = as_float(as_uint(v58) ^ 0x80000000u);
    const float v60 = fma(v59, v57, 0x1.0p0f);
    const float v61 = v60 * v58;
    for (ulong i = lane; i < size; i += WIDTH) {
      const ulong e = base + i * inner;
      const float v0 = in0[e];
      const float v2 = v0 - v1;
      const bool v4 = v2 < -0x1.04p7f;
      const float v5 = v4 ? -0x1.04p7f : v2;
      const float v8 = fma(v5, 0x1.715476p0f, 0x1.80017ep23f);
      const float v9 = v8 - 0x1.80017ep23f;
      const float v11 = fma(v9, -0x1.62e43p-1f, v5);
      const float v14 = v0 - v2;
      const float v15 = v2 + v14;
      const float v16 = v0 - v15;
      const float v17 = v14 - v1;
      const float v18 = v16 + v17;
      const float v19 = v4 ? 0x0.0p0f : v18;
      const float v20 = fma(v9, 0x1.05c61p-29f, v19);
      const float v21 = v11 + v20;
      const float v23 = v21 * 0x1.0p-1f;
      const float v24 = fma(v23, v21, v21);
      const float v26 = v24 + 0x1.0p0f;
      const uint v27 = as_uint(v8);
      const uint v29 = v27 << 23u;
      const float v30 = as_float(v29);
      const float v31 = v26 * v30;
      const float v32 = v26 - 0x1.0p0f;
      const float v33 = v24 - v32;
      const float v34 = v21 - v11;
      const float v35 = v20 - v34;
      const float v36 = v21 * v21;
      const float v37 = v36 * v21;
      const float v40 = fma(v21, 0x1.9a589p-13f, 0x1.6d4cb8p-10f);
      const float v42 = fma(v40, v21, 0x1.1115dp-7f);
      const float v44 = fma(v42, v21, 0x1.5554e8p-5f);
      const float v46 = fma(v44, v21, 0x1.555552p-3f);
      const float v47 = v21 - v24;
      const float v48 = fma(v23, v21, v47);
      const float v49 = fma(v37, v46, v48);
      const float v50 = fma(v35, v24, v49);
      const float v51 = v50 + v35;
      const float v52 = v33 + v51;
      const float v53 = v52 * v30;
      const float v62 = v53 * v58;
      const float v63 = fma(v31, v61, v62);
      const float v64 = fma(v31, v58, v63);
      const float v65 = v64 * 0x1.0p-64f;
      out[e] = v65;
    }
  }
}
