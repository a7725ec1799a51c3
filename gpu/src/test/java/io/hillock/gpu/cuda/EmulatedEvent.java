package io.hillock.gpu.cuda;

import jcuda.driver.CUresult;

/** An event of the emulated driver. */
final class EmulatedEvent implements Driver.Event {
  /** A place in a stream that an event was recorded at. */
  static final class Mark {
    private static final int OFTEN = 3;

    private final EmulatedStream stream;
    private boolean reached;
    private double time;
    private int asked;

    Mark(EmulatedStream stream) {
      this.stream = stream;
    }

    EmulatedStream stream() {
      return stream;
    }

    void reach(double now) {
      reached = true;
      time = now;
    }

    boolean isReached() {
      return reached;
    }

    /** Counts a question whether it is reached. */
    boolean askedOften() {
      return ++asked >= OFTEN;
    }
  }

  private final boolean timing;
  private Mark mark;

  EmulatedEvent(boolean timing) {
    this.timing = timing;
  }

  /** Returns where it was recorded last, or null. */
  Mark mark() {
    return mark;
  }

  Mark record(EmulatedStream stream) {
    mark = new Mark(stream);
    return mark;
  }

  /** Returns when it was reached, in milliseconds. */
  double time() {
    if (!timing || mark == null) {
      throw CudaStatus.exception("cuEventElapsedTime", CUresult.CUDA_ERROR_INVALID_HANDLE);
    }
    if (!mark.reached) {
      throw CudaStatus.exception("cuEventElapsedTime", CUresult.CUDA_ERROR_NOT_READY);
    }
    return mark.time;
  }
}
