package io.hillock.gpu.opencl;

import java.util.HashMap;
import java.util.Map;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_device_id;
import org.jocl.cl_kernel;
import org.jocl.cl_program;

/**
 * A program that the driver compiled, with its kernels. A kernel holds the arguments of one call.
 */
final class CompiledProgram {
  private final cl_program program;
  private final cl_device_id device;
  private final Map<String, cl_kernel> kernels = new HashMap<>();

  CompiledProgram(cl_program program, cl_device_id device) {
    this.program = program;
    this.device = device;
  }

  /** Returns a kernel; the caller holds the lock under which kernels are used. */
  cl_kernel kernel(String name) {
    return kernels.computeIfAbsent(
        name,
        key ->
            OpenClStatus.create(
                "clCreateKernel " + key, status -> CL.clCreateKernel(program, key, status)));
  }

  /** Returns the most work items that a group of a kernel may have. */
  int largestGroup(String name) {
    long[] size = new long[1];
    cl_kernel kernel = kernel(name);
    OpenClStatus.check(
        "clGetKernelWorkGroupInfo " + name,
        () ->
            CL.clGetKernelWorkGroupInfo(
                kernel, device, CL.CL_KERNEL_WORK_GROUP_SIZE, Long.BYTES, Pointer.to(size), null));
    return (int) size[0];
  }

  /** Gives everything back. */
  void release() {
    kernels.values().forEach(kernel -> OpenClStatus.status(() -> CL.clReleaseKernel(kernel)));
    kernels.clear();
    OpenClStatus.status(() -> CL.clReleaseProgram(program));
  }
}
