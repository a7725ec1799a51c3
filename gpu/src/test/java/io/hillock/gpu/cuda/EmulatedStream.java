package io.hillock.gpu.cuda;

import java.util.ArrayDeque;
import java.util.Deque;

/** A stream of the emulated driver: work that was queued and not done yet. */
final class EmulatedStream implements Driver.Stream {
  /**
   * Work that was queued.
   *
   * @param pinned the memory of the host that it works on, or null
   * @param body what it does
   */
  record Work(Driver.Pinned pinned, Runnable body) {}

  private final Deque<Work> queue = new ArrayDeque<>();

  Deque<Work> queue() {
    return queue;
  }
}
