package io.hillock.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkerPoolTest {
  @Test
  void everyPartRunsOnceWhateverTheThreads() {
    for (int threads = 1; threads <= 5; threads++) {
      try (WorkerPool pool = new WorkerPool(threads)) {
        for (int round = 0; round < 500; round++) {
          AtomicIntegerArray runs = new AtomicIntegerArray(round % 17);
          pool.run(part -> runs.incrementAndGet((int) part), runs.length());
          for (int i = 0; i < runs.length(); i++) {
            assertEquals(1, runs.get(i));
          }
        }
      }
    }
  }

  @Test
  void manyCallersShareThePool() throws InterruptedException {
    try (WorkerPool pool = new WorkerPool(3)) {
      AtomicIntegerArray sums = new AtomicIntegerArray(8);
      List<Thread> callers = new ArrayList<>();
      for (int c = 0; c < sums.length(); c++) {
        int caller = c;
        Thread thread =
            new Thread(
                () -> {
                  for (int round = 0; round < 200; round++) {
                    pool.run(part -> sums.incrementAndGet(caller), 10);
                  }
                });
        callers.add(thread);
        thread.start();
      }
      for (Thread thread : callers) {
        thread.join();
      }
      for (int c = 0; c < sums.length(); c++) {
        assertEquals(2000, sums.get(c));
      }
    }
  }

  @Test
  void aPoolThatIsClosedUnderWorkFinishesIt() throws InterruptedException {
    for (int round = 0; round < 200; round++) {
      AtomicIntegerArray runs = new AtomicIntegerArray(40);
      WorkerPool pool = new WorkerPool(3);
      Thread caller =
          new Thread(
              () -> {
                for (int i = 0; i < 20; i++) {
                  pool.run(part -> runs.incrementAndGet((int) part), runs.length());
                }
              });
      caller.start();
      pool.close();
      caller.join();
      assertEquals(20, runs.get(39));
    }
  }

  @Test
  void aFailureReachesTheCallerAndThePoolGoesOn() {
    try (WorkerPool pool = new WorkerPool(2)) {
      IllegalStateException e =
          assertThrows(
              IllegalStateException.class,
              () ->
                  pool.run(
                      part -> {
                        throw new IllegalStateException("part " + part);
                      },
                      100));
      assertEquals("part ", e.getMessage().substring(0, 5));
      AtomicIntegerArray runs = new AtomicIntegerArray(1);
      pool.run(part -> runs.incrementAndGet(0), 50);
      assertEquals(50, runs.get(0));
    }
  }
}
