/**
 * What is computed: expressions, elementary functions, the catalogue and the reference interpreter.
 */
module io.hillock.kernels {
  exports io.hillock.kernels;
}
