/** JMH benchmarks. */
@SuppressWarnings("requires-automatic")
module io.hillock.bench {
  requires io.hillock.tensor;
  requires jmh.core;
  requires jdk.unsupported;

  exports io.hillock.bench;
}
