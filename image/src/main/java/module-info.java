/** Pictures in, activated pictures and figures out; and NumPy arrays. */
module io.hillock.image {
  requires transitive io.hillock.tensor;
  requires transitive java.desktop;
  requires com.fasterxml.jackson.databind;
  requires com.twelvemonkeys.imageio.bmp;
  requires com.twelvemonkeys.imageio.core;
  requires com.twelvemonkeys.imageio.jpeg;
  requires com.twelvemonkeys.imageio.tiff;
  requires com.twelvemonkeys.imageio.webp;
  requires java.xml;
  requires org.apache.xmlgraphics.batik.svggen;
  requires org.slf4j;
  requires xchart;

  exports io.hillock.image;
  exports io.hillock.image.figure;
  exports io.hillock.image.io;
  exports io.hillock.image.npy;
}
