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

// The value of a sum and what that leaves.
static float2 whole(const float2 a) {
  const float value = a.x + a.y;
  return a.y != a.y ? (float2) (a.x, 0.0f) : (float2) (value, (a.x - value) + a.y);
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

// The sum of a row and its rest: what has no neighbour passes on to the next level.
static float2 total(__local const float2 *levels, const ulong chunks) {
  float2 sum = (float2) (0.0f, 0.0f);
  bool first = true;
  for (uint level = 0; chunks >> level; level++) {
    if ((chunks >> level) & 1) {
      sum = first ? levels[level] : add(levels[level], sum);
      first = false;
    }
  }
  return whole(sum);
}

__attribute__((reqd_work_group_size(128, 1, 1)))
__kernel void hillock_row(
    __global float *out,
    __global const float *in0,
    const ulong rows,
    const ulong length,
    const ulong inner) {
  __local float2 all_slots[128];
  __local float2 all_levels45[ROWS * LEVELS];
  const uint item = get_local_id(0);
  // Neighbours in memory to neighbouring work items.
  const uint lane = inner == 1 ? item % WIDTH : item / ROWS;
  const uint place = inner == 1 ? item / WIDTH : item % ROWS;
  __local float2 *slots = all_slots + place * WIDTH;
  __local float2 *levels45 = all_levels45 + place * LEVELS;
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
      float2 part45 = (float2) (0.0f, 0.0f);
      for (ulong i = start + lane; i < end; i += WIDTH) {
        const ulong e = base + i * inner;
        const float v0 = in0[e];
        const float v2 = v1 - v0;
        const uint v3 = as_uint(v2);
        const uint v5 = v3 & 0x7fffffffu;
        const uint v7 = as_uint(min(as_int(v5), as_int(0x430463d7u)));
        const float v8 = as_float(v7);
        const float v11 = fma(v8, -0x1.715476p0f, 0x1.80017ep23f);
        const float v12 = v11 - 0x1.80017ep23f;
        const float v14 = fma(v12, 0x1.62e43p-1f, v8);
        const float v16 = v1 - v2;
        const float v17 = v2 + v16;
        const float v18 = v1 - v17;
        const float v19 = v16 - v0;
        const float v20 = v18 + v19;
        const float v21 = fma(v12, -0x1.05c61p-29f, v20);
        const float v22 = v14 + v21;
        const uint v23 = as_uint(v22);
        const uint v25 = v23 & 0xbfffffffu;
        const float v26 = as_float(v25);
        const float v29 = fma(v26, 0x1.686a4p-10f, -0x1.123cf6p-7f);
        const float v31 = fma(v29, v26, 0x1.555b82p-5f);
        const float v33 = fma(v31, v26, -0x1.55548cp-3f);
        const float v35 = fma(v33, v26, 0x1.fffff8p-2f);
        const float v37 = fma(v35, v26, -0x1.0p0f);
        const float v39 = fma(v37, v26, 0x1.0p0f);
        const uint v40 = as_uint(v11);
        const uint v42 = v40 << 23u;
        const float v43 = as_float(v42);
        const float v44 = v39 * v43;
        part45 = add(part45, (float2) (v44, 0.0f));
      }
      add_chunk(part45, lane, slots, levels45, start / 4096);
    }
    const float2 sum45 = total(levels45, (length + 4095) / 4096);
    const float v45 = sum45.x;
    const float v48 = sum45.y;
    const float v46 = 0x1.0p0f / v45;
    const float v47 = as_float(as_uint(v46) ^ 0x80000000u);
    const float v49 = fma(v47, v45, 0x1.0p0f);
    const float v50 = fma(v47, v48, v49);
    const float v51 = v50 * v46;
    for (ulong i = lane; i < size; i += WIDTH) {
      const ulong e = base + i * inner;
      const float v0 = in0[e];
      const float v2 = v1 - v0;
      const uint v3 = as_uint(v2);
      const uint v5 = v3 & 0x7fffffffu;
      const uint v7 = as_uint(min(as_int(v5), as_int(0x430463d7u)));
      const float v8 = as_float(v7);
      const float v11 = fma(v8, -0x1.715476p0f, 0x1.80017ep23f);
      const float v12 = v11 - 0x1.80017ep23f;
      const float v14 = fma(v12, 0x1.62e43p-1f, v8);
      const float v16 = v1 - v2;
      const float v17 = v2 + v16;
      const float v18 = v1 - v17;
      const float v19 = v16 - v0;
      const float v20 = v18 + v19;
      const float v21 = fma(v12, -0x1.05c61p-29f, v20);
      const float v22 = v14 + v21;
      const uint v23 = as_uint(v22);
      const uint v25 = v23 & 0xbfffffffu;
      const float v26 = as_float(v25);
      const float v29 = fma(v26, 0x1.686a4p-10f, -0x1.123cf6p-7f);
      const float v31 = fma(v29, v26, 0x1.555b82p-5f);
      const float v33 = fma(v31, v26, -0x1.55548cp-3f);
      const float v35 = fma(v33, v26, 0x1.fffff8p-2f);
      const float v37 = fma(v35, v26, -0x1.0p0f);
      const float v39 = fma(v37, v26, 0x1.0p0f);
      const uint v40 = as_uint(v11);
      const uint v42 = v40 << 23u;
      const float v43 = as_float(v42);
      const float v44 = v39 * v43;
      const float v52 = v44 * v51;
      const float v53 = fma(v44, v46, v52);
      out[e] = v53;
    }
  }
}
