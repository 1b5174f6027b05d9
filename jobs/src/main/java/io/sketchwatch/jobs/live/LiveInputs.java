package io.sketchwatch.jobs.live;

import io.sketchwatch.operators.embedding.ParsedSighting;
import io.sketchwatch.operators.frame.ParsedFrame;
import io.sketchwatch.operators.gallery.ParsedErasure;
import io.sketchwatch.operators.model.ParsedModel;
import io.sketchwatch.operators.query.ParsedQuery;
import io.sketchwatch.operators.verdict.ParsedExemplar;
import io.sketchwatch.operators.verdict.ParsedVerdict;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * What the job reads.
 *
 * @param frames of topic {@code frames}
 * @param queries of topic {@code queries}
 * @param models of topic {@code models}
 * @param verdicts of topic {@code verdicts}
 * @param exemplars of topic {@code exemplars}: what the job itself has put out there
 * @param reembedded of topic {@code reembedded-sightings}
 * @param stored of topics {@code sightings} and {@code reembedded-sightings}: what jobs before have
 *     put out there, with the wall clock of that as timestamp
 * @param erasures of topic {@code erasures}
 */
public record LiveInputs(
    DataStream<ParsedFrame> frames,
    DataStream<ParsedQuery> queries,
    DataStream<ParsedModel> models,
    DataStream<ParsedVerdict> verdicts,
    DataStream<ParsedExemplar> exemplars,
    DataStream<ParsedSighting> reembedded,
    DataStream<ParsedSighting> stored,
    DataStream<ParsedErasure> erasures) {}
