package io.sketchwatch.jobs.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;

class TopicOptionsTest {

  @Test
  void shouldHaveDefaults() {
    assertThat(TopicOptions.defaults())
        .isEqualTo(
            new TopicOptions(
                8,
                -1,
                Duration.ofHours(6),
                Duration.ofHours(24),
                Duration.ofDays(7),
                Duration.ofDays(3650)));
  }

  @Test
  void shouldReadEveryOption() {
    Configuration options = new Configuration();
    options.setString("topics.partitions", "3");
    options.setString("topics.replication-factor", "2");
    options.setString("topics.retention.frames", "1 h");
    options.setString("topics.retention.gallery", "2 h");
    options.setString("topics.retention.records", "3 d");
    options.setString("topics.retention.audit", "4 d");

    assertThat(options.keySet())
        .containsExactlyInAnyOrderElementsOf(
            TopicOptions.all().stream().map(option -> option.key()).toList());
    assertThat(TopicOptions.from(options))
        .isEqualTo(
            new TopicOptions(
                3,
                2,
                Duration.ofHours(1),
                Duration.ofHours(2),
                Duration.ofDays(3),
                Duration.ofDays(4)));
  }

  @Test
  void shouldRefuseWhatNoBrokerTakes() {
    Configuration options = new Configuration();
    options.set(TopicOptions.PARTITIONS, 0);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> TopicOptions.from(options))
        .withMessage("Option 'topics.partitions' must be at least 1, but was 0");

    options.set(TopicOptions.PARTITIONS, 1);
    options.set(TopicOptions.FRAME_RETENTION, Duration.ofSeconds(5));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> TopicOptions.from(options))
        .withMessageStartingWith("Option 'topics.retention.frames' must be at least 1 min");
  }
}
