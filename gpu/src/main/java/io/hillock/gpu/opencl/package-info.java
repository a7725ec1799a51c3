/** The OpenCL backend: rendered OpenCL C, compiled by the device's driver, run through JOCL. */
package io.hillock.gpu.opencl;
