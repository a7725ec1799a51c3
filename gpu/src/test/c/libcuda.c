/*
 * A driver without a GPU for NativeDriverTest: device memory is that of the host, work is done when it
 * is queued, and every kernel doubles its input. Handles are numbers; a wrong one is an invalid value.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef uint64_t address;

enum { SUCCESS = 0, INVALID_VALUE = 1, OUT_OF_MEMORY = 2, INVALID_PTX = 218, NOT_READY = 600 };

#define CONTEXT ((void *) 0x1000)
#define MODULE ((void *) 0x2000)
#define FUNCTION ((void *) 0x3000)
#define LARGEST ((size_t) 1 << 30)

static uintptr_t handles = 0x4000;
static int current;

static int is_handle(void *handle) { return (uintptr_t) handle > 0x4000 && (uintptr_t) handle <= handles; }

int cuInit(unsigned flags) { return flags; }
int cuDriverGetVersion(int *version) { *version = 12040; return SUCCESS; }
int cuDeviceGetCount(int *count) { *count = 1; return SUCCESS; }
int cuDeviceGet(int *device, int index) { *device = 7; return index; }
int cuDeviceGetName(char *name, int size, int device) { strncpy(name, "No GPU", size); return device != 7; }
int cuDeviceTotalMem_v2(size_t *bytes, int device) { *bytes = LARGEST; return device != 7; }

int cuDeviceGetAttribute(int *value, int attribute, int device) {
  switch (attribute) {
    case 8: *value = 48 << 10; break;
    case 16: *value = 4; break;
    case 75: *value = 9; break;
    case 76: *value = 0; break;
    case 81: *value = 228 << 10; break;
    case 97: *value = 227 << 10; break;
    case 115: *value = 1; break;
    default: return INVALID_VALUE;
  }
  return device != 7;
}

int cuDevicePrimaryCtxRetain(void **context, int device) { *context = CONTEXT; return device != 7; }
int cuDevicePrimaryCtxRelease_v2(int device) { return device != 7 || current; }
int cuCtxPushCurrent_v2(void *context) { current++; return context != CONTEXT; }
int cuCtxPopCurrent_v2(void **context) { *context = CONTEXT; return --current < 0; }

int cuModuleLoadDataEx(void **module, const char *image, unsigned count, int *options, void **values) {
  if (!strstr(image, ".version 7.0") || !strstr(image, "ret;\n}\n")) return INVALID_VALUE;
  if (strstr(image, "broken")) {
    for (unsigned i = 0; i < count; i++) {
      if (options[i] == 5) strcpy(values[i], "line 1: the source is broken");
    }
    return INVALID_PTX;
  }
  *module = MODULE;
  return current != 1;
}

int cuModuleUnload(void *module) { return module != MODULE; }

int cuModuleGetFunction(void **function, void *module, const char *name) {
  *function = FUNCTION;
  return module != MODULE || strncmp(name, "hillock_", 8);
}

int cuFuncSetAttribute(void *function, int attribute, int value) {
  return function != FUNCTION || attribute != 8 || value != 60000;
}

int cuOccupancyMaxActiveBlocksPerMultiprocessor(int *blocks, void *function, int threads, size_t bytes) {
  *blocks = 5;
  return function != FUNCTION || threads != 256 || bytes != 1000;
}

/* The arguments are those of a map of one float32 input: the output, the input and the count. */
int cuLaunchKernel(
    void *function, unsigned x, unsigned y, unsigned z, unsigned bx, unsigned by, unsigned bz,
    unsigned bytes, void *stream, void **parameters, void **extra) {
  const char *arguments = 0;
  size_t size = 0;
  if (parameters || !extra) return INVALID_VALUE;
  for (; *extra; extra += 2) {
    if (*extra == (void *) 1) arguments = extra[1];
    else if (*extra == (void *) 2) size = *(size_t *) extra[1];
    else return INVALID_VALUE;
  }
  if (function != FUNCTION || y != 1 || z != 1 || by != 1 || bz != 1 || bytes || size != 24 || !is_handle(stream)) {
    return INVALID_VALUE;
  }
  float *out = (float *) ((address *) arguments)[0];
  float *in = (float *) ((address *) arguments)[1];
  address count = ((address *) arguments)[2];
  if (count > (address) x * bx * 8) return INVALID_VALUE;
  for (address i = 0; i < count; i++) out[i] = 2 * in[i];
  return current != 1;
}

static int allocate(address *to, size_t bytes) {
  *to = bytes > LARGEST ? 0 : (address) aligned_alloc(256, (bytes + 255) / 256 * 256);
  return *to ? SUCCESS : OUT_OF_MEMORY;
}

int cuMemAlloc_v2(address *to, size_t bytes) { return allocate(to, bytes); }
int cuMemFree_v2(address from) { free((void *) from); return SUCCESS; }
int cuMemAllocAsync(address *to, size_t bytes, void *stream) { return is_handle(stream) ? allocate(to, bytes) : INVALID_VALUE; }
int cuMemFreeAsync(address from, void *stream) { free((void *) from); return !is_handle(stream); }
int cuMemGetInfo_v2(size_t *left, size_t *total) { *left = 12345; *total = LARGEST; return SUCCESS; }
int cuMemHostAlloc(void **to, size_t bytes, unsigned flags) { *to = malloc(bytes); return flags != 1; }
int cuMemFreeHost(void *from) { free(from); return SUCCESS; }

int cuMemcpyHtoDAsync_v2(address to, const void *from, size_t bytes, void *stream) {
  memcpy((void *) to, from, bytes);
  return !is_handle(stream);
}

int cuMemcpyDtoHAsync_v2(void *to, address from, size_t bytes, void *stream) {
  memcpy(to, (void *) from, bytes);
  return !is_handle(stream);
}

int cuMemcpyDtoDAsync_v2(address to, address from, size_t bytes, void *stream) {
  memcpy((void *) to, (void *) from, bytes);
  return !is_handle(stream);
}

int cuMemsetD8Async(address to, unsigned char value, size_t bytes, void *stream) {
  memset((void *) to, value, bytes);
  return !is_handle(stream);
}

int cuStreamCreate(void **stream, unsigned flags) { *stream = (void *) ++handles; return flags != 1; }
int cuStreamDestroy_v2(void *stream) { return !is_handle(stream); }
int cuStreamSynchronize(void *stream) { return !is_handle(stream); }
int cuStreamWaitEvent(void *stream, void *event, unsigned flags) { return !is_handle(stream) || !is_handle(event) || flags; }
int cuEventCreate(void **event, unsigned flags) { *event = (void *) ++handles; return flags != 0 && flags != 2; }
int cuEventDestroy_v2(void *event) { return !is_handle(event); }
int cuEventRecord(void *event, void *stream) { return !is_handle(event) || !is_handle(stream); }
int cuEventQuery(void *event) { return is_handle(event) ? NOT_READY : INVALID_VALUE; }
int cuEventSynchronize(void *event) { return !is_handle(event); }
int cuEventElapsedTime(float *time, void *start, void *end) { *time = 1.5f; return !is_handle(start) || !is_handle(end); }
