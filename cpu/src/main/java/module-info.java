/** The CPU backend: rendered Java, compiled in memory, on all cores. */
module io.hillock.cpu {
  requires io.hillock.tensor;
  requires org.codehaus.janino;
  requires org.codehaus.commons.compiler;
  requires org.slf4j;
  requires static jdk.incubator.vector;

  // Rendered kernels live in the unnamed module of their own class loader.
  exports io.hillock.cpu.generated;

  provides io.hillock.tensor.spi.BackendProvider with
      io.hillock.cpu.CpuProvider;
}
