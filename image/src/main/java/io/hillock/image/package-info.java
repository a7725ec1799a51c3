/**
 * Pictures as samples, and the batch job that activates them: {@link
 * io.hillock.image.PictureReader} reads, {@link io.hillock.image.PictureActivation} activates,
 * {@link io.hillock.image.PictureWriter} writes, {@link io.hillock.image.BatchActivation} does it
 * for folders.
 */
package io.hillock.image;
