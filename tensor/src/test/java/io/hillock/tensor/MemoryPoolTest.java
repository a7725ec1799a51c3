package io.hillock.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hillock.kernels.DataType;
import io.hillock.kernels.Program;
import io.hillock.tensor.spi.Backend;
import io.hillock.tensor.spi.Extent;
import io.hillock.tensor.spi.Memory;
import io.hillock.tensor.spi.Operand;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryPoolTest {
  /** A device that only counts its memory. */
  private static final class Counting implements Backend {
    private final long room;
    private long used;
    private int allocations;

    Counting(long room) {
      this.room = room;
    }

    @Override
    public Device device() {
      return Device.available("counting", 0, "a device that counts", 1 << 20, "none", 0);
    }

    @Override
    public Memory allocate(DataType type, long count) {
      long bytes = count * type.bytes();
      if (used + bytes > room) {
        throw new OutOfDeviceMemoryException("no room for " + bytes);
      }
      used += bytes;
      allocations++;
      return new Memory() {
        @Override
        public long bytes() {
          return bytes;
        }

        @Override
        public void release() {
          used -= bytes;
        }
      };
    }

    @Override
    public void upload(Object source, int from, Memory target, long start, int count) {}

    @Override
    public void download(Memory source, long start, Object target, int from, int count) {}

    @Override
    public void copy(Memory source, Memory target, DataType type, long count) {}

    @Override
    public void run(
        Program program,
        double[] parameters,
        List<Operand> inputs,
        List<Operand> outputs,
        Extent extent) {}

    @Override
    public void finish() {}

    @Override
    public void close() {}
  }

  @Test
  void capacitiesWasteAtMostAnEighth() {
    for (long count = 257; count < 100_000; count += 37) {
      long capacity = MemoryPool.capacity(count);
      assertTrue(capacity >= count && capacity <= count + count / 8 + 1, count + " " + capacity);
      assertEquals(capacity, MemoryPool.capacity(capacity));
    }
    assertEquals(1L << 40, MemoryPool.capacity(1L << 40));
  }

  @Test
  void aSteadyLoopAllocatesOnce() {
    Counting device = new Counting(Long.MAX_VALUE);
    MemoryPool pool = new MemoryPool(device);
    Memory first = pool.take(DataType.FLOAT32, 1000);
    pool.give(DataType.FLOAT32, 1000, first);
    for (int i = 0; i < 100; i++) {
      Memory again = pool.take(DataType.FLOAT32, 1000 - i % 3);
      assertSame(first, again);
      pool.give(DataType.FLOAT32, 1000 - i % 3, again);
    }
    assertEquals(1, device.allocations);
  }

  @Test
  void memoryIsGivenOutForTheSameWidthOnly() {
    Counting device = new Counting(Long.MAX_VALUE);
    MemoryPool pool = new MemoryPool(device);
    Memory wide = pool.take(DataType.FLOAT64, 512);
    pool.give(DataType.FLOAT64, 512, wide);
    Memory narrow = pool.take(DataType.FLOAT32, 1024);
    assertNotSame(wide, narrow);
    Memory half = pool.take(DataType.FLOAT16, 2048);
    pool.give(DataType.FLOAT16, 2048, half);
    assertSame(half, pool.take(DataType.BFLOAT16, 2048));
    assertSame(wide, pool.take(DataType.FLOAT64, 512));
    assertEquals(3, device.allocations);
  }

  @Test
  void thePoolIsEmptiedBeforeADeviceIsFull() {
    Counting device = new Counting(10_000);
    MemoryPool pool = new MemoryPool(device);
    pool.give(DataType.FLOAT32, 1024, pool.take(DataType.FLOAT32, 1024));
    assertEquals(8192, pool.take(DataType.FLOAT32, 2048).bytes());
    assertEquals(8192, device.used);
    OutOfDeviceMemoryException e =
        assertThrows(OutOfDeviceMemoryException.class, () -> pool.take(DataType.FLOAT32, 2048));
    assertTrue(e.getMessage().contains("no room for 8192"), e.getMessage());
  }

  @Test
  void thePoolHoldsAtMostHalfOfTheDevice() {
    Counting device = new Counting(Long.MAX_VALUE);
    MemoryPool pool = new MemoryPool(device);
    Memory[] taken = new Memory[10];
    for (int i = 0; i < taken.length; i++) {
      taken[i] = pool.take(DataType.FLOAT32, 32_768);
    }
    for (Memory memory : taken) {
      pool.give(DataType.FLOAT32, 32_768, memory);
    }
    assertEquals(1 << 19, device.used);
    pool.close();
    assertEquals(0, device.used);
  }
}
