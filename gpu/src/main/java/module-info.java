/** The GPU backends: CUDA by NVIDIA's driver, and OpenCL on any device with a driver for it. */
module io.hillock.gpu {
  requires io.hillock.tensor;
  requires jcuda;
  requires jocl;
  requires org.slf4j;

  provides io.hillock.tensor.spi.BackendProvider with
      io.hillock.gpu.cuda.CudaProvider,
      io.hillock.gpu.opencl.OpenClProvider;
}
