package io.hillock.image.figure;

import io.hillock.image.ActivationOptions;
import io.hillock.image.BatchListener;
import io.hillock.image.PictureResult;
import io.hillock.image.io.AtomicFile;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * One page of HTML with what one or more functions did to the pictures of a batch: thumbnails
 * before and after, and the histograms. The page is one file and needs nothing else, no network
 * either; the pictures themselves are links.
 *
 * <pre>{@code
 * try (Gallery gallery = new Gallery(functions)) {
 *   for (ActivationOptions function : functions) {
 *     gallery.add(BatchActivation.run(engine, paths, options, gallery.listener(function, listener)));
 *   }
 *   gallery.write(Path.of("gallery.html"));
 * }
 * }</pre>
 */
public final class Gallery implements AutoCloseable {
  /** The pictures that a page shows at most: more make a page that no browser likes. */
  public static final int MOST_PICTURES = 5000;

  /** The first bytes of every page, by which one is known. */
  private static final String MARK = "<!doctype html>\n<!-- A gallery by Hillock -->\n";

  /** Up to so many thumbnails they are large. */
  private static final int FEW = 600;

  private static final int LARGE = 320;
  private static final int SMALL = 192;
  private static final float QUALITY = 0.8f;

  private final List<ActivationOptions> functions;
  private final Spool spool = new Spool();
  private final Map<Integer, GalleryPicture> pictures = new ConcurrentSkipListMap<>();
  private final Set<String> messages = new LinkedHashSet<>();
  private volatile int inputs;
  private volatile IOException failure;

  /**
   * Begins a page.
   *
   * @param functions what is done to the pictures, in the order of the page
   * @throws IOException if there is no room for temporary files, or Java has no fonts
   */
  public Gallery(List<ActivationOptions> functions) throws IOException {
    this.functions = List.copyOf(functions);
  }

  /** Returns whether a file is a page that was written before. */
  public static boolean isGallery(Path file) throws IOException {
    byte[] mark = MARK.getBytes(StandardCharsets.UTF_8);
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(mark, in.readNBytes(mark.length));
    }
  }

  /**
   * Returns what a batch of one of the functions is to be run with.
   *
   * @param next what is told how far the batch is
   */
  public BatchListener listener(ActivationOptions function, BatchListener next) {
    int number = functions.indexOf(function);
    if (number < 0) {
      throw new IllegalArgumentException(function.kernel() + " is none of the page's functions");
    }
    return new BatchListener() {
      @Override
      public void progressed(Progress progress) {
        inputs = progress.total();
        next.progressed(progress);
      }

      @Override
      public boolean records(int index) {
        return index < MOST_PICTURES;
      }

      @Override
      public void recorded(
          int index, Path input, Path output, Path figure, FigureRecorder recorder) {
        try {
          record(index, number, input, output, figure, recorder);
        } catch (IOException e) {
          // The pictures are what counts: they are done, and write says it.
          failure = e;
        }
      }
    };
  }

  private void record(
      int index, int function, Path input, Path output, Path figure, FigureRecorder recorder)
      throws IOException {
    int before = 1;
    long thumbnails = (long) Math.min(inputs, MOST_PICTURES) * (before + functions.size());
    int size = thumbnails <= FEW ? LARGE : SMALL;
    GalleryPicture picture =
        pictures.computeIfAbsent(index, i -> new GalleryPicture(input, functions.size()));
    if (picture.needsBefore()) {
      picture.before(
          thumbnail(recorder.picture(), size), recorder.pictureNote(), recorder.samples());
    }
    picture.after(
        function,
        new GalleryPicture.After(
            thumbnail(recorder.activatedPicture(), size),
            recorder.activatedPictureNote(),
            HistogramShape.of(recorder.activated()),
            output,
            figure));
  }

  /** What was not activated, with the reason. */
  public void add(List<PictureResult> results) {
    for (PictureResult result : results) {
      if (result.outcome() == PictureResult.Outcome.FAILED) {
        messages.addAll(result.messages());
      }
    }
  }

  private GalleryPicture.Thumbnail thumbnail(BufferedImage image, int size) throws IOException {
    double scale =
        Math.min(1, Math.min((double) size / image.getWidth(), size * 0.75 / image.getHeight()));
    int width = Math.max(1, (int) Math.rint(image.getWidth() * scale));
    int height = Math.max(1, (int) Math.rint(image.getHeight() * scale));
    BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = small.createGraphics();
    g.drawImage(image.getScaledInstance(width, height, Image.SCALE_AREA_AVERAGING), 0, 0, null);
    g.dispose();
    return new GalleryPicture.Thumbnail(width, height, spool.add(jpeg(small)));
  }

  private static byte[] jpeg(BufferedImage image) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionQuality(QUALITY);
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, null), param);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** Returns how many pictures the page shows. */
  public int size() {
    return pictures.size();
  }

  /** Returns how many inputs there were beyond {@link #MOST_PICTURES}, which are not shown. */
  public int leftOut() {
    return Math.max(0, inputs - MOST_PICTURES);
  }

  /**
   * Writes the page; it is there whole or not at all, and replaces the one that was there.
   *
   * @throws IOException if it cannot be written, or a thumbnail could not be kept
   */
  public void write(Path page) throws IOException {
    if (failure != null) {
      throw new IOException("thumbnails could not be kept: " + failure.getMessage(), failure);
    }
    List<String> names = functions.stream().map(Gallery::label).toList();
    List<GalleryPicture> shown = new ArrayList<>(pictures.values());
    try (AtomicFile out = AtomicFile.open(page)) {
      Writer writer = new OutputStreamWriter(out.stream(), StandardCharsets.UTF_8);
      writer.write(MARK);
      new GalleryPage(writer, spool, page.toAbsolutePath().getParent(), names)
          .write(shown, samples(), List.copyOf(messages), leftOut());
      writer.flush();
      out.commit();
    }
  }

  private String samples() {
    return functions.isEmpty() ? "" : FigureRecorder.samplesFormula(functions.get(0));
  }

  private static String label(ActivationOptions function) {
    String settings = Plot.settings(function.kernel(), false);
    return settings.isEmpty()
        ? function.kernel().name()
        : function.kernel().name() + " (" + settings + ")";
  }

  @Override
  public void close() throws IOException {
    spool.close();
  }
}
