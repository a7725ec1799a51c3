package io.hillock.cli;

import io.hillock.kernels.Activations;
import io.hillock.kernels.Kernel;
import java.util.Iterator;
import java.util.Locale;
import java.util.NoSuchElementException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads FUNCTION arguments, and lists what they may be for shell completion. */
final class FunctionNames implements ITypeConverter<Kernel>, Iterable<String> {
  @Override
  public Kernel convert(String name) {
    try {
      return Activations.named(name);
    } catch (NoSuchElementException e) {
      String kebab = name.toLowerCase(Locale.ROOT).replace('_', '-');
      String message =
          Nearest.to(kebab, Activations.all().stream().map(Kernel::name).toList())
              .map(
                  nearest -> "there is no function '" + name + "'; did you mean '" + nearest + "'?")
              .orElse(e.getMessage());
      TypeConversionException failure =
          new TypeConversionException(message + " (see 'hillock activations')");
      failure.initCause(e);
      throw failure;
    }
  }

  @Override
  public Iterator<String> iterator() {
    return Activations.all().stream().map(Kernel::name).iterator();
  }
}
