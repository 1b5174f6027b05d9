package io.sketchwatch.jobs.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.Arrays;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

class TopicTest {

  private static final TopicOptions OPTIONS = TopicOptions.defaults();

  @Test
  void shouldHoldEveryTopicOfTheContract() {
    assertThat(Arrays.stream(Topic.values()).map(Topic::topicName))
        .containsExactly(
            "frames",
            "queries",
            "query-status",
            "sightings",
            "crops",
            "reembedded-sightings",
            "alerts",
            "verdicts",
            "exemplars",
            "models",
            "model-status",
            "erasures",
            "erasure-status",
            "coverage",
            "audit",
            "audit-anchors",
            "dead-letters");
  }

  @Test
  void shouldStampWhatJobsWriteWithTheBrokersTime() {
    EnumSet<Topic> inputs =
        EnumSet.of(Topic.FRAMES, Topic.QUERIES, Topic.VERDICTS, Topic.MODELS, Topic.ERASURES);
    for (Topic topic : EnumSet.complementOf(inputs)) {
      assertThat(topic.required(OPTIONS))
          .contains(entry("message.timestamp.type", "LogAppendTime"));
    }
    for (Topic topic : inputs) {
      assertThat(topic.required(OPTIONS)).doesNotContainKey("message.timestamp.type");
    }
  }

  @Test
  void shouldKeepTheGalleryForItsTimeAndQueriesForEver() {
    assertThat(Topic.CROPS.required(OPTIONS))
        .contains(entry("cleanup.policy", "compact,delete"), entry("retention.ms", "86400000"));
    assertThat(Topic.QUERIES.required(OPTIONS))
        .contains(entry("cleanup.policy", "compact"))
        .doesNotContainKey("retention.ms");
    assertThat(Topic.FRAMES.initial(OPTIONS))
        .contains(entry("retention.ms", "21600000"), entry("segment.ms", "2700000"));
  }

  @Test
  void shouldSpreadByCameraOnlyWhatIsPartitionedByCamera() {
    assertThat(Topic.FRAMES.partitions(OPTIONS)).isEqualTo(8);
    assertThat(Topic.SIGHTINGS.partitions(OPTIONS)).isEqualTo(Topic.CROPS.partitions(OPTIONS));
    assertThat(Topic.MODELS.partitions(OPTIONS)).isEqualTo(1);
    assertThat(Topic.MODELS.needsOnePartition()).isTrue();
  }

  @Test
  void shouldTakeLongerRetentionAndPoliciesInAnyOrder() {
    assertThat(TopicAdmin.satisfies("cleanup.policy", "compact,delete", "delete,compact")).isTrue();
    assertThat(TopicAdmin.satisfies("cleanup.policy", "compact", "compact,delete")).isFalse();
    assertThat(TopicAdmin.satisfies("retention.ms", "1000", "-1")).isTrue();
    assertThat(TopicAdmin.satisfies("retention.ms", "1000", "1000")).isTrue();
    assertThat(TopicAdmin.satisfies("retention.ms", "1000", "999")).isFalse();
    assertThat(TopicAdmin.satisfies("max.message.bytes", "1000", "999")).isFalse();
    assertThat(TopicAdmin.satisfies("message.timestamp.type", "LogAppendTime", "CreateTime"))
        .isFalse();
  }
}
