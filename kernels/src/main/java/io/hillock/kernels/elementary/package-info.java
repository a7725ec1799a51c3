/**
 * The lowerings of the elementary functions, one class for each family: those of float32 are tuned
 * by hand, those of float64 (named {@code ...64}) are composed of {@link
 * io.hillock.kernels.elementary.Pair}s. Not exported: {@link io.hillock.kernels.Elementary} names
 * them all. The scripts that make their polynomials are in {@code src/main/sollya}.
 */
package io.hillock.kernels.elementary;
