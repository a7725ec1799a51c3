package io.hillock.cli;

import io.hillock.kernels.Kernel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code --param NAME=VALUE}. */
final class ParameterOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--param",
      paramLabel = "NAME=VALUE",
      converter = SettingConverter.class,
      description = "A parameter of the function, such as alpha=0.2; repeatable.")
  private List<Setting> settings = new ArrayList<>();

  /** Returns the function with its parameters set. */
  Kernel set(Kernel function) {
    return setAll(List.of(function)).get(0);
  }

  /** Returns functions with their parameters set, each with those that it has. */
  List<Kernel> setAll(List<Kernel> functions) {
    List<Kernel> result = new ArrayList<>(functions);
    Set<String> names = new HashSet<>();
    for (Setting setting : settings) {
      if (!names.add(setting.name())) {
        throw new ParameterException(
            spec.commandLine(), "--param: " + setting.name() + " was given more than once");
      }
      boolean known = functions.stream().anyMatch(function -> has(function, setting.name()));
      try {
        // One that none of them has is refused with what the first has.
        result.replaceAll(
            function ->
                known && !has(function, setting.name())
                    ? function
                    : function.with(setting.name(), setting.value()));
      } catch (IllegalArgumentException e) {
        throw new ParameterException(spec.commandLine(), "--param: " + e.getMessage(), e);
      }
    }
    return result;
  }

  private static boolean has(Kernel function, String parameter) {
    return function.parameters().stream().anyMatch(p -> p.name().equals(parameter));
  }

  /** A parameter's name and value. */
  record Setting(String name, double value) {}

  static final class SettingConverter implements ITypeConverter<Setting> {
    private static final Pattern INFINITE = Pattern.compile("(?i)[+-]?inf(inity)?");
    private static final Pattern DECIMAL =
        Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");
    private static final Pattern HEXADECIMAL =
        Pattern.compile(
            "[+-]?0[xX]([0-9a-fA-F]+\\.?[0-9a-fA-F]*|\\.[0-9a-fA-F]+)([pP][+-]?[0-9]+)?");

    @Override
    public Setting convert(String text) {
      int equals = text.indexOf('=');
      if (equals < 1) {
        throw new TypeConversionException("must be NAME=VALUE, not '" + text + "'");
      }
      return new Setting(text.substring(0, equals), number(text.substring(equals + 1)));
    }

    /** Reads a number; Java's own reading takes more, as the f of 1f. */
    private static double number(String text) {
      if (INFINITE.matcher(text).matches()) {
        return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
      }
      if (DECIMAL.matcher(text).matches()) {
        return Double.parseDouble(text);
      }
      if (HEXADECIMAL.matcher(text).matches()) {
        boolean scaled = text.indexOf('p') >= 0 || text.indexOf('P') >= 0;
        return Double.parseDouble(scaled ? text : text + "p0");
      }
      throw new TypeConversionException("'" + text + "' is not a number");
    }
  }
}
