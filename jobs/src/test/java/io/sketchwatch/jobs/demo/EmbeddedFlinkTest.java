package io.sketchwatch.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import io.sketchwatch.jobs.live.LiveMatchingOptions;
import io.sketchwatch.operators.inference.InferenceDevice;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;

class EmbeddedFlinkTest {

  @Test
  void shouldTakeTheMachinesFirstGpuWhereNobodyGivesOne() {
    Configuration options = new Configuration();
    options.set(LiveMatchingOptions.DEVICE, InferenceDevice.GPU);

    InferenceDevice here = EmbeddedFlink.hereOf(options).get(LiveMatchingOptions.DEVICE);

    assertThat(here.first()).isEqualTo(Device.gpu(0));
    assertThat(here).isNotEqualTo(InferenceDevice.GPU);
    assertThat(options.get(LiveMatchingOptions.DEVICE)).isEqualTo(InferenceDevice.GPU);
  }

  @Test
  void shouldLeaveTheCpuTheCpu() {
    assertThat(EmbeddedFlink.hereOf(new Configuration()).get(LiveMatchingOptions.DEVICE))
        .isEqualTo(InferenceDevice.CPU);
  }
}
