package io.sketchwatch.jobs.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.core.frame.Coverage;
import io.sketchwatch.jobs.demo.EmbeddedFlink;
import io.sketchwatch.operators.Stages;
import io.sketchwatch.operators.frame.ParsedFrame;
import io.sketchwatch.operators.tracklet.TrackPersonsFunction;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.legacy.SinkFunction;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What waits for event time is told when the job is drained, though all cameras are off. */
@Timeout(120)
class DrainedWhileIdleITCase {

  private static final int FRAMES = BlockWorld.STEPS_TO_CROSS;

  private static final Queue<Coverage> COVERAGE = new ConcurrentLinkedQueue<>();
  private static final CountDownLatch IDLE = new CountDownLatch(1);

  @Test
  void shouldTellTheLastStretchOfACameraThatIsOff(@TempDir Path savepoints) throws Exception {
    try (EmbeddedFlink flink = EmbeddedFlink.start(1)) {
      JobID job = flink.submit(graph());
      assertThat(IDLE.await(60, TimeUnit.SECONDS)).isTrue();

      flink.drain(job, savepoints);
    }

    assertThat(COVERAGE).extracting(Coverage::processed).containsExactly((long) FRAMES);
  }

  private static StreamGraph graph() {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(new Configuration());
    environment.setParallelism(1);
    Configuration options = new Configuration();
    options.set(LiveMatchingOptions.FRAME_WALL_CLOCK, false);
    var models =
        new LiveModels(
            new BlockWorld.Blocks(),
            new BlockWorld.Hues(),
            BlockWorld.START_MODEL,
            BlockWorld.CountingCropStore::new);
    var stages = new SightingStages(StageSettings.of(models, options));
    var frames =
        environment
            .fromSource(
                aCrossingAndNoMore(),
                WatermarkStrategy.forGenerator(context -> new IdleAfterAll()),
                Stages.FRAME_SOURCE,
                TypeInformation.of(ParsedFrame.class))
            .uid(Stages.FRAME_SOURCE);
    stages
        .trackPersons(stages.cropPersons(stages.checkFrames(frames)))
        .getSideOutput(TrackPersonsFunction.COVERAGE)
        .addSink(new CollectCoverage())
        .uid(Stages.COVERAGE_SINK);
    return environment.getStreamGraph();
  }

  /** More comes after a checkpoint, of which there is none. */
  private static DataGeneratorSource<ParsedFrame> aCrossingAndNoMore() {
    return new DataGeneratorSource<>(
        index -> new ParsedFrame(BlockWorld.frame("gate", index.intValue(), 1), null),
        Long.MAX_VALUE,
        RateLimiterStrategy.perCheckpoint(FRAMES),
        TypeInformation.of(ParsedFrame.class));
  }

  private static final class IdleAfterAll implements WatermarkGenerator<ParsedFrame> {

    private int frames;

    @Override
    public void onEvent(ParsedFrame frame, long timestamp, WatermarkOutput output) {
      frames++;
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      if (frames == FRAMES) {
        output.markIdle();
        IDLE.countDown();
      }
    }
  }

  private static final class CollectCoverage implements SinkFunction<Coverage> {

    private static final long serialVersionUID = 1;

    @Override
    public void invoke(Coverage coverage, Context context) {
      COVERAGE.add(coverage);
    }
  }
}
