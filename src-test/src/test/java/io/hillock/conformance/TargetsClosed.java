package io.hillock.conformance;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Closes the engines under test after the last test of all classes. */
final class TargetsClosed implements BeforeAllCallback {
  /** What JUnit closes with the root of all tests. */
  private record Closing() implements AutoCloseable {
    @Override
    public void close() {
      Targets.close();
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    context
        .getRoot()
        .getStore(ExtensionContext.Namespace.GLOBAL)
        .getOrComputeIfAbsent(Closing.class, key -> new Closing());
  }
}
