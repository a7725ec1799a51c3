package io.hillock.image;

/** Which channels of a picture are activated. */
public enum Channels {
  /** The colours as they are: three channels of a colour picture, one of a gray one. */
  RGB,
  /** One channel, {@code 0.299 R + 0.587 G + 0.114 B}. */
  GRAY
}
