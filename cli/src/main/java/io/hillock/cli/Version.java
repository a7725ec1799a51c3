package io.hillock.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: the program's version, and the Java and system it runs on. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    // The manifest has it on the class path; classes that were not packaged have none.
    String version = Main.class.getPackage().getImplementationVersion();
    return new String[] {
      "hillock " + (version == null ? "(not packaged)" : version),
      "Java "
          + Runtime.version()
          + ", "
          + System.getProperty("os.name")
          + " "
          + System.getProperty("os.arch")
    };
  }
}
