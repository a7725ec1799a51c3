package io.hillock.cli;

import io.hillock.image.ActivationOptions;
import io.hillock.image.Center;
import io.hillock.image.Channels;
import io.hillock.image.Scale;
import io.hillock.kernels.Kernel;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** What is done to a picture's samples before the function and after it. */
final class SampleOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--channels",
      paramLabel = "CHANNELS",
      converter = ChannelsNames.class,
      completionCandidates = ChannelsNames.class,
      description =
          "rgb: the colours; gray: one channel, 0.299 R + 0.587 G + 0.114 B. Default: rgb.")
  private Channels channels;

  @Option(
      names = "--center",
      paramLabel = "CENTER",
      converter = CenterConverter.class,
      description =
          "What is taken from each sample: median or mean (of the picture), none or a number."
              + " Default: median.")
  private Center center;

  @Option(
      names = "--gain",
      paramLabel = "X",
      description = "What each sample is multiplied by after that. Default: 1.")
  private Float gain;

  @Option(
      names = "--scale",
      paramLabel = "SCALE",
      converter = ScaleNames.class,
      completionCandidates = ScaleNames.class,
      description =
          "minmax: the smallest value becomes 0, the largest 255; clip: 0 becomes 0 and 1 becomes"
              + " 255. Default: minmax.")
  private Scale scale;

  /**
   * Returns what is done to a picture.
   *
   * @throws IllegalArgumentException if the function is none for pictures
   */
  ActivationOptions of(Kernel kernel) {
    if (gain != null && !Float.isFinite(gain)) {
      throw badArgument("--gain: it may be a finite number, not " + gain);
    }
    ActivationOptions options = ActivationOptions.of(kernel);
    options = channels == null ? options : options.withChannels(channels);
    options = center == null ? options : options.withCenter(center);
    options = gain == null ? options : options.withGain(gain);
    return scale == null ? options : options.withScale(scale);
  }

  /** Refuses these options where the one that they go with was not given. */
  void requireNone(String option) {
    String given =
        channels != null
            ? "--channels"
            : center != null ? "--center" : gain != null ? "--gain" : "--scale";
    if (channels != null || center != null || gain != null || scale != null) {
      throw badArgument(given + ": it goes with " + option);
    }
  }

  private ParameterException badArgument(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  static final class ChannelsNames extends EnumNames<Channels> {
    ChannelsNames() {
      super(Channels.values());
    }
  }

  static final class ScaleNames extends EnumNames<Scale> {
    ScaleNames() {
      super(Scale.values());
    }
  }

  static final class CenterConverter implements ITypeConverter<Center> {
    @Override
    public Center convert(String text) {
      try {
        return Center.parse(text);
      } catch (IllegalArgumentException e) {
        TypeConversionException failure = new TypeConversionException(e.getMessage());
        failure.initCause(e);
        throw failure;
      }
    }
  }
}
