package io.sketchwatch.jobs.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sketchwatch.jobs.topic.TopicOptions;
import io.sketchwatch.operators.AllowedRoots;
import io.sketchwatch.operators.crop.Overload;
import io.sketchwatch.operators.frame.CaptureTimeLimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ConfigurationUtils;
import org.apache.flink.configuration.description.HtmlFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveMatchingOptionsTest {

  @Test
  void shouldHoldTheDefaultsThatAreDocumented() {
    Configuration defaults = new Configuration();

    assertThat(defaults.get(LiveMatchingOptions.FRAME_MAX_AHEAD)).isEqualTo(Duration.ofMinutes(1));
    assertThat(defaults.get(LiveMatchingOptions.ENGINE)).isEqualTo(InferenceEngine.ONNX_RUNTIME);
    assertThat(defaults.get(LiveMatchingOptions.GALLERY_RETENTION)).isEqualTo(Duration.ofHours(24));
    assertThat(defaults.get(LiveMatchingOptions.GALLERY_BUCKET)).isEqualTo(Duration.ofMinutes(10));
    assertThat(defaults.get(LiveMatchingOptions.GALLERY_REBUILD_FROM))
        .isEqualTo(RebuildFrom.NOTHING);
    assertThat(defaults.get(LiveMatchingOptions.RETENTION_MODE)).isEqualTo(RetentionMode.RETAINED);
    assertThat(LiveMatchingOptions.captureTimes(defaults)).isEqualTo(CaptureTimeLimit.LIVE);
    assertThat(LiveMatchingOptions.overload(defaults)).isEqualTo(Overload.COMPLETE);
    assertThat(LiveMatchingOptions.validated(defaults)).isSameAs(defaults);
  }

  @Test
  void shouldTakePackagesFromAnyFileByDefaultAndFromNoObjectStore() throws Exception {
    AllowedRoots roots = LiveMatchingOptions.modelRoots(new Configuration());

    assertThat(roots.path("file:/models/dalnet-2")).hasToString("file:/models/dalnet-2");
    assertThatThrownBy(() -> roots.path("s3://models/dalnet-2")).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "inference.threads, 0",
    "inference.batch-size, -1",
    "inference.capacity, 0",
    "inference.timeout, 0 s",
    "gallery.bucket, 0 s",
    "gallery.retention, 0 s",
    "audit.anchor-interval, 0 s",
    "delivery.guarantee, none",
    "overload.freshness, 0 s",
    "uri.allowed-roots, frames",
    "models.allowed-roots, file:/models/../secret"
  })
  void shouldNameAnOptionThatIsOutOfItsRange(String key, String value) {
    Configuration options = new Configuration();
    options.setString(key, value);

    assertThatThrownBy(() -> LiveMatchingOptions.validated(options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Option '" + key + "' must be");
  }

  @Test
  void shouldRefuseToShedFootageByTheWallClock() {
    Configuration options = new Configuration();
    options.set(LiveMatchingOptions.OVERLOAD_MODE, Overload.Mode.FRESHNESS);
    options.set(LiveMatchingOptions.FRAME_WALL_CLOCK, false);

    assertThatThrownBy(() -> LiveMatchingOptions.validated(options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Option 'overload.mode' must be COMPLETENESS where 'frame.wall-clock' is off, but was"
                + " FRESHNESS");
  }

  @Test
  void shouldRefuseToRebuildAGalleryThatIsNotKept() {
    Configuration options = new Configuration();
    options.set(LiveMatchingOptions.GALLERY_REBUILD_FROM, RebuildFrom.SIGHTINGS);
    options.set(LiveMatchingOptions.RETENTION_MODE, RetentionMode.ZERO);

    assertThatThrownBy(() -> LiveMatchingOptions.validated(options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Option 'gallery.rebuild-from' must be NOTHING where 'retention.mode' is ZERO, but was"
                + " SIGHTINGS");
  }

  @Test
  void shouldBeListedInTheReadme() throws Exception {
    String readme = Files.readString(Path.of("..", "README.md"));
    List<ConfigOption<?>> all = new ArrayList<>(LiveMatchingOptions.all());
    all.addAll(TopicOptions.all());

    String table = all.stream().map(LiveMatchingOptionsTest::row).collect(Collectors.joining());

    assertThat(readme).contains(table);
  }

  private static String row(ConfigOption<?> option) {
    String fallback =
        option.key().equals(LiveMatchingOptions.THREADS.key())
            ? "processors"
            : option.hasDefaultValue()
                ? ConfigurationUtils.convertValue(option.defaultValue(), String.class)
                : "";
    return "| `%s` | %s | %s |\n"
        .formatted(
            option.key(),
            fallback.replaceAll("[\\[\\]']", ""),
            new HtmlFormatter().format(option.description()));
  }
}
