package io.hillock.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Deflater;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Small good files of every format and most of its kinds. */
final class Seeds {
  static final byte[] PROFILE = IccFile.rgb(IccFile.SRGB, 1.8);

  private static final int WIDTH = 23;
  private static final int HEIGHT = 17;

  private Seeds() {}

  /** Returns files by a name that tells their kind, the format's extension at its end. */
  static Map<String, byte[]> files() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    pngs(files);
    jpegs(files);
    gifs(files);
    tiffs(files);
    bmps(files);
    for (String name :
        new String[] {
          "lossy",
          "lossless",
          "lossless-alpha",
          "lossless-exif-6",
          "animated",
          "lossy-alpha",
          "lossy-raw-alpha"
        }) {
      files.put(name + ".webp", resource(name + ".webp"));
    }
    return files;
  }

  static byte[] resource(String name) throws IOException {
    try (InputStream in = Seeds.class.getResourceAsStream("/pictures/" + name)) {
      return in.readAllBytes();
    }
  }

  /** A picture of soft and of hard edges. */
  static BufferedImage image(int type) {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, type);
    WritableRaster raster = image.getRaster();
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        for (int b = 0; b < raster.getNumBands(); b++) {
          raster.setSample(x, y, b, (x * 9 + y * (b + 2) + (x > 11 ? 60 : 0)) & 0xff);
        }
      }
    }
    return image;
  }

  private static int[] numbers(int count, int max) {
    int[] numbers = new int[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = i * 2_654_435 % (max + 1);
    }
    return numbers;
  }

  private static void pngs(Map<String, byte[]> files) throws IOException {
    files.put("rgb.png", written(image(BufferedImage.TYPE_3BYTE_BGR), "png", false, null));
    files.put("interlaced.png", written(image(BufferedImage.TYPE_4BYTE_ABGR), "png", true, null));
    files.put("gray-1.png", PngFile.of(9, 5, 1, PngFile.GRAY, numbers(45, 1)));
    files.put("gray-alpha-16.png", PngFile.of(5, 3, 16, PngFile.GRAY_ALPHA, numbers(30, 65535)));
    byte[] palette = new byte[3 * 16];
    for (int i = 0; i < palette.length; i++) {
      palette[i] = (byte) (i * 5);
    }
    files.put(
        "palette.png",
        new PngFile(7, 5, 4, PngFile.PALETTE)
            .chunk("PLTE", palette)
            .chunk("tRNS", (byte) 1, (byte) 2)
            .pixels(5, 4, numbers(35, 15))
            .end());
    files.put(
        "chunks.png",
        new PngFile(4, 3, 8, PngFile.RGB)
            .chunk("gAMA", (byte) 0, (byte) 0, (byte) 0x40, (byte) 0)
            .chunk("iCCP", packed("p", PROFILE))
            .chunk("zTXt", packed("k", new byte[300]))
            .chunk("acTL", new byte[] {0, 0, 0, 2, 0, 0, 0, 0})
            .chunk("fcTL", new byte[26])
            .chunk("eXIf", OrientationTest.exif(6, java.nio.ByteOrder.BIG_ENDIAN))
            .pixels(3, 8, numbers(36, 255))
            .chunk("fcTL", new byte[26])
            .chunk("fdAT", new byte[40])
            .end());
  }

  /** A name, how it is packed, and bytes packed. */
  static byte[] packed(String name, byte[] bytes) {
    Deflater deflater = new Deflater();
    deflater.setInput(bytes);
    deflater.finish();
    byte[] coded = new byte[bytes.length + 64];
    int length = deflater.deflate(coded);
    deflater.end();
    ByteArrayOutputStream result = new ByteArrayOutputStream();
    result.writeBytes(name.getBytes(StandardCharsets.ISO_8859_1));
    result.write(0);
    result.write(0);
    result.write(coded, 0, length);
    return result.toByteArray();
  }

  private static void jpegs(Map<String, byte[]> files) throws IOException {
    BufferedImage colours = image(BufferedImage.TYPE_3BYTE_BGR);
    files.put("baseline.jpg", written(colours, "jpeg", false, null));
    files.put("progressive.jpg", written(colours, "jpeg", true, null));
    files.put("gray.jpg", written(image(BufferedImage.TYPE_BYTE_GRAY), "jpeg", false, null));
    byte[] cmyk = fourChannels();
    files.put("cmyk.jpg", withSegment(cmyk, 0xee, adobe(0)));
    files.put("ycck.jpg", withSegment(cmyk, 0xee, adobe(2)));
    byte[] exif = OrientationTest.exif(6, java.nio.ByteOrder.LITTLE_ENDIAN);
    byte[] profiled = withSegment(files.get("baseline.jpg"), 0xe2, profile(PROFILE));
    files.put("exif-icc.jpg", withSegment(profiled, 0xe1, joined("Exif\0\0", exif)));
  }

  /** A JPEG's segment with a profile. */
  static byte[] profile(byte[] icc) {
    return joined("ICC_PROFILE\0\u0001\u0001", icc);
  }

  /** Adobe's marker, which says how colours are coded. */
  static byte[] adobe(int transform) {
    return new byte[] {'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, (byte) transform};
  }

  private static byte[] joined(String name, byte[] bytes) {
    ByteArrayOutputStream result = new ByteArrayOutputStream();
    result.writeBytes(name.getBytes(StandardCharsets.ISO_8859_1));
    result.writeBytes(bytes);
    return result.toByteArray();
  }

  /** A JPEG with one more segment in front. */
  static byte[] withSegment(byte[] jpeg, int marker, byte[] contents) {
    ByteArrayOutputStream result = new ByteArrayOutputStream();
    result.write(jpeg, 0, 2);
    int length = contents.length + 2;
    result.writeBytes(new byte[] {(byte) 0xff, (byte) marker, (byte) (length >> 8), (byte) length});
    result.writeBytes(contents);
    result.write(jpeg, 2, jpeg.length - 2);
    return result.toByteArray();
  }

  private static byte[] fourChannels() throws IOException {
    WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 16, 16, 4, null);
    for (int i = 0; i < 256; i++) {
      raster.setPixel(i % 16, i / 16, new int[] {i, 255 - i, i / 2, 200});
    }
    return written(new IIOImage(raster, null, null), "jpeg", false, null);
  }

  private static void gifs(Map<String, byte[]> files) throws IOException {
    BufferedImage image = image(BufferedImage.TYPE_BYTE_GRAY);
    byte[] gif = written(image, "gif", false, null);
    files.put("still.gif", gif);
    files.put("interlaced.gif", written(image, "gif", true, null));
    int frame = 13 + (3 << ((gif[10] & 7) + 1));
    ByteArrayOutputStream animated = new ByteArrayOutputStream();
    animated.write(gif, 0, gif.length - 1);
    animated.write(gif, frame, gif.length - frame);
    files.put("animated.gif", animated.toByteArray());
  }

  private static void tiffs(Map<String, byte[]> files) throws IOException {
    BufferedImage colours = image(BufferedImage.TYPE_3BYTE_BGR);
    for (String compression : new String[] {"LZW", "Deflate", "PackBits", "JPEG"}) {
      files.put(
          compression + ".tif",
          written(new IIOImage(colours, null, null), "tiff", false, compression));
    }
    files.put("lzw.tif", resource("lzw.tif"));
    files.put("group4.tif", resource("group4.tif"));
    files.put("unassociated-alpha.tif", resource("unassociated-alpha.tif"));
    byte[] strip = new byte[60];
    for (int i = 0; i < 60; i++) {
      strip[i] = (byte) (i * 37);
    }
    files.put(
        "pages.tif",
        new TiffFile()
            .page(5, 4, 8, 3, 2, strip)
            .bytes(TiffFile.PROFILE, PROFILE)
            .page(3, 2, 8, 1, 1, new byte[6])
            .end());
    files.put("cmyk.tif", new TiffFile().page(5, 3, 8, 4, 5, strip).end());
    files.put("gray-12.tif", new TiffFile().page(4, 10, 12, 1, 1, strip).end());
  }

  private static void bmps(Map<String, byte[]> files) throws IOException {
    files.put("rgb.bmp", written(image(BufferedImage.TYPE_3BYTE_BGR), "bmp", false, null));
    files.put("gray.bmp", written(image(BufferedImage.TYPE_BYTE_GRAY), "bmp", false, null));
    files.put(
        "rle.bmp",
        written(
            new IIOImage(image(BufferedImage.TYPE_BYTE_INDEXED), null, null),
            "bmp",
            false,
            "BI_RLE8"));
  }

  private static byte[] written(
      BufferedImage image, String format, boolean progressive, String compression)
      throws IOException {
    return written(new IIOImage(image, null, null), format, progressive, compression);
  }

  /** Writes an image with the JDK's encoder. */
  static byte[] written(IIOImage image, String format, boolean progressive, String compression)
      throws IOException {
    ImageWriter writer = PictureReaderFormatsTest.writer(format);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriteParam param = writer.getDefaultWriteParam();
    if (progressive) {
      param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
    } else if (param.canWriteProgressive()) {
      param.setProgressiveMode(ImageWriteParam.MODE_DISABLED);
    }
    if (compression != null) {
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionType(compression);
    }
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, image, param);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
