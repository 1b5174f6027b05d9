package io.sketchwatch.jobs.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sketchwatch.core.alert.Alert;
import io.sketchwatch.core.frame.Coverage;
import io.sketchwatch.core.frame.DeadLetter;
import io.sketchwatch.core.frame.RecordOrigin;
import io.sketchwatch.core.model.ModelStatus;
import io.sketchwatch.core.query.QueryStatus;
import io.sketchwatch.core.query.QueryStatus.Status;
import io.sketchwatch.jobs.codec.BadRecordException;
import io.sketchwatch.jobs.topic.Topic;
import java.awt.Color;
import java.util.List;
import java.util.Optional;

/** Topics in which a test waits for what a job is to tell. */
abstract class AwaitedTopics extends LiveTopics {

  /** Whom the query finds that alerts on everybody, where there is one. */
  static final String EVERYONE = "everyone";

  AwaitedTopics(int partitions) throws Exception {
    super(partitions);
  }

  /** Fails if there is nothing to wait for any more, and says why. */
  abstract void throwIfEnded() throws Exception;

  /** Asks for a hue on these cameras, null for all, and waits until the past is searched. */
  void watchFor(String queryId, Color hue, List<String> cameras) throws Exception {
    ask(aQuery(queryId, hue, cameras, THRESHOLD));
    awaitStatus(queryId, Status.ACTIVE);
  }

  void withdraw(String queryId) throws Exception {
    send(queryRecord(queryId, null));
    awaitStatus(queryId, Status.WITHDRAWN);
  }

  /** Waits until a query has come so far; fails at once, and says why, if the job has ended. */
  void awaitStatus(String queryId, Status status) {
    await("query '%s' to be %s".formatted(queryId, status))
        .atMost(PATIENCE)
        .failFast(this::throwIfEnded)
        .untilAsserted(
            () -> assertThat(statuses(queryId)).extracting(QueryStatus::status).contains(status));
  }

  /** Waits until the job has told of a model, and answers with what it told last. */
  ModelStatus awaitModel(String modelId, long epoch) {
    return await("model '%s' of epoch %d".formatted(modelId, epoch))
        .atMost(PATIENCE)
        .until(() -> lastOf(modelId, epoch), Optional::isPresent)
        .orElseThrow();
  }

  /** Waits until a candidate's alerts have been compared in some stretch of event time. */
  void awaitDifference(String modelId) {
    await("difference of '%s'".formatted(modelId))
        .atMost(PATIENCE)
        .until(
            () ->
                modelStatuses().stream()
                    .anyMatch(s -> s.modelId().equals(modelId) && s.difference() != null));
  }

  private Optional<ModelStatus> lastOf(String modelId, long epoch) throws BadRecordException {
    return modelStatuses().stream()
        .filter(status -> status.modelId().equals(modelId) && status.epoch() == epoch)
        .reduce((before, last) -> last);
  }

  /** Waits until the gallery holds so many people: each was alerted on when it was taken in. */
  void awaitPeople(int count) {
    await(count + " people")
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(alerts(EVERYONE).stream().map(Alert::trackletId).distinct())
                    .hasSizeGreaterThanOrEqualTo(count));
  }

  void awaitAlerts(String queryId, int count) {
    await(count + " alerts of query '" + queryId + "'")
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(alerts(queryId)).hasSizeGreaterThanOrEqualTo(count));
  }

  /** Waits until a query has found so many people. */
  void awaitTracklets(String queryId, int count) {
    await(count + " people found by query '" + queryId + "'")
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(tracklets(queryId)).hasSizeGreaterThanOrEqualTo(count));
  }

  /** Waits until the job has refused a record, and so has read those before it. */
  void awaitDeadLetter(RecordOrigin refused) {
    await("dead letter of " + refused)
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(deadLetters()).extracting(DeadLetter::origin).contains(refused));
  }

  /** Waits until a job that starts anew would not read these frames again. */
  void awaitFramesRead(long count) {
    await(count + " frames behind the checkpoint")
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              try (FrameProgress progress = new FrameProgress(connection())) {
                assertThat(progress.processed()).isEqualTo(count);
              }
            });
  }

  void awaitRecords(Topic topic, int count) {
    await(count + " records of topic '" + topic.topicName() + "'")
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(records(topic)).hasSizeGreaterThanOrEqualTo(count));
  }

  /** Waits until event time has passed the first frames of these cameras by a minute. */
  void awaitCoverage(List<String> cameras) {
    await("coverage of " + cameras)
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(coverage()).extracting(Coverage::cameraId).containsAll(cameras));
  }
}
