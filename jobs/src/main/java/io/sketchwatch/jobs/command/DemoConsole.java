package io.sketchwatch.jobs.command;

import io.sketchwatch.core.alert.Alert;
import io.sketchwatch.jobs.demo.DemoListener;
import io.sketchwatch.jobs.demo.DemoOutcome;
import io.sketchwatch.jobs.demo.RankedTracklet;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a demonstration prints: alerts on standard output, the rest on standard error. */
final class DemoConsole implements DemoListener, AutoCloseable {

  private static final int SHOWN = 10;

  private final boolean json;
  private final PrintWriter out;
  private final PrintWriter err;
  private final Progress progress;
  private long shownFrames;

  DemoConsole(boolean json, PrintWriter out, PrintWriter err, Progress progress) {
    this.json = json;
    this.out = out;
    this.err = err;
    this.progress = progress;
  }

  @Override
  public void started(URI webUi) {
    err.printf("Flink's web UI: %s%n", webUi);
    err.flush();
  }

  @Override
  public void watching(double threshold) {
    err.printf(Locale.ROOT, "Watching; a score of %.3f makes an alert.%n", threshold);
    err.flush();
  }

  @Override
  public void opened(String cameraId, long expectedFrames) {
    progress.expect(expectedFrames);
  }

  @Override
  public void sent(String cameraId, Instant captureTime) {}

  @Override
  public void progressed(long sent, long processed) {
    for (; shownFrames < processed; shownFrames++) {
      progress.step();
    }
  }

  @Override
  public void alerted(Alert alert, byte[] bytes) {
    if (json) {
      try {
        JsonLines.writeRaw(out, bytes);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return;
    }
    out.printf(
        Locale.ROOT,
        "ALERT  %s  camera %s  score %.3f  seen %s to %s  tracklet %s%s%n",
        alert.queryId(),
        alert.cameraId(),
        alert.score(),
        alert.firstSeen(),
        alert.lastSeen(),
        alert.trackletId(),
        alert.revision() == 0 ? "" : "  (better shot " + alert.revision() + ")");
    out.flush();
  }

  /** The end: rankings, figures, and where the report is. */
  void summarise(DemoOutcome outcome, Path report) throws IOException {
    for (Map.Entry<String, List<RankedTracklet>> query : outcome.rankings().entrySet()) {
      if (json) {
        JsonLines.write(out, summary(query.getKey(), query.getValue()));
      } else {
        print(query.getKey(), query.getValue());
      }
    }
    err.printf(
        Locale.ROOT,
        "%d frames in %.1f s: %.1f frames/s%s%n",
        outcome.frames(),
        outcome.watched().toMillis() / 1e3,
        outcome.framesPerSecond(),
        outcome
            .medianLatency()
            .map(latency -> "; median from frame to alert %d ms".formatted(latency.toMillis()))
            .orElse(""));
    err.printf("Report: %s%n", report.toAbsolutePath());
    err.flush();
  }

  private static Map<String, Object> summary(String queryId, List<RankedTracklet> ranking) {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("summary", true);
    summary.put("queryId", queryId);
    summary.put("ranking", ranking.stream().map(DemoConsole::line).toList());
    return summary;
  }

  private static Map<String, Object> line(RankedTracklet tracklet) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("trackletId", tracklet.trackletId());
    line.put("cameraId", tracklet.cameraId());
    line.put("firstSeen", tracklet.firstSeen());
    line.put("lastSeen", tracklet.lastSeen());
    line.put("score", tracklet.score());
    return line;
  }

  private void print(String queryId, List<RankedTracklet> ranking) {
    out.printf("%nBest of %d people for '%s':%n", ranking.size(), queryId);
    for (int i = 0; i < Math.min(SHOWN, ranking.size()); i++) {
      RankedTracklet tracklet = ranking.get(i);
      out.printf(
          Locale.ROOT,
          "%3d.  score %.3f  camera %s  seen %s to %s%n",
          i + 1,
          tracklet.score(),
          tracklet.cameraId(),
          tracklet.firstSeen(),
          tracklet.lastSeen());
    }
    out.flush();
  }

  @Override
  public void close() {
    progress.close();
  }
}
