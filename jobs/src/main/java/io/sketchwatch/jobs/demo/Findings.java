package io.sketchwatch.jobs.demo;

import io.sketchwatch.core.alert.Alert;
import io.sketchwatch.core.embedding.Embedding;
import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.core.frame.Coverage;
import io.sketchwatch.jobs.codec.CoverageJson;
import io.sketchwatch.jobs.codec.SightingCodec;
import io.sketchwatch.jobs.kafka.KafkaConnection;
import io.sketchwatch.jobs.topic.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a run has left in its topics: every sighting, every alert by id, and the coverage.
 *
 * @param sightings by key and model; the last one of a key counts
 * @param alerts the last revision of each
 * @param coverage as it was reported
 */
record Findings(Collection<Sighting> sightings, Collection<Alert> alerts, List<Coverage> coverage) {

  static Findings read(KafkaConnection connection, Collection<Alert> alerts) throws Exception {
    Map<String, Sighting> sightings = new LinkedHashMap<>();
    List<Coverage> coverage = new ArrayList<>();
    try (TopicTail tail = new TopicTail(connection, Topic.SIGHTINGS)) {
      tail.readToEnd(
          record -> {
            Sighting sighting = SightingCodec.decode(record.value());
            sightings.put(sighting.key() + "/" + sighting.modelId(), sighting);
          });
    }
    try (TopicTail tail = new TopicTail(connection, Topic.COVERAGE)) {
      tail.readToEnd(record -> coverage.add(CoverageJson.decode(record.value())));
    }
    return new Findings(sightings.values(), alerts, coverage);
  }

  /** Every tracklet by the best of its shots, the best first; equal scores by id. */
  List<RankedTracklet> ranking(Embedding sketch) {
    Map<String, List<Sighting>> tracklets =
        sightings.stream().collect(Collectors.groupingBy(Sighting::trackletId));
    return tracklets.values().stream()
        .map(shots -> RankedTracklet.of(shots, sketch))
        .sorted(
            Comparator.comparingDouble(RankedTracklet::score)
                .reversed()
                .thenComparing(RankedTracklet::trackletId))
        .toList();
  }
}
