package io.hillock.image;

/** How the four inks of CMYK become RGB. */
interface Inks {
  /**
   * Mixes a row.
   *
   * @param inks cyan, magenta, yellow and black of each pixel: 0 none, {@code max} all
   * @param max the greatest number: 255 or 65535
   * @param samples where red, green and blue from 0 to 1 go to
   * @param at where in there the row begins
   */
  void mix(int[][] inks, int max, float[] samples, int at);
}
