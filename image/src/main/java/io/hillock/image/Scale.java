package io.hillock.image;

/** How activated values become the 8-bit samples of a PNG. */
public enum Scale {
  /**
   * Stretched so that the smallest value of the picture is 0 and the largest 255. A constant
   * picture is clipped.
   */
  MINMAX,
  /** Cut to 0 to 1, which become 0 and 255. */
  CLIP
}
