/** Times kernels and other libraries beside a plain copy of the same bytes. */
module io.hillock.measure {
  requires transitive io.hillock.tensor;
  requires java.management;

  exports io.hillock.measure;

  uses io.hillock.measure.Peer;
}
