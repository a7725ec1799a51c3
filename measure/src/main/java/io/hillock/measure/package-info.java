/** Times kernels and other libraries beside a plain copy of the same bytes, in turns. */
package io.hillock.measure;
