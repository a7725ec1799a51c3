package io.hillock.image;

import com.twelvemonkeys.imageio.plugins.bmp.BMPImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.tiff.BigTIFFImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.io.IOException;
import java.util.Iterator;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

/**
 * The decoder of each format: always the same one, whatever else is registered with ImageIO, so
 * that a picture has the same samples in every program.
 */
final class Decoders {
  static {
    ImageIO.setUseCache(false);
  }

  private Decoders() {}

  /** Returns a new decoder. */
  static ImageReader create(PictureFormat format, byte[] file) throws IOException {
    return switch (format) {
      case PNG -> ofTheJdk("png");
      case GIF -> ofTheJdk("gif");
      case BMP -> registered(BMPImageReaderSpi.class, BMPImageReaderSpi::new);
      case JPEG -> registered(JPEGImageReaderSpi.class, JPEGImageReaderSpi::new);
      case WEBP -> registered(WebPImageReaderSpi.class, WebPImageReaderSpi::new);
      case TIFF ->
          file[2] == '+' || file[3] == '+'
              ? registered(BigTIFFImageReaderSpi.class, BigTIFFImageReaderSpi::new)
              : registered(TIFFImageReaderSpi.class, TIFFImageReaderSpi::new);
    };
  }

  /**
   * ImageIO finds plug-ins by the context class loader of whoever used it first; one that it has
   * not found is registered here. A decoder finds others, as for JPEG inside TIFF, by the registry.
   */
  private static synchronized <T extends ImageReaderSpi> ImageReader registered(
      Class<T> type, Supplier<T> provider) throws IOException {
    IIORegistry registry = IIORegistry.getDefaultInstance();
    T found = registry.getServiceProviderByClass(type);
    if (found == null) {
      registry.registerServiceProvider(provider.get());
      found = registry.getServiceProviderByClass(type);
    }
    return found.createReaderInstance();
  }

  private static ImageReader ofTheJdk(String format) {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if (reader.getClass().getName().startsWith("com.sun.imageio.")) {
        return reader;
      }
    }
    throw new IllegalStateException("this Java runtime has no decoder for " + format);
  }
}
