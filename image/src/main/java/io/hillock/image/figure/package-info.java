/**
 * Figures of what a function does to a picture: {@link io.hillock.image.figure.FigureRecorder}
 * takes note of the steps, {@link io.hillock.image.figure.Figure} draws them.
 */
package io.hillock.image.figure;
