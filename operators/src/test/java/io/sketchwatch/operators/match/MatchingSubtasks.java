package io.sketchwatch.operators.match;

import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.operators.gallery.GalleryRecord;
import io.sketchwatch.operators.query.SearchProgress;
import io.sketchwatch.operators.query.WatchlistUpdate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/** All subtasks of the stages from sighting to match, with checkpoints and what they put out. */
public final class MatchingSubtasks implements History.Job, AutoCloseable {

  /** Parts of the past. */
  static final int KEY_GROUPS = 8;

  private final Duration slice;
  private final BucketingSubtasks bucketing;
  private final StageCheckpoint checkpoint = new StageCheckpoint(KEY_GROUPS);
  private final List<MatchingSubtask> subtasks = new ArrayList<>();
  private final List<Match> matches = new ArrayList<>();
  private final List<SearchProgress> progress = new ArrayList<>();

  private int checkpointedMatches;
  private int checkpointedProgress;

  /** Searches the past at once. */
  public MatchingSubtasks(int parallelism) throws Exception {
    this(parallelism, MatchQueriesOperator.SLICE);
  }

  MatchingSubtasks(int parallelism, Duration slice) throws Exception {
    this.slice = slice;
    bucketing = new BucketingSubtasks(parallelism);
    open(parallelism);
  }

  @Override
  public void see(Sighting sighting) throws Exception {
    for (GalleryRecord record : bucketing.see(sighting)) {
      int subtask =
          KeyGroupRangeAssignment.assignKeyToParallelOperator(
              record.key(), KEY_GROUPS, subtasks.size());
      subtasks.get(subtask).see(record);
    }
    take();
  }

  @Override
  public void update(WatchlistUpdate update) throws Exception {
    for (MatchingSubtask subtask : subtasks) {
      subtask.update(update);
    }
    take();
  }

  @Override
  public void slice() throws Exception {
    for (MatchingSubtask subtask : subtasks) {
      subtask.slice();
    }
    take();
  }

  @Override
  public void checkpoint() throws Exception {
    bucketing.checkpoint();
    checkpoint.take(subtasks);
    take();
    checkpointedMatches = matches.size();
    checkpointedProgress = progress.size();
  }

  /** Goes back to the last checkpoint, or to the start if there is none. */
  @Override
  public void restore(int parallelism) throws Exception {
    closeSubtasks();
    bucketing.restore(parallelism);
    matches.subList(checkpointedMatches, matches.size()).clear();
    progress.subList(checkpointedProgress, progress.size()).clear();
    open(parallelism);
  }

  /** All since the start that no failure has taken back. */
  public List<Match> matches() {
    return matches;
  }

  List<SearchProgress> progress() {
    return progress;
  }

  private void take() {
    for (MatchingSubtask subtask : subtasks) {
      matches.addAll(subtask.extractOutputValues());
      subtask.getOutput().clear();
      progress.addAll(subtask.takeProgress());
    }
  }

  private void open(int parallelism) throws Exception {
    for (int i = 0; i < parallelism; i++) {
      MatchingSubtask subtask =
          new MatchingSubtask(new MatchQueriesOperator(slice, true), KEY_GROUPS, parallelism, i);
      checkpoint.open(subtask, parallelism, i);
      subtasks.add(subtask);
    }
  }

  @Override
  public void close() throws Exception {
    bucketing.close();
    closeSubtasks();
  }

  private void closeSubtasks() throws Exception {
    for (MatchingSubtask subtask : subtasks) {
      subtask.close();
    }
    subtasks.clear();
  }
}
