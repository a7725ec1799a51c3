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
  __local float2 all_levels40[ROWS * LEVELS];
  const uint item = get_local_id(0);
  // Neighbours in memory to neighbouring work items.
  const uint lane = inner == 1 ? item % WIDTH : item / ROWS;
  const uint place = inner == 1 ? item / WIDTH : item % ROWS;
  __local float2 *slots = all_slots + place * WIDTH;
  __local float2 *levels40 = all_levels40 + place * LEVELS;
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
      float2 part40 = (float2) (0.0f, 0.0f);
      for (ulong i = start + lane; i < end; i += WIDTH) {
        const ulong e = base + i * inner;
        const float v0 = in0[e];
        const float v2 = v0 - v1;
        const float v5 = fma(v2, 0x1.715476p0f, 0x1.80017ep23f);
        const float v6 = v5 - 0x1.80017ep23f;
        const float v8 = fma(v6, -0x1.62e43p-1f, v2);
        const float v10 = v0 - v2;
        const float v11 = v2 + v10;
        const float v12 = v0 - v11;
        const float v13 = v10 - v1;
        const float v14 = v12 + v13;
        const float v15 = fma(v6, 0x1.05c61p-29f, v14);
        const float v16 = v8 + v15;
        const uint v17 = as_uint(v16);
        const uint v19 = v17 & 0xbfffffffu;
        const float v20 = as_float(v19);
        const float v23 = fma(v20, 0x1.686a4p-10f, 0x1.123cf6p-7f);
        const float v25 = fma(v23, v20, 0x1.555b82p-5f);
        const float v27 = fma(v25, v20, 0x1.55548cp-3f);
        const float v29 = fma(v27, v20, 0x1.fffff8p-2f);
        const float v31 = fma(v29, v20, 0x1.0p0f);
        const float v32 = fma(v31, v20, 0x1.0p0f);
        const uint v33 = as_uint(v5);
        const uint v35 = as_uint(max(as_int(v33), as_int(0x4b400000u)));
        const uint v37 = v35 << 23u;
        const float v38 = as_float(v37);
        const float v39 = v32 * v38;
        part40 = add(part40, (float2) (v39, 0.0f));
      }
      add_chunk(part40, lane, slots, levels40, start / 4096);
    }
    const float2 sum40 = total(levels40, (length + 4095) / 4096);
    const float v40 = sum40.x;
    const float v43 = sum40.y;
    const float v41 = 0x1.0p0f / v40;
    const float v42 = as_float(as_uint(v41) ^ 0x80000000u);
    const float v44 = fma(v42, v40, 0x1.0p0f);
    const float v45 = fma(v42, v43, v44);
    const float v46 = v45 * v41;
    for (ulong i = lane; i < size; i += WIDTH) {
      const ulong e = base + i * inner;
      const float v0 = in0[e];
      const float v2 = v0 - v1;
      const float v5 = fma(v2, 0x1.715476p0f, 0x1.80017ep23f);
      const float v6 = v5 - 0x1.80017ep23f;
      const float v8 = fma(v6, -0x1.62e43p-1f, v2);
      const float v10 = v0 - v2;
      const float v11 = v2 + v10;
      const float v12 = v0 - v11;
      const float v13 = v10 - v1;
      const float v14 = v12 + v13;
      const float v15 = fma(v6, 0x1.05c61p-29f, v14);
      const float v16 = v8 + v15;
      const uint v17 = as_uint(v16);
      const uint v19 = v17 & 0xbfffffffu;
      const float v20 = as_float(v19);
      const float v23 = fma(v20, 0x1.686a4p-10f, 0x1.123cf6p-7f);
      const float v25 = fma(v23, v20, 0x1.555b82p-5f);
      const float v27 = fma(v25, v20, 0x1.55548cp-3f);
      const float v29 = fma(v27, v20, 0x1.fffff8p-2f);
      const float v31 = fma(v29, v20, 0x1.0p0f);
      const float v32 = fma(v31, v20, 0x1.0p0f);
      const uint v33 = as_uint(v5);
      const uint v35 = as_uint(max(as_int(v33), as_int(0x4b400000u)));
      const uint v37 = v35 << 23u;
      const float v38 = as_float(v37);
      const float v39 = v32 * v38;
      const float v47 = v39 * v46;
      const float v48 = fma(v39, v41, v47);
      out[e] = v48;
    }
  }
}
