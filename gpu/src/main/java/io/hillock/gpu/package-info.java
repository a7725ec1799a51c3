/**
 * What the GPU backends share: how rows are laid out over work items, and the cache of binaries.
 */
package io.hillock.gpu;
