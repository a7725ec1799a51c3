package io.hillock.image;

import java.awt.image.BufferedImage;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;

/** A picture's file, found whole and of an allowed size, but not decoded yet. */
final class PictureSource implements AutoCloseable {
  /** The bytes of a pixel as three float samples. */
  private static final int SAMPLES = 12;

  /**
   * The bytes of a pixel as alpha, and as it is written: with 16 bits, and what that is made of.
   */
  private static final int WRITTEN = 2 + 3 + 8;

  /** What a decoder and an encoder take, however small the picture. */
  private static final int BUFFERS = 1 << 19;

  private static final int MAX_FILE = Integer.MAX_VALUE - 8;

  private final Path path;
  private final PictureFormat format;
  private final Checked file;
  private final ImageReader reader;
  private final int width;
  private final int height;
  private final int stored;
  private String damage;

  private PictureSource(Path path, PictureFormat format, Checked file) throws IOException {
    this.path = path;
    this.format = format;
    this.file = file;
    reader = Decoders.create(format, file.bytes());
    reader.addIIOReadWarningListener((source, warning) -> warned(warning));
    reader.setInput(new PictureStream(file.bytes()), true, true);
    width = reader.getWidth(0);
    height = reader.getHeight(0);
    stored = bytesPerPixel();
  }

  private int bytesPerPixel() throws IOException {
    if (format != PictureFormat.TIFF && format != PictureFormat.PNG) {
      // The decoder of lossy WebP keeps objects for all blocks.
      return file.isLossy() ? 16 : 4;
    }
    ImageTypeSpecifier type = reader.getRawImageType(0);
    return type == null ? 8 : type.getNumBands() * (type.getBitsPerBand(0) > 8 ? 2 : 1);
  }

  /**
   * Reads a file and checks it.
   *
   * @throws PictureException as {@link PictureReader#read(Path, ReadOptions)}
   */
  static PictureSource open(Path path, ReadOptions options) {
    return guarded(
        path,
        () -> {
          byte[] bytes = bytes(path);
          PictureFormat format = PictureFormat.of(bytes);
          PictureSource source =
              new PictureSource(path, format, Checked.of(format, bytes, options.strict()));
          try {
            source.checkSize(options.maxPixels());
            return source;
          } catch (Throwable e) {
            source.close();
            throw e;
          }
        });
  }

  /** Returns the bytes of memory that it takes to open a file, roughly; 0 where there is none. */
  static long memoryToOpen(Path path) {
    try {
      // As it is, and as the decoder is given it.
      return 2 * Math.min(Files.size(path), MAX_FILE) + BUFFERS;
    } catch (IOException e) {
      // Opening it will say why.
      return 0;
    }
  }

  /** Returns the bytes of memory that decoding, activating and writing it takes, roughly. */
  long memory() {
    long pixels = (long) width * height;
    int copies = file.orientation() == 1 ? 1 : 2;
    return BUFFERS
        + 2L * file.bytes().length
        + file.decoderMemory()
        + pixels * (stored + copies * SAMPLES + WRITTEN);
  }

  /** Returns the bytes of memory that a picture that was decoded takes until it is written. */
  static long memoryToWrite(Picture picture) {
    long pixels = (long) picture.width() * picture.height();
    long sample = picture.levels() == null ? Float.BYTES : Byte.BYTES;
    return BUFFERS + pixels * (sample * picture.channels() + WRITTEN);
  }

  /** Returns what a reader should know of the picture, a line each. */
  List<String> notes() {
    return List.copyOf(file.notes());
  }

  /**
   * Decodes it.
   *
   * @throws PictureException if it is damaged
   */
  Picture decode() {
    return guarded(
        path,
        () -> {
          Picture stored = samples();
          if (damage != null) {
            throw new IOException("it is damaged: " + damage);
          }
          return Orientation.upright(stored, file.orientation());
        });
  }

  private Picture samples() throws IOException {
    ColourProfile profile = profile();
    boolean forInks = profile != null && profile.components() == 4;
    Inks inks = forInks ? profile : Cmyk.WITHOUT_PROFILE;
    if (format == PictureFormat.JPEG) {
      JpegStructure.Coding coding = JpegStructure.coding(file.bytes());
      if (coding.components() == 4) {
        inksWithout(!forInks);
        return Cmyk.ofJpeg(reader.readRaster(0, null), coding.transform(), inks);
      }
    }
    ImageReadParam param = reader.getDefaultReadParam();
    if (format == PictureFormat.TIFF) {
      // As it is stored: the decoder would convert some colours by profiles of this machine.
      param.setDestinationType(reader.getRawImageType(0));
    }
    BufferedImage image = reader.read(0, param);
    boolean cmyk = image.getColorModel().getNumColorComponents() == 4;
    Picture picture = file.withAlpha(RasterSamples.of(image, inks));
    if (cmyk) {
      inksWithout(!forInks);
    } else if (forInks || (profile != null && profile.components() < picture.channels())) {
      file.damaged("its colour profile is for other colours than it has, and is not applied");
    } else if (profile != null && !profile.isSrgb(file.profile())) {
      profile.convert(picture);
    }
    return picture;
  }

  private void inksWithout(boolean profile) {
    if (profile) {
      file.note("it is CMYK without a colour profile; red is (1 - cyan) (1 - black), and so on");
    }
  }

  /** Returns the embedded colour profile; null where there is none, or none that can be applied. */
  private ColourProfile profile() throws IOException {
    if (file.profile() == null) {
      return null;
    }
    try {
      return ColourProfile.of(file.profile());
    } catch (IllegalArgumentException e) {
      file.damaged("its colour profile makes no sense, and is not applied");
      return null;
    }
  }

  private void checkSize(long maxPixels) {
    long pixels = (long) width * height;
    if (pixels > maxPixels) {
      throw new PictureException(
          path,
          String.format(
              Locale.ROOT,
              "it has %d x %d = %,d pixels, more than the %,d allowed; raise the limit to read it",
              width,
              height,
              pixels,
              maxPixels));
    }
    long most = MemoryBudget.most();
    if (pixels * 3 > MAX_FILE || memory() > most) {
      throw new PictureException(
          path,
          String.format(
              Locale.ROOT,
              "it has %d x %d pixels and needs about %,d MiB of memory, but a picture may take %,d MiB;"
                  + " raise it with -Xmx",
              width,
              height,
              memory() >> 20,
              most >> 20));
    }
  }

  private static byte[] bytes(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      throw new IOException("it is a folder");
    }
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new IOException("it is not a file");
    }
    try (InputStream in = Files.newInputStream(path)) {
      long size = Files.size(path);
      byte[] head = in.readNBytes(PictureFormat.HEAD);
      if (head.length == 0) {
        throw new IOException("it is empty");
      }
      if (PictureFormat.of(head) == null) {
        throw new IOException("it is not a picture: neither PNG, JPEG, GIF, BMP, TIFF nor WebP");
      }
      if (size > Math.min(MAX_FILE, MemoryBudget.most() / 2)) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "it has %,d MiB, more than fit in memory; raise it with -Xmx, up to 2 GiB a file",
                size >> 20));
      }
      byte[] bytes = Arrays.copyOf(head, (int) Math.max(size, head.length));
      int read = in.readNBytes(bytes, head.length, bytes.length - head.length);
      return read == bytes.length - head.length ? bytes : Arrays.copyOf(bytes, head.length + read);
    }
  }

  /**
   * A decoder reports what it could not make sense of, and goes on. Of those reports the ones about
   * pixels are damage; the others are about what is not used here.
   */
  private void warned(String warning) {
    boolean pixels =
        switch (format) {
          case JPEG, TIFF ->
              warning.startsWith("Corrupt JPEG data")
                  || warning.startsWith("Premature end of JPEG")
                  || warning.startsWith("Inconsistent progression");
          case WEBP -> warning.contains("alpha") || warning.startsWith("Nothing to decode");
          case PNG, GIF, BMP -> false;
        };
    if (pixels && damage == null) {
      damage = warning;
    }
  }

  /** Runs a step; whatever a decoder throws at a damaged file becomes one line. */
  private static <T> T guarded(Path path, Step<T> step) {
    try {
      return step.run();
    } catch (PictureException e) {
      throw e;
    } catch (NoSuchFileException e) {
      throw new PictureException(path, "there is no such file", e);
    } catch (AccessDeniedException e) {
      throw new PictureException(path, "it may not be read", e);
    } catch (FileSystemException e) {
      String why = e.getReason() == null ? e.getMessage() : e.getReason();
      throw new PictureException(path, "it cannot be read: " + why, e);
    } catch (OutOfMemoryError e) {
      throw new PictureException(path, "it does not fit in memory; raise it with -Xmx", e);
    } catch (EOFException e) {
      throw new PictureException(path, "it is cut short", e);
    } catch (IOException e) {
      throw new PictureException(path, line(e), e);
    } catch (RuntimeException | StackOverflowError e) {
      // What a decoder stumbled over says nothing to a reader; it is in the cause.
      throw new PictureException(path, "it is damaged: its structure makes no sense", e);
    }
  }

  /** The messages of this package are sentences about the file; a decoder's are not. */
  private static String line(IOException e) {
    Throwable cause = e;
    while (cause.getMessage() == null && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof EOFException) {
      return "it is cut short";
    }
    String message = String.valueOf(cause.getMessage()).strip().replaceAll("\\s*\\R\\s*", "; ");
    return message.startsWith("it ") ? message : "it cannot be decoded: " + message;
  }

  @Override
  public void close() {
    reader.dispose();
  }

  private interface Step<T> {
    T run() throws IOException;
  }
}
