package io.hillock.tensor;

/**
 * A device that a backend can run on, or why there is none.
 *
 * @param backend the backend's name: {@code cpu}, {@code opencl} or {@code cuda}
 * @param index the number to ask for the device by
 * @param available whether it can be used
 * @param name the device's name; null where the backend has no device
 * @param reason why it is not available, and the cure; null where it is
 * @param memoryBytes the memory that tensors can use; 0 where it is not available
 * @param driver the driver and its version; null where it is not available
 * @param rank the order in which devices are tried when the choice is automatic, greatest first:
 *     300 for CUDA, 200 for a GPU through OpenCL, 100 for the CPU, less for what is slower than
 *     that
 */
public record Device(
    String backend,
    int index,
    boolean available,
    String name,
    String reason,
    long memoryBytes,
    String driver,
    int rank) {
  /** Returns a device that can be used. */
  public static Device available(
      String backend, int index, String name, long memoryBytes, String driver, int rank) {
    return new Device(backend, index, true, name, null, memoryBytes, driver, rank);
  }

  /** Returns an entry that says why a backend, or one device of it, cannot be used. */
  public static Device unavailable(String backend, int index, String name, String reason) {
    return new Device(backend, index, false, name, reason, 0, null, 0);
  }
}
