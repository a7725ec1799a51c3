package io.hillock.image.figure;

import java.nio.file.Path;

/** What a page shows of one picture. */
final class GalleryPicture {
  /** A picture in small; its data is a JPEG. */
  record Thumbnail(int width, int height, Spool.Piece data) {}

  /**
   * What a function made of it.
   *
   * @param note what is black and what is white
   * @param output the activated picture
   * @param figure the six panels; null where there are none
   */
  record After(
      Thumbnail thumbnail, String note, HistogramShape histogram, Path output, Path figure) {}

  private final Path input;
  private final After[] after;
  private Thumbnail before;
  private String note;
  private HistogramShape samples;

  GalleryPicture(Path input, int functions) {
    this.input = input;
    this.after = new After[functions];
  }

  Path input() {
    return input;
  }

  synchronized boolean needsBefore() {
    return before == null;
  }

  synchronized void before(Thumbnail thumbnail, String pictureNote, Histogram histogram) {
    before = thumbnail;
    note = pictureNote;
    samples = HistogramShape.of(histogram);
  }

  synchronized void after(int function, After result) {
    after[function] = result;
  }

  synchronized Thumbnail before() {
    return before;
  }

  /** Returns the size and the depth of the picture. */
  synchronized String note() {
    return note;
  }

  /** Returns the histogram of what the functions were given. */
  synchronized HistogramShape samples() {
    return samples;
  }

  /** Returns what a function made of it; null where it failed. */
  synchronized After after(int function) {
    return after[function];
  }
}
