package io.hillock.image;

/** What an activated picture is written as. */
public enum OutputFormat {
  /** A PNG: the values scaled to 0 to 255, and alpha. */
  PNG("png"),
  /** A NumPy array: the float32 values themselves, height x width x channels, without alpha. */
  NPY("npy");

  private final String extension;

  OutputFormat(String extension) {
    this.extension = extension;
  }

  /** Returns the extension of files of this format, without the dot. */
  public String extension() {
    return extension;
  }
}
