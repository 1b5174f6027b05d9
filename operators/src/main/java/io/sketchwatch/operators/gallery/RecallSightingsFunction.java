package io.sketchwatch.operators.gallery;

import io.sketchwatch.operators.DeadLetters;
import io.sketchwatch.operators.embedding.ParsedSighting;
import java.time.Instant;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Lets the sightings of a job before this one into the gallery; refused records go to {@link
 * DeadLetters#TAG}, tombstones nowhere. The timestamp of a record is the wall clock of when its
 * topic took it.
 */
public final class RecallSightingsFunction
    extends ProcessFunction<ParsedSighting, ArrivedSighting> {

  private static final long serialVersionUID = 1;

  @Override
  public void processElement(
      ParsedSighting parsed, Context context, Collector<ArrivedSighting> out) {
    if (parsed.deadLetter() != null) {
      context.output(DeadLetters.TAG, parsed.deadLetter());
    } else if (parsed.sighting() != null) {
      Instant storedAt = Instant.ofEpochMilli(context.timestamp());
      out.collect(ArrivedSighting.stored(parsed.sighting(), storedAt));
    }
  }
}
