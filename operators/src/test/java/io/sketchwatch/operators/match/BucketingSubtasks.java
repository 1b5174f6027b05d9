package io.sketchwatch.operators.match;

import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.operators.gallery.ArrivedSighting;
import io.sketchwatch.operators.gallery.BucketSightingsFunction;
import io.sketchwatch.operators.gallery.ErasuresInForce;
import io.sketchwatch.operators.gallery.GalleryRecord;
import io.sketchwatch.operators.gallery.GalleryRetention;
import io.sketchwatch.operators.gallery.ParsedErasure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;

/** All subtasks of the stage that finds each sighting's bucket, with checkpoints. */
final class BucketingSubtasks implements AutoCloseable {

  private static final GalleryRetention RETENTION =
      new GalleryRetention(Duration.ofMinutes(10), Duration.ofDays(1));

  private final StageCheckpoint checkpoint = new StageCheckpoint(MatchingSubtasks.KEY_GROUPS);
  private final List<
          KeyedBroadcastOperatorTestHarness<String, ArrivedSighting, ParsedErasure, GalleryRecord>>
      subtasks = new ArrayList<>();

  BucketingSubtasks(int parallelism) throws Exception {
    open(parallelism);
  }

  /** What it passes on of a sighting. */
  List<GalleryRecord> see(Sighting sighting) throws Exception {
    int index =
        KeyGroupRangeAssignment.assignKeyToParallelOperator(
            sighting.cameraId(), MatchingSubtasks.KEY_GROUPS, subtasks.size());
    var subtask = subtasks.get(index);
    subtask.processElement(ArrivedSighting.live(sighting), sighting.lastSeen().toEpochMilli());
    List<GalleryRecord> records = subtask.extractOutputValues();
    subtask.getOutput().clear();
    return records;
  }

  void checkpoint() throws Exception {
    checkpoint.take(subtasks);
  }

  void restore(int parallelism) throws Exception {
    close();
    open(parallelism);
  }

  private void open(int parallelism) throws Exception {
    for (int i = 0; i < parallelism; i++) {
      var subtask =
          new KeyedBroadcastOperatorTestHarness<
              String, ArrivedSighting, ParsedErasure, GalleryRecord>(
              new CoBroadcastWithKeyedOperator<>(
                  new BucketSightingsFunction(RETENTION, true),
                  List.of(ErasuresInForce.DESCRIPTOR)),
              arrived -> arrived.sighting().cameraId(),
              Types.STRING,
              MatchingSubtasks.KEY_GROUPS,
              parallelism,
              i);
      checkpoint.open(subtask, parallelism, i);
      subtasks.add(subtask);
    }
  }

  @Override
  public void close() throws Exception {
    for (var subtask : subtasks) {
      subtask.close();
    }
    subtasks.clear();
  }
}
