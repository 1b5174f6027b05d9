package io.sketchwatch.jobs.command;

import io.sketchwatch.jobs.video.FrameProducer;
import java.time.Instant;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar on standard error, shown only where a person looks at a terminal. */
final class Progress implements FrameProducer.Listener, AutoCloseable {

  private final ProgressBar bar;

  private Progress(ProgressBar bar) {
    this.bar = bar;
  }

  /** Starts at 0, of an unknown number. */
  static Progress of(String task, String unit) {
    if (!Boolean.getBoolean("sketchwatch.terminal")) {
      return new Progress(null);
    }
    return new Progress(
        new ProgressBarBuilder()
            .setTaskName(task)
            .setUnit(" " + unit, 1)
            .setInitialMax(-1)
            .setStyle(ProgressBarStyle.ASCII)
            .setConsumer(new ConsoleProgressBarConsumer(System.err))
            .showSpeed()
            .build());
  }

  /** So many steps more are to come. */
  synchronized void expect(long more) {
    if (bar != null && more > 0) {
      bar.maxHint(Math.max(0, bar.getMax()) + more);
    }
  }

  @Override
  public void opened(String cameraId, long expectedFrames) {
    expect(expectedFrames);
  }

  @Override
  public void sent(String cameraId, Instant captureTime) {
    step();
  }

  /** So many steps are done, of so many. */
  synchronized void reach(long done, long total) {
    if (bar != null) {
      bar.maxHint(total);
      bar.stepTo(done);
    }
  }

  void step() {
    if (bar != null) {
      bar.step();
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
