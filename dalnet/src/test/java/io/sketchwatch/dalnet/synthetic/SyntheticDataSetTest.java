package io.sketchwatch.dalnet.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sketchwatch.core.hash.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyntheticDataSetTest {

  @TempDir private Path folder;

  private static List<String> contents(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file) + " " + hash(file))
          .sorted()
          .toList();
    }
  }

  private static String hash(Path file) {
    try {
      return Sha256.hex(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void shouldWriteTheSameBytesFromTheSameSeed() throws IOException {
    SyntheticDataSet.write(folder.resolve("a"), 3, 2, 2, 11, done -> {});
    SyntheticDataSet.write(folder.resolve("b"), 3, 2, 2, 11, done -> {});
    SyntheticDataSet.write(folder.resolve("c"), 3, 2, 2, 12, done -> {});

    assertThat(contents(folder.resolve("b"))).isEqualTo(contents(folder.resolve("a")));
    assertThat(contents(folder.resolve("c"))).isNotEqualTo(contents(folder.resolve("a")));
  }

  @Test
  void shouldHoldOutIdentitiesForTheTestAndDescribeTheSet() throws IOException {
    List<Integer> progress = new ArrayList<>();
    SyntheticDataSet.write(folder, 3, 2, 1, 11, progress::add);

    assertThat(progress).containsExactly(1, 2, 3);
    assertThat(folder.resolve("train/photos")).isDirectoryContaining("glob:**/0000[01]");
    assertThat(folder.resolve("test/photos/00002")).isDirectory();
    assertThat(folder.resolve("test/sketches/00002"))
        .isDirectoryContaining("glob:**/artist?_0.png");
    assertThat(folder.resolve("train/photos/00002")).doesNotExist();
    JsonNode data = new ObjectMapper().readTree(folder.resolve("data.json").toFile());
    assertThat(data.path("seed").asLong()).isEqualTo(11);
    assertThat(data.path("version").asInt()).isEqualTo(2);
    assertThat(data.path("train").asInt()).isEqualTo(2);
    assertThat(data.path("test").asInt()).isEqualTo(1);
  }

  @Test
  void shouldRefuseAFolderThatHoldsASet() throws IOException {
    SyntheticDataSet.write(folder, 2, 1, 1, 1, done -> {});

    assertThatThrownBy(() -> SyntheticDataSet.write(folder, 2, 1, 1, 1, done -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("holds a data set already");
  }

  @Test
  void shouldRefuseASetWithoutSomeoneToHoldOut() {
    assertThatThrownBy(() -> SyntheticDataSet.write(folder, 1, 1, 1, 1, done -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 2 identities");
  }
}
