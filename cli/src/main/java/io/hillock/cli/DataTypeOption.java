package io.hillock.cli;

import io.hillock.tensor.DataType;
import picocli.CommandLine.Option;

/** {@code --data-type}: one of the types that the engine has. */
final class DataTypeOption {
  @Option(
      names = "--data-type",
      paramLabel = "TYPE",
      defaultValue = "float32",
      converter = Names.class,
      completionCandidates = Names.class,
      description = "How numbers are stored: ${COMPLETION-CANDIDATES}. Default: float32.")
  private DataType value;

  DataType value() {
    return value;
  }

  static final class Names extends EnumNames<DataType> {
    Names() {
      super(DataType.values());
    }
  }
}
