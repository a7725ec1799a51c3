package io.hillock.cli;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the constants of an enum by their names in lower case, and lists those for completion. */
abstract class EnumNames<E extends Enum<E>> implements ITypeConverter<E>, Iterable<String> {
  private final List<E> values;

  EnumNames(E[] values) {
    this.values = List.of(values);
  }

  /** Returns a constant's name on the command line. */
  static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public E convert(String text) {
    return values.stream()
        .filter(value -> name(value).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "it may be " + String.join(", ", names()) + ", not '" + text + "'"));
  }

  @Override
  public Iterator<String> iterator() {
    return names().iterator();
  }

  private List<String> names() {
    return values.stream().map(EnumNames::name).toList();
  }
}
