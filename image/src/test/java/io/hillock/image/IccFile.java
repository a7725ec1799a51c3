package io.hillock.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Builds small ICC profiles byte by byte. */
final class IccFile {
  private static final double[] WHITE = {0.9642, 1, 0.8249};

  /** Red, green and blue of sRGB, adapted to the white of profiles. */
  static final double[][] SRGB = {
    {0.4360747, 0.2225045, 0.0139322},
    {0.3850649, 0.7168786, 0.0971045},
    {0.1430804, 0.0606169, 0.7141733}
  };

  private final Map<String, byte[]> tags = new LinkedHashMap<>();
  private final String space;
  private final String connection;
  private final String kind;

  private IccFile(String kind, String space, String connection) {
    this.kind = kind;
    this.space = space;
    this.connection = connection;
    tag("desc", description());
    tag("cprt", text());
    tag("wtpt", xyz(WHITE));
  }

  /** A profile of three primaries and a power. */
  static byte[] rgb(double[][] primaries, double gamma) {
    IccFile file = new IccFile("mntr", "RGB ", "XYZ ");
    for (int c = 0; c < 3; c++) {
      file.tag("rgb".charAt(c) + "XYZ", xyz(primaries[c]));
      file.tag("rgb".charAt(c) + "TRC", curve(gamma));
    }
    return file.end();
  }

  /** A profile of a power of gray. */
  static byte[] gray(double gamma) {
    IccFile file = new IccFile("mntr", "GRAY", "XYZ ");
    file.tag("kTRC", curve(gamma));
    return file.end();
  }

  /**
   * A profile of four inks: a table of their 16 mixtures, all or nothing of each, between which it
   * is interpolated.
   *
   * @param lab lightness from 0 to 100, and the two chromas, of each mixture; the last ink varies
   *     fastest
   */
  static byte[] cmyk(double[][] lab) {
    ByteBuffer table = ByteBuffer.allocate(48 + 4 * 256 + 16 * 3 + 3 * 256);
    table.put("mft1".getBytes(StandardCharsets.US_ASCII)).putInt(0);
    table.put(new byte[] {4, 3, 2, 0});
    for (int i = 0; i < 9; i++) {
      table.putInt(i % 4 == 0 ? 0x10000 : 0);
    }
    for (int i = 0; i < 4 * 256; i++) {
      table.put((byte) i);
    }
    for (double[] colour : lab) {
      table.put((byte) Math.round(colour[0] * 2.55));
      table.put((byte) Math.round(colour[1] + 128)).put((byte) Math.round(colour[2] + 128));
    }
    for (int i = 0; i < 3 * 256; i++) {
      table.put((byte) i);
    }
    IccFile file = new IccFile("prtr", "CMYK", "Lab ");
    file.tag("A2B0", table.array());
    return file.end();
  }

  private void tag(String name, byte[] value) {
    tags.put(name, value);
  }

  private byte[] end() {
    int position = 128 + 4 + 12 * tags.size();
    ByteBuffer table = ByteBuffer.allocate(position - 128).putInt(tags.size());
    ByteArrayOutputStream values = new ByteArrayOutputStream();
    for (Map.Entry<String, byte[]> tag : tags.entrySet()) {
      table.put(tag.getKey().getBytes(StandardCharsets.US_ASCII));
      table.putInt(position + values.size()).putInt(tag.getValue().length);
      values.writeBytes(tag.getValue());
      values.writeBytes(new byte[-values.size() & 3]);
    }
    ByteBuffer header = ByteBuffer.allocate(128);
    header.putInt(position + values.size()).putInt(0).putInt(0x02100000);
    header.put((kind + space + connection).getBytes(StandardCharsets.US_ASCII));
    header.putShort((short) 2025).putShort((short) 1).putShort((short) 1);
    header.position(36).put("acsp".getBytes(StandardCharsets.US_ASCII));
    header.position(68).put(xyz(WHITE), 8, 12);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(header.array());
    file.writeBytes(table.array());
    file.writeBytes(values.toByteArray());
    return file.toByteArray();
  }

  private static byte[] xyz(double[] numbers) {
    ByteBuffer value = ByteBuffer.allocate(20);
    value.put("XYZ ".getBytes(StandardCharsets.US_ASCII)).putInt(0);
    for (double number : numbers) {
      value.putInt((int) Math.round(number * 65536));
    }
    return value.array();
  }

  private static byte[] curve(double gamma) {
    ByteBuffer value = ByteBuffer.allocate(16);
    value.put("curv".getBytes(StandardCharsets.US_ASCII)).putInt(0).putInt(1);
    return value.putShort((short) Math.round(gamma * 256)).array();
  }

  private static byte[] text() {
    return "text\0\0\0\0none\0".getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] description() {
    ByteBuffer value = ByteBuffer.allocate(12 + 5 + 4 + 4 + 2 + 1 + 67);
    value.put("desc".getBytes(StandardCharsets.US_ASCII)).putInt(0).putInt(5);
    return value.put("test\0".getBytes(StandardCharsets.US_ASCII)).array();
  }
}
