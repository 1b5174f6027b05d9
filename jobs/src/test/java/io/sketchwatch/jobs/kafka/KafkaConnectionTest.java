package io.sketchwatch.jobs.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

class KafkaConnectionTest {

  private static final KafkaConnection CONNECTION =
      new KafkaConnection("kafka:9092", Map.of("sasl.jaas.config", "password=secret"));

  @Test
  void shouldPassClientSettingsOnAndNeverPrintThem() {
    assertThat(CONNECTION.properties())
        .containsEntry("bootstrap.servers", "kafka:9092")
        .containsEntry("sasl.jaas.config", "password=secret");
    assertThat(CONNECTION).hasToString("KafkaConnection[kafka:9092]");
  }

  @Test
  void shouldTravelWithTheJob() throws Exception {
    assertThat(InstantiationUtil.clone(CONNECTION)).isEqualTo(CONNECTION);
  }

  @Test
  void shouldRefuseNoServers() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KafkaConnection.to(" "))
        .withMessage("Bootstrap servers must be host:port, but were ' '");
  }
}
