/** Pictures in, activated pictures and figures out; and NumPy arrays. */
module io.hillock.image {
  requires transitive io.hillock.tensor;
  requires java.desktop;
  requires com.fasterxml.jackson.databind;
  requires com.twelvemonkeys.imageio.bmp;
  requires com.twelvemonkeys.imageio.core;
  requires com.twelvemonkeys.imageio.jpeg;
  requires com.twelvemonkeys.imageio.tiff;
  requires com.twelvemonkeys.imageio.webp;
  requires org.slf4j;

  exports io.hillock.image;
  exports io.hillock.image.io;
  exports io.hillock.image.npy;
}
