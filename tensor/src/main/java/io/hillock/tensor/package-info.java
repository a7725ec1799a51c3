/** Tensors and the engine that runs kernels on them. */
package io.hillock.tensor;
