package io.sketchwatch.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandConventionsTest {

  @TempDir private Path folder;

  static Stream<String> verbs() {
    PrintWriter nowhere = new PrintWriter(new StringWriter());
    List<String> verbs = new ArrayList<>();
    collect(SketchwatchCommand.commandLine(nowhere, nowhere), "", verbs);
    return verbs.stream();
  }

  private static void collect(CommandLine command, String path, List<String> verbs) {
    command
        .getSubcommands()
        .forEach(
            (name, verb) -> {
              verbs.add(path + name);
              collect(verb, path + name + " ", verbs);
            });
  }

  @ParameterizedTest
  @MethodSource("verbs")
  void shouldExplainEveryVerbWithExamples(String verb) {
    CommandRun run = CommandRun.of((verb + " --help").split(" "));

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).startsWith("Usage: sketchwatch " + verb);
    assertThat(run.out()).containsSubsequence("Examples:", "  sketchwatch " + verb);
  }

  @Test
  void shouldListItsVerbsAndExitCodes() {
    CommandRun run = CommandRun.of("--help");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("0 done, 1 failed, 2 misused");
    assertThat(verbs().filter(verb -> verb.indexOf(' ') < 0))
        .isNotEmpty()
        .allSatisfy(verb -> assertThat(run.out()).contains("  " + verb));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "ingest --version"})
  void shouldSayWhichReleaseItIs(String args) {
    CommandRun run = CommandRun.of(args.split(" "));

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("sketchwatch 0.1.0", "Flink 2.2", "Kafka 4.2", "Java 17");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "frobnicate",
        "query",
        "models",
        "ingest",
        "ingest --rate fast a.avi",
        "ingest --rate 0 a.avi",
        "ingest --quality 2 a.avi",
        "ingest --folder-fps 0 a.avi",
        "ingest --camera c1 a.avi b.avi",
        "ingest --start yesterday a.avi",
        "ingest --frobnicate a.avi",
        "query add",
        "query add --sketch a.png --threshold 0.5 --false-alerts-per-day 3",
        "query add --sketch a.png --purpose why",
        "query add --sketch a.png --lookback 6h",
        "query pause",
        "alerts --since noon",
        "verdict",
        "verdict confirm",
        "alerts --top 0",
        "alerts --top 5 --follow",
        "embed --model m --modality portrait a.png",
        "embed --model m --modality photo",
        "plan --cameras 0",
        "plan --fps -1",
        "plan --retention 0",
        "plan --people NaN",
        "topics",
        "audit",
        "audit verify --retained-since noon",
        "topics create -D topics.partitions=0",
        "topics check -D topics.colour=red",
        "models fetch no-such-model",
        "match -D execution.target=elsewhere",
        "match -D execution.target=remote",
        "match --rebuild-from sightings -D retention.mode=ZERO",
        "reembed",
        "reembed --model m --announced dalnet-2",
        "reembed --model m -D inference.threads=0",
        "erase",
        "erase --until 2026-05-01T12:00:00Z",
        "erase --camera gate --until 2999-01-01T00:00:00Z",
        "erase --camera gate --wait 1m",
        "synthesize --out d --identities 1",
        "synthesize --out d --footage a.avi --seed 2",
        "train --data d",
        "train --data d --out o --checkpoint-every 0",
        "evaluate --data d",
        "evaluate --model m",
        "evaluate --model m --checkpoint c --data d",
        "evaluate --model m --report r.html --footage",
        "evaluate --model m n --footage",
        "import",
        "import vgg --weights w --out d",
        "import dalnet --out d",
        "import dalnet --weights w --out d --input 288",
        "import dalnet --weights w --out d --input 288x8",
        "publish",
        "publish --model m --state asleep",
        "publish --model m --uri models/m",
        "publish --model m --active-from noon",
        "benchmark",
        "benchmark calibration --seeds 0",
        "benchmark gallery --sightings 10",
        "benchmark inference --engine tape",
        "benchmark gallery --backend tape",
        "benchmark gallery --dimension 0",
        "benchmark search --seconds 0",
        "benchmark search --backend tape",
        "benchmark soak --minutes 0.5",
        "benchmark soak --part 2",
        "benchmark soak --frames-per-second 0",
        "benchmark verdicts --people 1",
        "benchmark verdicts --device tpu",
        "benchmark memory --device tpu",
        "benchmark precision --checkpoint c --data d",
        "benchmark precision --checkpoint c --data d --out o --turns 0",
        "benchmark precision --checkpoint c --data d --out o --device tpu",
        "export --checkpoint c",
        "export --checkpoint c --out o --precision int4",
        "export --checkpoint c --out o --precision int8"
      })
  void shouldRefuseMisuseWithOneLineAndExitCodeTwo(String args) {
    CommandRun run = CommandRun.of(args.isEmpty() ? new String[0] : args.split(" "));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).singleElement().asString().endsWith(" --help)");
  }

  @Test
  void shouldRefuseAThresholdThatIsNoCosine() throws IOException {
    Path sketch = Files.write(folder.resolve("sketch.png"), Pictures.png());

    CommandRun run =
        CommandRun.of("query", "add", "--sketch", sketch.toString(), "--threshold", "1.5");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err().lines()).singleElement().asString().contains("from -1 to 1");
  }

  @Test
  void shouldFailWithOneLineWhenAFileIsMissing() {
    String gone = folder.resolve("gone.png").toString();

    for (CommandRun run :
        List.of(
            CommandRun.of("ingest", gone),
            CommandRun.of("query", "add", "--sketch", gone),
            CommandRun.of("embed", "--model", gone, "--modality", "photo", gone))) {
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.out()).isEmpty();
      assertThat(run.err().lines()).singleElement().asString().contains(gone);
    }
  }

  @Test
  void shouldFailWithOneLineWhenASketchIsNoPicture() throws IOException {
    Path sketch = Files.writeString(folder.resolve("sketch.png"), "no picture");

    CommandRun run = CommandRun.of("query", "add", "--sketch", sketch.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().lines())
        .containsExactly(
            "Sketch '%s': Expected JPEG or PNG, but the content is neither".formatted(sketch));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alerts",
        "query list",
        "query withdraw q-1",
        "verdict reject 9f86d081884c7d659a2feaa0c55ad015",
        "topics check",
        "topics create",
        "audit verify",
        "models list",
        "models rollback",
        "reembed --announced dalnet-2",
        "erase --camera gate"
      })
  void shouldFailWithOneLineWhenKafkaDoesNotAnswer(String args) throws IOException {
    Path impatient =
        Files.writeString(
            folder.resolve("client.properties"),
            "default.api.timeout.ms=300\nrequest.timeout.ms=300\n");
    List<String> words = new ArrayList<>(List.of(args.split(" ")));
    words.addAll(List.of("--kafka", "localhost:1", "--kafka-config", impatient.toString()));

    CommandRun run = CommandRun.of(words.toArray(new String[0]));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines())
        .containsExactly(
            "Kafka 'localhost:1' does not answer: is it running, is --kafka right, and is"
                + " security.protocol in --kafka-config what it asks for?");
  }

  @Test
  void shouldShowTheStackTraceOnlyWhenAsked() {
    CommandRun run = CommandRun.of("ingest", "--verbose", folder.resolve("gone.avi").toString());
    System.clearProperty("sketchwatch.debug");
    System.clearProperty("sketchwatch.log.level");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("\tat io.sketchwatch.jobs.video.CameraFeed.of");
  }
}
