package io.sketchwatch.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.dalnet.synthetic.SyntheticDataSet;
import io.sketchwatch.dalnet.training.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainVerbTest {

  @TempDir private Path folder;
  private Path data;

  @BeforeEach
  void drawPeople() throws IOException {
    data = folder.resolve("data");
    SyntheticDataSet.write(data, 10, 2, 2, 3, done -> {});
  }

  @Test
  void shouldCheckBothPartsOfADataSetAndTrainNothing() throws IOException {
    Path cut = breakPictures("train", 1).get(0);

    CommandRun run = CommandRun.of("train", "--data", data.toString(), "--check", "--json");

    assertThat(run.exitCode()).isZero();
    JsonNode training = run.json().get(0);
    JsonNode testing = run.json().get(1);
    assertThat(training.path("layout").asText()).isEqualTo("plain");
    assertThat(training.path("part").asText()).isEqualTo("training");
    assertThat(training.path("photos").asInt()).isEqualTo(17);
    assertThat(training.path("sketches").asInt()).isEqualTo(18);
    assertThat(training.path("usablePeople").asInt()).isEqualTo(9);
    assertThat(training.path("broken").get(0).asText()).contains(cut.toString());
    assertThat(testing.path("part").asText()).isEqualTo("test");
    assertThat(testing.path("broken")).isEmpty();
  }

  @Test
  void shouldTrainWithoutTheBrokenPicturesAndSayWhichTheyAre() throws IOException {
    List<Path> broken = breakPictures("train", 2);
    Path out = folder.resolve("checkpoint");

    CommandRun run = train(out);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).contains("2 files can't be used");
    broken.forEach(file -> assertThat(run.err()).contains(file.toString()));
    assertThat(Checkpoint.open(out).manifest().epoch()).isEqualTo(1);
  }

  @Test
  void shouldRefuseBrokenPicturesWhenStrict() throws IOException {
    List<Path> broken = breakPictures("train", 2);
    Path out = folder.resolve("checkpoint");

    CommandRun run = train(out, "--strict");

    assertThat(run.exitCode()).isEqualTo(1);
    String last = run.err().lines().reduce((first, second) -> second).orElseThrow();
    broken.forEach(file -> assertThat(last).contains(file.toString()));
    assertThat(out).doesNotExist();
  }

  @Test
  void shouldTrainStrictlyOnADataSetWithoutFault() throws IOException {
    Path out = folder.resolve("checkpoint");

    assertThat(train(out, "--strict").exitCode()).isZero();
    assertThat(Checkpoint.isIn(out)).isTrue();
  }

  @Test
  void shouldTrainOnTheCpuWhereThereIsNoGpu() throws IOException {
    CommandRun run = train(folder.resolve("checkpoint"), "--device", "gpu");

    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  @Test
  void shouldPackageWhatItTrainedOnceAndJudgeItByTheTestPart() throws IOException {
    Path out = folder.resolve("checkpoint");

    assertThat(train(out).out()).contains(out.resolve("models").toString());

    ModelPackage made = ModelPackage.open(packageIn(out));
    FileTime time = Files.getLastModifiedTime(made.file(ModelPackage.MANIFEST));
    assertThat(made.manifest().metrics()).containsKeys("rank1", "mAP", "parityCosine");
    assertThat(made.manifest().dataFingerprint())
        .isEqualTo(Checkpoint.open(out).manifest().dataFingerprint());
    assertThat(train(out).exitCode()).isZero();
    assertThat(Files.getLastModifiedTime(packageIn(out).resolve(ModelPackage.MANIFEST)))
        .isEqualTo(time);
  }

  @Test
  void shouldClaimNoFiguresWhereNobodyIsHeldOut() throws IOException {
    data = data.resolve("train");
    Path out = folder.resolve("checkpoint");

    assertThat(train(out).exitCode()).isZero();

    assertThat(ModelPackage.open(packageIn(out)).manifest().metrics())
        .containsOnlyKeys("parityCosine");
  }

  @Test
  void shouldSayInOneLineWhatWentWrongInTheJob() throws IOException {
    data = folder.resolve("few");
    SyntheticDataSet.write(data, 3, 1, 1, 3, done -> {});

    CommandRun run = train(folder.resolve("checkpoint"));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().lines().reduce((first, second) -> second).orElseThrow())
        .startsWith("Data set '")
        .contains("must have at least 4 people with photos and sketches, but has 2");
  }

  private static Path packageIn(Path out) throws IOException {
    try (Stream<Path> packages = Files.list(out.resolve("models"))) {
      return packages.reduce((one, other) -> null).orElseThrow();
    }
  }

  private CommandRun train(Path out, String... more) throws IOException {
    Path recipe = Files.writeString(folder.resolve("recipe.json"), SmallTraining.RECIPE);
    List<String> args =
        new ArrayList<>(
            List.of(
                "train",
                "--data",
                data.toString(),
                "--out",
                out.toString(),
                "--config",
                recipe.toString()));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(new String[0]));
  }

  /** Cuts off the first photo, and empties the next ones. */
  private List<Path> breakPictures(String part, int count) throws IOException {
    try (Stream<Path> files = Files.walk(data.resolve(part).resolve("photos"))) {
      List<Path> photos = files.filter(Files::isRegularFile).sorted().limit(count).toList();
      for (int i = 0; i < count; i++) {
        byte[] whole = Files.readAllBytes(photos.get(i));
        Files.write(photos.get(i), i == 0 ? Arrays.copyOf(whole, whole.length / 2) : new byte[0]);
      }
      return photos;
    }
  }
}
