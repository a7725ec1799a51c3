package io.hillock.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Builds TIFF files byte by byte, with any tags, a strip a page. */
final class TiffFile {
  static final int WIDTH = 256;
  static final int HEIGHT = 257;
  static final int BITS = 258;
  static final int COMPRESSION = 259;
  static final int PHOTOMETRIC = 262;
  static final int STRIP_OFFSETS = 273;
  static final int SAMPLES = 277;
  static final int ROWS = 278;
  static final int STRIP_COUNTS = 279;
  static final int PLANAR = 284;
  static final int EXTRA = 338;
  static final int PROFILE = 34675;

  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int UNDEFINED = 7;

  private final List<Map<Integer, byte[]>> pages = new ArrayList<>();
  private final List<byte[]> strips = new ArrayList<>();

  /** Begins a page of one strip, not compressed, the samples of a pixel next to each other. */
  TiffFile page(int width, int height, int bits, int samples, int photometric, byte[] strip) {
    pages.add(new TreeMap<>());
    strips.add(strip);
    int[] each = new int[samples];
    java.util.Arrays.fill(each, bits);
    return tag(WIDTH, width)
        .tag(HEIGHT, height)
        .tag(BITS, each)
        .tag(COMPRESSION, 1)
        .tag(PHOTOMETRIC, photometric)
        .tag(SAMPLES, samples)
        .tag(ROWS, height);
  }

  /** Sets a tag of the last page to 16-bit numbers. */
  TiffFile tag(int tag, int... numbers) {
    ByteBuffer values = ByteBuffer.allocate(2 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int number : numbers) {
      values.putShort((short) number);
    }
    pages.get(pages.size() - 1).put(tag, values.array());
    return this;
  }

  /** Sets a tag of the last page to bytes. */
  TiffFile bytes(int tag, byte... values) {
    pages.get(pages.size() - 1).put(tag, values);
    return this;
  }

  byte[] end() {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(new byte[] {'I', 'I', 42, 0});
    int position = 8;
    List<byte[]> parts = new ArrayList<>();
    List<Integer> directories = new ArrayList<>();
    for (int i = 0; i < pages.size(); i++) {
      byte[] page = page(pages.get(i), strips.get(i), position);
      parts.add(page);
      directories.add(position + strips.get(i).length + strips.get(i).length % 2);
      position += page.length;
    }
    for (int i = 0; i < parts.size(); i++) {
      int next = i + 1 < parts.size() ? directories.get(i + 1) : 0;
      int entries = pages.get(i).size() + 2;
      int at = directories.get(i) - start(parts, i) + 2 + 12 * entries;
      ByteBuffer.wrap(parts.get(i)).order(ByteOrder.LITTLE_ENDIAN).putInt(at, next);
    }
    file.writeBytes(little(directories.get(0)));
    parts.forEach(file::writeBytes);
    return file.toByteArray();
  }

  private static int start(List<byte[]> parts, int index) {
    return 8 + parts.subList(0, index).stream().mapToInt(part -> part.length).sum();
  }

  /** The strip, the directory, and the values that do not fit in there. */
  private static byte[] page(Map<Integer, byte[]> tags, byte[] strip, int start) {
    Map<Integer, byte[]> all = new TreeMap<>(tags);
    all.put(STRIP_OFFSETS, little(start));
    all.put(STRIP_COUNTS, little(strip.length));
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    page.writeBytes(strip);
    page.writeBytes(new byte[strip.length % 2]);
    int outside = start + page.size() + 2 + 12 * all.size() + 4;
    ByteArrayOutputStream values = new ByteArrayOutputStream();
    page.writeBytes(new byte[] {(byte) all.size(), 0});
    for (Map.Entry<Integer, byte[]> tag : all.entrySet()) {
      byte[] value = tag.getValue();
      int number = tag.getKey();
      boolean isLong = number == STRIP_OFFSETS || number == STRIP_COUNTS;
      int type = number == PROFILE ? UNDEFINED : isLong ? LONG : SHORT;
      int size = type == UNDEFINED ? 1 : type == LONG ? 4 : 2;
      page.writeBytes(new byte[] {(byte) number, (byte) (number >> 8), (byte) type, 0});
      page.writeBytes(little(value.length / size));
      if (value.length <= 4) {
        page.writeBytes(java.util.Arrays.copyOf(value, 4));
      } else {
        page.writeBytes(little(outside + values.size()));
        values.writeBytes(value);
        values.writeBytes(new byte[value.length % 2]);
      }
    }
    page.writeBytes(new byte[4]);
    page.writeBytes(values.toByteArray());
    return page.toByteArray();
  }

  private static byte[] little(int number) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(number).array();
  }
}
