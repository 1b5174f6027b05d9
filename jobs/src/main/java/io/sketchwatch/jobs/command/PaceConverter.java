package io.sketchwatch.jobs.command;

import io.sketchwatch.jobs.video.Pace;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code max}, {@code realtime} or frames a second. */
final class PaceConverter implements ITypeConverter<Pace> {

  @Override
  public Pace convert(String text) {
    try {
      return Pace.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
