package io.hillock.cli;

import io.hillock.kernels.Activations;
import io.hillock.kernels.Kernel;
import java.util.Iterator;
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
      TypeConversionException failure =
          new TypeConversionException(e.getMessage() + " (see 'hillock activations')");
      failure.initCause(e);
      throw failure;
    }
  }

  @Override
  public Iterator<String> iterator() {
    return Activations.all().stream().map(Kernel::name).iterator();
  }
}
