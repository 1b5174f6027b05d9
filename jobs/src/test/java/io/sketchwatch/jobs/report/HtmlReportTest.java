package io.sketchwatch.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sketchwatch.core.alert.Alert.Phase;
import io.sketchwatch.core.frame.Coverage;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.image.ImageCodec;
import io.sketchwatch.core.image.Media;
import io.sketchwatch.jobs.report.DemoResult.Match;
import io.sketchwatch.jobs.report.DemoResult.RateSample;
import io.sketchwatch.jobs.report.DemoResult.Search;
import io.sketchwatch.jobs.report.DemoResult.StageFigure;
import io.sketchwatch.jobs.report.DemoResult.UsedModel;
import io.sketchwatch.jobs.report.DemoResult.WatchedFootage;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {

  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
  private static final Media PICTURE =
      new Media("image/png", ImageCodec.png(new Image(1, 1, new byte[3])), null);

  @Test
  void shouldShowTheSketchBesideItsMatchesBestFirst() throws IOException {
    String page = page(result("q-1", match("gate", 0.81), match("square", 0.42)));

    assertThat(page).containsSubsequence("q-1", "data:image/png;base64,", "0.810", "0.420");
    assertThat(page).contains("camera gate", "camera square", "10:00:00.0", "PAST");
    assertThat(page).contains("One of those shown reached the alert threshold of 0.500");
    assertThat(Pattern.compile("class=\"match alerted\"").matcher(page).results()).hasSize(1);
  }

  @Test
  void shouldEscapeEveryTextThatCameFromOutside() throws IOException {
    String attack = "<script>alert('x')</script>\"";

    String page = page(result(attack, match(attack, 0.9)));

    assertThat(page).doesNotContain("<script").contains("&lt;script&gt;");
  }

  @Test
  void shouldNeedNothingButItself() throws IOException {
    String page = page(result("q-1", match("gate", 0.81)));

    assertThat(page).contains("default-src 'none'");
    assertThat(Pattern.compile("(?:src|href)=\"(?!data:)|url\\(|@import").matcher(page).find())
        .as("a reference to something outside the page")
        .isFalse();
  }

  @Test
  void shouldSayWhatWasLeftOutAndWhatWasLacking() throws IOException {
    String page = page(result("q-1"));

    assertThat(page).contains("catching up", "No NanoDet", "No person was found in the footage");
    assertThat(page).contains("Licence: Apache-2.0", "detector-1", "crop-persons", "<polyline");
  }

  @Test
  void shouldRefuseAPictureThatThePageCanNotCarry() {
    Media elsewhere = new Media("image/png", null, "s3://bucket/sketch.png");
    Search search = new Search("q-1", elsewhere, 0.5, "given", 0, List.of());

    assertThatThrownBy(() -> page(result(search)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("s3://bucket/sketch.png");
  }

  @Test
  void shouldLeaveOneWholeFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("new/report.html");

    new HtmlReport().write(result("q-1"), file);

    assertThat(Files.readString(file)).startsWith("<!DOCTYPE html>").endsWith("</html>\n");
    assertThat(file.getParent()).isDirectoryContaining(p -> p.endsWith("report.html"));
    try (var files = Files.list(file.getParent())) {
      assertThat(files).hasSize(1);
    }
  }

  private static String page(DemoResult result) throws IOException {
    StringWriter page = new StringWriter();
    new HtmlReport().write(result, page);
    return page.toString();
  }

  private static Match match(String cameraId, double score) {
    return new Match(
        cameraId + "/1/0", cameraId, START, START.plusSeconds(3), score, Phase.PAST, PICTURE);
  }

  private static DemoResult result(String queryId, Match... matches) {
    return result(new Search(queryId, PICTURE, 0.5, "as given", 7, List.of(matches)));
  }

  private static DemoResult result(Search search) {
    return new DemoResult(
        START.plusSeconds(60),
        Duration.ofMillis(12_340),
        new WatchedFootage("vtest.avi", "Debian", "Apache-2.0", "no video was named"),
        List.of(search),
        List.of(
            new Coverage("gate", START, START.plusSeconds(10), 100, 90, 8, 2, "catching up"),
            new Coverage("square", START, START.plusSeconds(10), 50, 50, 0, 0, null)),
        List.of(new RateSample(0, 0), new RateSample(1, 11), new RateSample(2, 9)),
        List.of(new StageFigure("crop-persons", 4321, 0.83)),
        List.of(new UsedModel("finds people", "detector-1", List.of("NanoDet, Apache-2.0"))),
        List.of("No NanoDet could be fetched: HOG took its place."));
  }
}
