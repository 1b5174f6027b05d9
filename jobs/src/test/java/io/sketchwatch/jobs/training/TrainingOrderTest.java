package io.sketchwatch.jobs.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.dalnet.data.PersonDataSet;
import io.sketchwatch.dalnet.synthetic.SyntheticDataSet;
import io.sketchwatch.operators.inference.InferenceDevice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingOrderTest {

  @TempDir private Path folder;

  @Test
  void shouldFindTheSamePeopleOnAnotherFileSystemWithoutThoseSkipped() throws IOException {
    Path data = folder.resolve("data");
    SyntheticDataSet.write(data, 10, 2, 2, 3, done -> {});
    PersonDataSet here = order(data.toString(), List.of()).people();
    String skipped = data.relativize(here.photos().get(0).file()).toString();

    PersonDataSet there = order(ElsewhereFileSystem.uri(data), List.of()).people();
    PersonDataSet without = order(ElsewhereFileSystem.uri(data), List.of(skipped)).people();

    assertThat(there.fingerprint()).isEqualTo(here.fingerprint());
    assertThat(without.photos()).hasSize(here.photos().size() - 1);
  }

  private TrainingOrder order(String data, List<String> skipped) {
    String cache = folder.resolve("cache").toString();
    return new TrainingOrder(
        data, "plain", 1, skipped, "checkpoint", 1, "{}", cache, null, InferenceDevice.CPU);
  }
}
