import io.sketchwatch.jobs.kafka.KafkaConnection;
import io.sketchwatch.jobs.live.FrameProgress;
import java.time.Duration;
import java.time.Instant;

/**
 * Waits until the job has taken up so many frames, by a checkpoint; fails after so many seconds.
 *
 * <p>Run as {@code java -cp CLASSPATH AwaitFrames.java BOOTSTRAP-SERVERS FRAMES SECONDS}.
 */
public final class AwaitFrames {

  private static final Duration PAUSE = Duration.ofMillis(200);

  private AwaitFrames() {}

  public static void main(String[] args) throws Exception {
    long wanted = Long.parseLong(args[1]);
    Instant limit = Instant.now().plusSeconds(Long.parseLong(args[2]));
    try (FrameProgress progress = new FrameProgress(KafkaConnection.to(args[0]))) {
      long processed = progress.processed();
      while (processed < wanted) {
        if (Instant.now().isAfter(limit)) {
          System.err.printf("Only %d of %d frames are taken up%n", processed, wanted);
          System.exit(1);
        }
        Thread.sleep(PAUSE.toMillis());
        processed = progress.processed();
      }
    }
  }
}
