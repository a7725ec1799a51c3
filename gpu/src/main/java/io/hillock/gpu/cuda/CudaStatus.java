package io.hillock.gpu.cuda;

import io.hillock.tensor.DeviceLostException;
import io.hillock.tensor.HillockException;
import io.hillock.tensor.OutOfDeviceMemoryException;
import jcuda.driver.CUresult;

/** Says what a status of the driver, one of {@link CUresult}, means for the user. */
final class CudaStatus {
  private CudaStatus() {}

  /**
   * Returns the exception for a status that is not success.
   *
   * @param call what was called
   * @param status the status
   */
  static HillockException exception(String call, int status) {
    String what = call + ": " + CUresult.stringFor(status) + " (" + status + ")";
    if (isLost(status)) {
      return new DeviceLostException(
          what
              + "; the device was lost: close the engine and create another, or start the program"
              + " anew where that fails");
    }
    return status == CUresult.CUDA_ERROR_OUT_OF_MEMORY
        ? new OutOfDeviceMemoryException(
            what + "; close tensors, or work on fewer elements at a time")
        : new HillockException(what);
  }

  /** Returns whether a context is of no more use: every later call gives the same status. */
  private static boolean isLost(int status) {
    return switch (status) {
      case CUresult.CUDA_ERROR_DEINITIALIZED,
          CUresult.CUDA_ERROR_DEVICE_UNAVAILABLE,
          CUresult.CUDA_ERROR_INVALID_CONTEXT,
          CUresult.CUDA_ERROR_ECC_UNCORRECTABLE,
          CUresult.CUDA_ERROR_NVLINK_UNCORRECTABLE,
          CUresult.CUDA_ERROR_ILLEGAL_ADDRESS,
          CUresult.CUDA_ERROR_LAUNCH_TIMEOUT,
          CUresult.CUDA_ERROR_CONTEXT_IS_DESTROYED,
          CUresult.CUDA_ERROR_ASSERT,
          CUresult.CUDA_ERROR_HARDWARE_STACK_ERROR,
          CUresult.CUDA_ERROR_ILLEGAL_INSTRUCTION,
          CUresult.CUDA_ERROR_MISALIGNED_ADDRESS,
          CUresult.CUDA_ERROR_INVALID_ADDRESS_SPACE,
          CUresult.CUDA_ERROR_INVALID_PC,
          CUresult.CUDA_ERROR_LAUNCH_FAILED,
          CUresult.CUDA_ERROR_UNKNOWN ->
          true;
      default -> false;
    };
  }
}
