package io.sketchwatch.operators.embedding;

import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.operators.DeadLetters;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Lets sightings pass; refused records go to {@link DeadLetters#TAG}, tombstones nowhere. */
public final class CheckSightingsFunction extends ProcessFunction<ParsedSighting, Sighting> {

  private static final long serialVersionUID = 1;

  @Override
  public void processElement(ParsedSighting parsed, Context context, Collector<Sighting> out) {
    if (parsed.deadLetter() != null) {
      context.output(DeadLetters.TAG, parsed.deadLetter());
    } else if (parsed.sighting() != null) {
      out.collect(parsed.sighting());
    }
  }
}
