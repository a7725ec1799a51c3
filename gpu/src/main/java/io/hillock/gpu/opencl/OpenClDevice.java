package io.hillock.gpu.opencl;

import io.hillock.gpu.RowSchedule;
import io.hillock.tensor.Device;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;

/**
 * A device of an OpenCL platform and what it says of itself.
 *
 * @param platform its platform
 * @param id its handle
 * @param index its number, counted over all platforms
 */
record OpenClDevice(cl_platform_id platform, cl_device_id id, int index) {
  static final String BACKEND = "opencl";

  private static final int RANK_GPU = 200;

  /** Behind the CPU backend, which is faster on the same cores. */
  private static final int RANK_CPU = 50;

  /** An automatic choice takes what keeps the promise of the same bits. */
  private static final int RANK_INEXACT = 20;

  private static final Pattern VERSION = Pattern.compile("OpenCL (\\d+)\\.(\\d+).*");

  /** Returns the devices of all platforms. */
  static List<OpenClDevice> all() {
    int[] count = new int[1];
    int status = OpenClStatus.status(() -> CL.clGetPlatformIDs(0, null, count));
    if (status == CL.CL_PLATFORM_NOT_FOUND_KHR || count[0] == 0) {
      return List.of();
    }
    cl_platform_id[] platforms = new cl_platform_id[count[0]];
    OpenClStatus.check(
        "clGetPlatformIDs", () -> CL.clGetPlatformIDs(platforms.length, platforms, null));
    List<OpenClDevice> devices = new ArrayList<>();
    for (cl_platform_id platform : platforms) {
      int[] number = new int[1];
      int found =
          OpenClStatus.status(
              () -> CL.clGetDeviceIDs(platform, CL.CL_DEVICE_TYPE_ALL, 0, null, number));
      if (found != CL.CL_SUCCESS || number[0] == 0) {
        continue; // a driver without a device of its own is no error
      }
      cl_device_id[] ids = new cl_device_id[number[0]];
      OpenClStatus.check(
          "clGetDeviceIDs",
          () -> CL.clGetDeviceIDs(platform, CL.CL_DEVICE_TYPE_ALL, ids.length, ids, null));
      for (cl_device_id id : ids) {
        devices.add(new OpenClDevice(platform, id, devices.size()));
      }
    }
    return devices;
  }

  /** Returns the entry for the list of devices. */
  Device describe() {
    String obstacle = obstacle();
    if (obstacle != null) {
      return Device.unavailable(BACKEND, index, name(), obstacle);
    }
    String inexact = inexact();
    return Device.available(
        BACKEND,
        index,
        inexact == null ? name() : name() + " (inexact: " + inexact + ")",
        memoryBytes(),
        driver(),
        inexact != null ? RANK_INEXACT : isCpu() ? RANK_CPU : RANK_GPU);
  }

  /** Returns why the device cannot be used; null where it can. */
  private String obstacle() {
    String version = text(CL.CL_DEVICE_VERSION);
    Matcher matcher = VERSION.matcher(version);
    if (!matcher.matches()
        || Integer.parseInt(matcher.group(1)) * 100 + Integer.parseInt(matcher.group(2)) < 102) {
      return "it has '" + version + "', but OpenCL 1.2 is needed; install a newer driver";
    }
    if (number(CL.CL_DEVICE_AVAILABLE) == 0) {
      return "its driver says that it is not available now";
    }
    if (number(CL.CL_DEVICE_COMPILER_AVAILABLE) == 0) {
      return "its driver has no compiler for OpenCL C; install the full driver";
    }
    if (number(CL.CL_DEVICE_MAX_WORK_GROUP_SIZE) < RowSchedule.GROUP) {
      return "its work-groups have at most "
          + number(CL.CL_DEVICE_MAX_WORK_GROUP_SIZE)
          + " work items, but rows need "
          + RowSchedule.GROUP;
    }
    if (text(CL.CL_DEVICE_PROFILE).equals("EMBEDDED_PROFILE")
        && !text(CL.CL_DEVICE_EXTENSIONS).contains("cles_khr_int64")) {
      return "it has no 64-bit integers, which count the elements";
    }
    return null;
  }

  /** Returns in what the device's arithmetic is not that of IEEE 754; null where it is. */
  String inexact() {
    long config = floatConfig();
    List<String> lacks = new ArrayList<>();
    if ((config & CL.CL_FP_DENORM) == 0) {
      lacks.add("flushes subnormals to zero");
    }
    if ((config & CL.CL_FP_ROUND_TO_NEAREST) == 0) {
      lacks.add("does not round to nearest");
    }
    if ((config & CL.CL_FP_INF_NAN) == 0) {
      lacks.add("has no infinities and NaN");
    }
    return lacks.isEmpty() ? null : String.join(", ", lacks);
  }

  /** Returns whether division and square root are correctly rounded when asked to be. */
  boolean dividesExactly() {
    return (floatConfig() & CL.CL_FP_CORRECTLY_ROUNDED_DIVIDE_SQRT) != 0;
  }

  /** Returns whether it has float64, which OpenCL then requires to be exact. */
  boolean hasDoubles() {
    return List.of(text(CL.CL_DEVICE_EXTENSIONS).split("\\s+")).contains("cl_khr_fp64");
  }

  private long floatConfig() {
    return number(CL.CL_DEVICE_SINGLE_FP_CONFIG);
  }

  String name() {
    return text(CL.CL_DEVICE_NAME);
  }

  /** Returns the driver's name and version, and that of OpenCL. */
  String driver() {
    Matcher matcher = VERSION.matcher(text(CL.CL_DEVICE_VERSION));
    String version = matcher.matches() ? matcher.group(1) + "." + matcher.group(2) : "?";
    return platformName() + " " + text(CL.CL_DRIVER_VERSION) + " (OpenCL " + version + ")";
  }

  /** Returns what a compiled kernel depends on beside its source and options. */
  List<String> identity() {
    return List.of(platformName(), name(), text(CL.CL_DEVICE_VERSION), text(CL.CL_DRIVER_VERSION));
  }

  boolean isCpu() {
    return (number(CL.CL_DEVICE_TYPE) & CL.CL_DEVICE_TYPE_CPU) != 0;
  }

  long memoryBytes() {
    return number(CL.CL_DEVICE_GLOBAL_MEM_SIZE);
  }

  long largestBuffer() {
    return number(CL.CL_DEVICE_MAX_MEM_ALLOC_SIZE);
  }

  int computeUnits() {
    return (int) number(CL.CL_DEVICE_MAX_COMPUTE_UNITS);
  }

  /** Returns the number that a query gives; all that are asked for have at most 64 bits. */
  private long number(int query) {
    long[] value = new long[1];
    OpenClStatus.check(
        "clGetDeviceInfo",
        () -> CL.clGetDeviceInfo(id, query, Long.BYTES, Pointer.to(value), null));
    return value[0];
  }

  private String text(int query) {
    long[] size = new long[1];
    OpenClStatus.check("clGetDeviceInfo", () -> CL.clGetDeviceInfo(id, query, 0, null, size));
    byte[] bytes = new byte[(int) size[0]];
    OpenClStatus.check(
        "clGetDeviceInfo",
        () -> CL.clGetDeviceInfo(id, query, bytes.length, Pointer.to(bytes), null));
    return string(bytes);
  }

  private String platformName() {
    int query = CL.CL_PLATFORM_NAME;
    long[] size = new long[1];
    OpenClStatus.check(
        "clGetPlatformInfo", () -> CL.clGetPlatformInfo(platform, query, 0, null, size));
    byte[] bytes = new byte[(int) size[0]];
    OpenClStatus.check(
        "clGetPlatformInfo",
        () -> CL.clGetPlatformInfo(platform, query, bytes.length, Pointer.to(bytes), null));
    return string(bytes);
  }

  /** A text of OpenCL ends with a zero byte. */
  static String string(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    int end = text.indexOf('\0');
    return (end < 0 ? text : text.substring(0, end)).strip();
  }
}
