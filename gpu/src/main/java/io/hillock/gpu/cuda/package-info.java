/** The CUDA backend: PTX through NVIDIA's driver, which is all it needs. */
package io.hillock.gpu.cuda;
