package io.sketchwatch.jobs.reembed;

import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.core.frame.DeadLetter;
import io.sketchwatch.operators.DeadLetters;
import io.sketchwatch.operators.Stages;
import io.sketchwatch.operators.embedding.CheckSightingsFunction;
import io.sketchwatch.operators.embedding.ParsedSighting;
import io.sketchwatch.operators.embedding.ReembedSightingsOperator;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** The graph of a re-embedding; source and sinks are the caller's. */
public final class ReembedJob {

  private ReembedJob() {}

  /** The graph between source and sinks. */
  public static Outputs define(
      DataStream<ParsedSighting> parsed, ReembedSightingsOperator operator) {
    var sightings =
        stage(
            parsed.process(new CheckSightingsFunction(), TypeInformation.of(Sighting.class)),
            Stages.CHECK_SIGHTINGS);
    var reembedded =
        stage(
            sightings.transform(
                Stages.REEMBED_SIGHTINGS, TypeInformation.of(Sighting.class), operator),
            Stages.REEMBED_SIGHTINGS);
    return new Outputs(
        reembedded,
        sightings.getSideOutput(DeadLetters.TAG).union(reembedded.getSideOutput(DeadLetters.TAG)));
  }

  private static <T> SingleOutputStreamOperator<T> stage(
      SingleOutputStreamOperator<T> stream, String stage) {
    return stream.uid(stage).name(stage);
  }

  /**
   * What the job produces.
   *
   * @param sightings for topic {@code reembedded-sightings}
   * @param deadLetters for topic {@code dead-letters}
   */
  public record Outputs(DataStream<Sighting> sightings, DataStream<DeadLetter> deadLetters) {}
}
