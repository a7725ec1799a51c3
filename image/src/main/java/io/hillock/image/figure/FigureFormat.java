package io.hillock.image.figure;

import java.nio.file.Path;
import java.util.Locale;

/** What a figure is written as. */
public enum FigureFormat {
  /** Pixels. */
  PNG,
  /** Lines and outlines of letters, sharp at any size; pictures in it stay pixels. */
  SVG;

  /**
   * Returns the format that a file's extension names.
   *
   * @throws IllegalArgumentException if it names none
   */
  public static FigureFormat of(Path file) {
    String name = file.getFileName() == null ? "" : file.getFileName().toString();
    for (FigureFormat format : values()) {
      if (name.toLowerCase(Locale.ROOT).endsWith("." + format.name().toLowerCase(Locale.ROOT))) {
        return format;
      }
    }
    throw new IllegalArgumentException("its name may end in .png or .svg, but it is " + file);
  }
}
