package io.sketchwatch.jobs.demo;

import io.sketchwatch.core.alert.Alert;
import io.sketchwatch.jobs.video.FrameProducer;
import java.net.URI;

/** Hears of a demonstration while it runs; called from several threads. */
public interface DemoListener extends FrameProducer.Listener {

  /** When the job is submitted. */
  void started(URI webUi);

  /** When the sketches are on the watchlist. */
  void watching(double threshold);

  /**
   * For each alert that was sent.
   *
   * @param json as it stands on the topic
   */
  void alerted(Alert alert, byte[] json);

  /** When the footage has been sent: frames sent and processed so far. */
  void progressed(long sent, long processed);
}
