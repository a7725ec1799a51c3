package io.hillock.image;

/** How many bits a sample of a written PNG has. */
public enum Depth {
  /** As many as the samples of the picture that was read: 16 where it has more than 8. */
  AUTO,
  /** 8, the values scaled to 0 to 255. Alpha that needs 16 bits is kept in a PNG of 16 bits. */
  EIGHT,
  /** 16, the values scaled to 0 to 65535. */
  SIXTEEN;

  /** Returns the greatest number that a value of a picture becomes: 255 or 65535. */
  int greatest(Picture picture) {
    return this == SIXTEEN || (this == AUTO && picture.bitDepth() == 16) ? 65535 : 255;
  }
}
