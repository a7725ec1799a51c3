package io.hillock.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {
  private static final long MIB = 1 << 20;

  @Test
  void growsOnlyByWhatIsFreeAndGivesBackWhatItHas() {
    MemoryBudget budget = new MemoryBudget(10 * MIB);
    MemoryBudget.Lease first = budget.take(4 * MIB);
    MemoryBudget.Lease second = budget.take(4 * MIB);
    assertFalse(first.grow(7 * MIB));
    assertTrue(first.grow(5 * MIB));
    second.shrink(MIB);
    assertTrue(first.grow(8 * MIB));
    first.close();
    first.close();
    assertTrue(second.grow(9 * MIB));
    second.close();
  }

  @Test
  void whatIsLargerThanTheBudgetIsAlone() throws Exception {
    MemoryBudget budget = new MemoryBudget(10 * MIB);
    MemoryBudget.Lease small = budget.take(MIB);
    List<String> order = new ArrayList<>();
    Thread large =
        new Thread(
            () -> {
              try (MemoryBudget.Lease all = budget.take(1000 * MIB)) {
                assertTrue(all.grow(2000 * MIB));
                order.add("large");
              }
            });
    large.start();
    while (large.getState() != Thread.State.WAITING) {
      Thread.sleep(1);
    }
    order.add("small");
    small.close();
    large.join();
    assertEquals(List.of("small", "large"), order);
  }

  @Test
  void manyThreadsNeverHoldMoreThanTheBudgetAndNoneWaitsForever() throws Exception {
    MemoryBudget budget = new MemoryBudget(10 * MIB);
    AtomicLong held = new AtomicLong();
    AtomicLong most = new AtomicLong();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      SplittableRandom random = new SplittableRandom(t);
      threads.add(
          new Thread(
              () -> {
                for (int i = 0; i < 500; i++) {
                  long first = random.nextLong(MIB);
                  long then = random.nextLong(9 * MIB);
                  MemoryBudget.Lease lease = budget.take(first);
                  if (!lease.grow(then)) {
                    lease.exchange(Math.max(first, then));
                  }
                  long now = held.addAndGet(Math.max(first, then));
                  most.accumulateAndGet(now, Math::max);
                  held.addAndGet(-Math.max(first, then));
                  lease.close();
                }
              }));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join(60_000);
      assertFalse(thread.isAlive());
    }
    assertTrue(most.get() <= 10 * MIB, most + " bytes");
  }
}
