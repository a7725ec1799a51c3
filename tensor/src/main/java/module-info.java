/** The public API: engine, tensors, devices, and what a backend provides. */
module io.hillock.tensor {
  requires transitive io.hillock.kernels;
  requires org.slf4j;

  exports io.hillock.tensor;
  exports io.hillock.tensor.spi;

  uses io.hillock.tensor.spi.BackendProvider;
}
