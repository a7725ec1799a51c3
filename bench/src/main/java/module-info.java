/** JMH benchmarks. */
@SuppressWarnings("requires-automatic")
module io.hillock.bench {
  requires io.hillock.image;
  requires io.hillock.tensor;
  requires java.desktop;
  requires java.management;
  requires jdk.management;
  requires jmh.core;
  requires jdk.unsupported;

  exports io.hillock.bench;
}
