package io.hillock.gpu.cuda.emulator;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/**
 * The global memory of a device. Addresses are never used again, and there is room between two
 * allocations, so that an access out of one never hits another by chance.
 */
public final class DeviceMemory {
  private static final long FIRST = 0x7f0000000000L;
  private static final long ALIGN = 256;
  private static final long GAP = 1 << 20;

  private final TreeMap<Long, Region> regions = new TreeMap<>();
  private long next = FIRST + ALIGN;
  private int count;
  private long used;

  DeviceMemory() {}

  /** Allocates memory at a multiple of 256, and of no larger power of two. */
  public long allocate(long bytes) {
    long address = next;
    next = (address + bytes + GAP) / (2 * ALIGN) * (2 * ALIGN) + ALIGN;
    regions.put(address, new Region("allocation " + ++count, address, bytes));
    used += bytes;
    return address;
  }

  /** Returns the address of memory that is not there before {@link #provide}. */
  public long reserve(long bytes) {
    long address = allocate(bytes);
    regions.get(address).setProvided(false);
    return address;
  }

  /** Provides memory that was reserved. */
  public void provide(long address) {
    regions.get(address).setProvided(true);
  }

  /** Gives memory back. */
  public void free(long address) {
    Region region = regions.get(address);
    if (region == null || region.isFreed()) {
      throw new Trap(
          "0x"
              + Long.toHexString(address)
              + (region == null ? " was not allocated" : " is freed twice"));
    }
    used -= region.bytes();
    region.free();
  }

  /** Returns the bytes that are allocated. */
  public long used() {
    return used;
  }

  /** Returns how many allocations there are that were not given back. */
  public long allocations() {
    return regions.values().stream().filter(region -> !region.isFreed()).count();
  }

  /** Writes what a buffer has. */
  public void put(long address, ByteBuffer source) {
    Region region = require(address, source.remaining(), "a copy writes");
    region.put(address - region.start(), source);
  }

  /** Fills a buffer. */
  public void get(long address, ByteBuffer target) {
    Region region = require(address, target.remaining(), "a copy reads");
    region.get(address - region.start(), target);
  }

  /** Writes the same byte everywhere. */
  public void fill(long address, byte value, long bytes) {
    Region region = require(address, bytes, "a copy writes");
    region.fill(address - region.start(), value, bytes);
  }

  /** Copies within the device. */
  public void copy(long source, long target, long bytes) {
    Region from = require(source, bytes, "a copy reads");
    Region to = require(target, bytes, "a copy writes");
    from.copy(source - from.start(), to, target - to.start(), bytes);
  }

  private Region require(long address, long bytes, String what) {
    Region region = find(address, bytes);
    if (region == null) {
      throw new Trap(what + " " + bytes + " bytes " + explain(address, bytes));
    }
    return region;
  }

  /** Returns the region that bytes are in, or null. */
  Region find(long address, long bytes) {
    Map.Entry<Long, Region> entry = regions.floorEntry(address);
    return entry != null && entry.getValue().has(address, bytes) ? entry.getValue() : null;
  }

  /** Says why bytes are in no region. */
  String explain(long address, long bytes) {
    String where = "at 0x" + Long.toHexString(address);
    Map.Entry<Long, Region> entry = regions.floorEntry(address);
    if (entry != null && address - entry.getKey() < entry.getValue().bytes() + GAP / 2) {
      Region region = entry.getValue();
      return where
          + (address - region.start() <= region.bytes() - bytes ? ", in " : ", behind the end of ")
          + region;
    }
    Map.Entry<Long, Region> above = regions.higherEntry(address);
    return above != null && above.getKey() - address < GAP / 2
        ? where + ", before the beginning of " + above.getValue()
        : where + ", where nothing was allocated";
  }
}
