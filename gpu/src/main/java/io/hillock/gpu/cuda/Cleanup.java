package io.hillock.gpu.cuda;

import io.hillock.tensor.HillockException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives things back one after the other. What fails must not keep the rest from being given back,
 * and after a device was lost all of it fails.
 */
final class Cleanup {
  private static final Logger LOG = LoggerFactory.getLogger(Cleanup.class);

  void run(Runnable step) {
    try {
      step.run();
    } catch (HillockException e) {
      LOG.debug("not given back: {}", e.getMessage());
    }
  }
}
