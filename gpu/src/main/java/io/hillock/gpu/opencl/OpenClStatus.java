package io.hillock.gpu.opencl;

import io.hillock.tensor.DeviceLostException;
import io.hillock.tensor.HillockException;
import io.hillock.tensor.OutOfDeviceMemoryException;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.jocl.CL;
import org.jocl.CLException;

/** Checks the status of every call of OpenCL. */
final class OpenClStatus {
  private OpenClStatus() {}

  /**
   * Makes a call that returns its status.
   *
   * @param call what is called and on what device, for the message
   */
  static void check(String call, IntSupplier function) {
    int status = status(function);
    if (status != CL.CL_SUCCESS) {
      throw exception(call, status);
    }
  }

  /** Makes a call that creates an object and stores its status. */
  static <T> T create(String call, Function<int[], T> function) {
    int[] status = new int[1];
    T result;
    try {
      result = function.apply(status);
    } catch (CLException e) {
      throw exception(call, e.getStatus());
    }
    if (status[0] != CL.CL_SUCCESS) {
      throw exception(call, status[0]);
    }
    return result;
  }

  /** Makes a call and returns its status, whether or not JOCL was told to throw. */
  static int status(IntSupplier function) {
    try {
      return function.getAsInt();
    } catch (CLException e) {
      return e.getStatus();
    }
  }

  private static HillockException exception(String call, int status) {
    String what = call + ": " + CL.stringFor_errorCode(status) + " (" + status + ")";
    return switch (status) {
      case CL.CL_MEM_OBJECT_ALLOCATION_FAILURE, CL.CL_OUT_OF_RESOURCES, CL.CL_OUT_OF_HOST_MEMORY ->
          new OutOfDeviceMemoryException(
              what + "; close tensors, or work on fewer elements at a time");
      case CL.CL_DEVICE_NOT_AVAILABLE, CL.CL_INVALID_COMMAND_QUEUE, CL.CL_INVALID_CONTEXT ->
          new DeviceLostException(
              what + "; the device was lost: close the engine and create another");
      default -> new HillockException(what);
    };
  }
}
