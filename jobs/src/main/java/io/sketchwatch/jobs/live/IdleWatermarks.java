package io.sketchwatch.jobs.live;

import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/**
 * Of what has no event time, such as queries, or an old one, as what is stored: it must neither
 * hold back the time of frames nor rush it. To be idle after a while would not do: in Flink that
 * while does not pass as long as a task is held back.
 */
public final class IdleWatermarks<T> implements WatermarkGenerator<T> {

  private IdleWatermarks() {}

  /** The strategy: idle from the first moment on, whatever comes. */
  public static <T> WatermarkStrategy<T> strategy() {
    return WatermarkStrategy.forGenerator(context -> new IdleWatermarks<>());
  }

  @Override
  public void onEvent(T event, long timestamp, WatermarkOutput output) {}

  @Override
  public void onPeriodicEmit(WatermarkOutput output) {
    output.markIdle();
  }
}
