package io.sketchwatch.jobs.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.sketchwatch.core.embedding.Erasure;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;

/**
 * What became of an order to erase: the proof of what is gone, and when the rest goes. Parts that
 * are not given or known are left out.
 *
 * @param erasureId the order; what follows is as it was given
 * @param gallery what the running job has erased of its state; null if none has answered
 * @param topics what was erased of topics
 * @param byRetention what speaks of people and goes with its time
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ErasureReport(
    String erasureId,
    String cameraId,
    String sighting,
    Instant from,
    Instant until,
    Instant at,
    Gallery gallery,
    List<Erased> topics,
    List<Kept> byRetention) {

  static ErasureReport of(
      Erasure order, Gallery gallery, List<Erased> topics, List<Kept> byRetention) {
    return new ErasureReport(
        order.erasureId(),
        order.cameraId(),
        order.sighting(),
        order.from(),
        order.until(),
        order.at(),
        gallery,
        topics,
        byRetention);
  }

  /**
   * Of the job's state.
   *
   * @param sightings erased, each once a model
   * @param copiesUntil when the last copies in other state of the job are gone
   */
  record Gallery(long sightings, Instant copiesUntil) {}

  /**
   * Of one topic.
   *
   * @param topic its name
   * @param erased how many records have ended, by this order's hand or the job's
   * @param left how many have not
   * @param bytesUntil when the last of their bytes are compacted away; null if the topic tells no
   *     time
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Erased(String topic, int erased, int left, Instant bytesUntil) {}

  /**
   * What no order reaches.
   *
   * @param topic its name
   * @param until when the last record of the time of the order is deleted; null if the topic tells
   *     no time
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Kept(String topic, Instant until) {}

  boolean isClean() {
    return topics.stream().allMatch(topic -> topic.left() == 0);
  }

  void print(boolean json, PrintWriter out) throws JsonProcessingException {
    if (json) {
      JsonLines.write(out, this);
      return;
    }
    out.printf("Erasure '%s'%n", erasureId);
    if (gallery != null) {
      out.printf(
          "gallery: %d sightings erased; copies in other state are gone by %s%n",
          gallery.sightings(), gallery.copiesUntil());
    }
    for (Erased topic : topics) {
      out.printf(
          "%s: %d records erased, %d left; their bytes are gone %s%n",
          topic.topic(), topic.erased(), topic.left(), by(topic.bytesUntil()));
    }
    for (Kept topic : byRetention) {
      out.printf("%s: goes with its time, %s%n", topic.topic(), by(topic.until()));
    }
    out.flush();
  }

  private static String by(Instant time) {
    return time == null ? "when the broker compacts or deletes them" : "by " + time;
  }
}
