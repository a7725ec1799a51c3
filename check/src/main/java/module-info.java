/** Proves a backend: its bits against the reference, its errors against the true value. */
module io.hillock.check {
  requires transitive io.hillock.tensor;
  requires org.apache.commons.numbers.core;

  exports io.hillock.check;
}
