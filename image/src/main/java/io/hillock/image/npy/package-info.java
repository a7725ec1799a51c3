/** NumPy's {@code .npy} files, read and written in parts, so that an array may be of any size. */
package io.hillock.image.npy;
