package io.hillock.cli;

import io.hillock.kernels.DataType;
import picocli.CommandLine.Option;

/** {@code --data-type}: one of the types that the engine has. */
final class DataTypeOption {
  @Option(
      names = "--data-type",
      paramLabel = "TYPE",
      converter = Names.class,
      completionCandidates = Names.class,
      description =
          "What is computed in: ${COMPLETION-CANDIDATES}. Default: the type of the input, float32"
              + " where it has none.")
  private DataType value;

  /** Returns the type that was asked for; null where none was. */
  DataType value() {
    return value;
  }

  static final class Names extends EnumNames<DataType> {
    Names() {
      super(DataType.reals().toArray(DataType[]::new));
    }
  }
}
