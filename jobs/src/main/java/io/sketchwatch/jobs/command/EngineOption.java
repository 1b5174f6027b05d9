package io.sketchwatch.jobs.command;

import io.sketchwatch.jobs.live.InferenceEngine;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code --engine}, for verbs without options of the live job. */
final class EngineOption {

  private static final String NAMES = "onnx-runtime|pytorch";

  @Option(
      names = "--engine",
      paramLabel = NAMES,
      defaultValue = "onnx-runtime",
      converter = Converter.class,
      description = "What runs the model; default: ${DEFAULT-VALUE}.")
  private InferenceEngine engine;

  InferenceEngine engine() {
    return engine;
  }

  /** Reads an engine's name with a hyphen, as options are written. */
  private static final class Converter implements ITypeConverter<InferenceEngine> {

    @Override
    public InferenceEngine convert(String text) {
      try {
        return InferenceEngine.valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException("expected %s, but was '%s'".formatted(NAMES, text));
      }
    }
  }
}
