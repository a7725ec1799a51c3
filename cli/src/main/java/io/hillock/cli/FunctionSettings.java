package io.hillock.cli;

import io.hillock.kernels.Kernel;
import java.util.Iterator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads FUNCTION or FUNCTION:NAME=VALUE,...: one of several functions, with its own parameters. */
final class FunctionSettings implements ITypeConverter<Kernel>, Iterable<String> {
  private static final FunctionNames NAMES = new FunctionNames();
  private static final ParameterOptions.SettingConverter SETTINGS =
      new ParameterOptions.SettingConverter();

  @Override
  public Kernel convert(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      return NAMES.convert(text);
    }
    Kernel kernel = NAMES.convert(text.substring(0, colon));
    for (String part : text.substring(colon + 1).split(",", -1)) {
      ParameterOptions.Setting setting = SETTINGS.convert(part);
      try {
        kernel = kernel.with(setting.name(), setting.value());
      } catch (IllegalArgumentException e) {
        TypeConversionException failure = new TypeConversionException(e.getMessage());
        failure.initCause(e);
        throw failure;
      }
    }
    return kernel;
  }

  @Override
  public Iterator<String> iterator() {
    return NAMES.iterator();
  }
}
