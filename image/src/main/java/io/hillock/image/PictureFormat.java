package io.hillock.image;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/** The formats that are read, known by a file's first bytes, never by its name. */
public enum PictureFormat {
  /** Portable Network Graphics. */
  PNG("png apng"),
  /** JPEG, in a JFIF or Exif file. */
  JPEG("jpg jpeg jpe jfif"),
  /** Graphics Interchange Format; the first frame is read. */
  GIF("gif"),
  /** Windows bitmap. */
  BMP("bmp dib"),
  /** Tag Image File Format, and BigTIFF; the first page is read. */
  TIFF("tif tiff"),
  /** WebP, lossy and lossless; the first frame is read. */
  WEBP("webp");

  /** How many bytes {@link #of} looks at. */
  static final int HEAD = 18;

  /** With a space on either side of each. */
  private final String extensions;

  PictureFormat(String extensions) {
    this.extensions = " " + extensions + " ";
  }

  /**
   * Returns the format of a file that begins with the given bytes; null where it is none of them.
   */
  static PictureFormat of(byte[] head) {
    String text = new String(head, StandardCharsets.ISO_8859_1);
    if (text.startsWith("\u0089PNG\r\n\u001a\n")) {
      return PNG;
    } else if (text.startsWith("\u00ff\u00d8\u00ff")) {
      return JPEG;
    } else if (text.startsWith("GIF87a") || text.startsWith("GIF89a")) {
      return GIF;
    } else if (text.startsWith("II*\0")
        || text.startsWith("MM\0*")
        || text.startsWith("II+\0")
        || text.startsWith("MM\0+")) {
      return TIFF;
    } else if (text.startsWith("RIFF") && text.startsWith("WEBP", 8)) {
      return WEBP;
    }
    return isBitmap(head) ? BMP : null;
  }

  /** A text may begin with the letters BM, too: the size of the header that follows tells. */
  private static boolean isBitmap(byte[] head) {
    if (head.length < HEAD || head[0] != 'B' || head[1] != 'M') {
      return false;
    }
    int size = Bytes.littleInt(head, 14);
    return size == 12 || size == 16 || (size >= 40 && size <= 128);
  }

  /** Returns whether a file's name says that it is a picture. */
  static boolean hasPictureExtension(Path file) {
    String extension = " " + extension(file).toLowerCase(Locale.ROOT) + " ";
    for (PictureFormat format : values()) {
      if (format.extensions.contains(extension)) {
        return true;
      }
    }
    return false;
  }

  /** Returns what stands behind the last dot of a file's name; "" where there is none. */
  static String extension(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot <= 0 ? "" : name.substring(dot + 1);
  }
}
