package io.sketchwatch.jobs.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSetFolderTest {

  @TempDir private Path origin;
  @TempDir private Path cache;

  private String uri;

  @BeforeEach
  void fillTheOrigin() throws IOException {
    Files.createDirectories(origin.resolve("photos/1"));
    Files.writeString(origin.resolve("data.json"), "{}");
    Files.writeString(origin.resolve("photos/1/a.png"), "photo");
    uri = ElsewhereFileSystem.uri(origin);
  }

  @Test
  void shouldTakeLocalFoldersWhereTheyAre() throws IOException {
    assertThat(open(origin.toString())).isEqualTo(origin);
    assertThat(open(origin.toUri().toString())).isEqualTo(origin);
    assertThat(cache).isEmptyDirectory();
  }

  @Test
  void shouldCopyEveryFileOfAnotherFileSystem() throws IOException {
    Path copy = open(uri);

    assertThat(copy).startsWith(cache);
    assertThat(files(copy)).containsExactly("data.json {}", "photos/1/a.png photo");
  }

  @Test
  void shouldCopyAgainOnlyWhatChanged() throws IOException {
    open(uri);
    Files.writeString(origin.resolve("data.json"), "{\"seed\": 1}");
    Files.writeString(origin.resolve("photos/1/b.png"), "new");
    Files.delete(origin.resolve("photos/1/a.png"));
    List<URI> before = ElsewhereFileSystem.opened();

    Path copy = open(uri);

    assertThat(files(copy)).containsExactly("data.json {\"seed\": 1}", "photos/1/b.png new");
    assertThat(ElsewhereFileSystem.opened().stream().skip(before.size()))
        .extracting(opened -> origin.relativize(Path.of(opened.getPath())).toString())
        .containsExactlyInAnyOrder("data.json", "photos/1/b.png");
  }

  @Test
  void shouldRemoveWhatAnInterruptedCopyLeft() throws IOException {
    Path copy = open(uri);
    Files.writeString(copy.resolve("photos/1/a.png.part"), "ph");

    assertThat(files(open(uri))).containsExactly("data.json {}", "photos/1/a.png photo");
  }

  @Test
  void shouldRefuseAnOriginWithoutFiles() throws IOException {
    Path empty = Files.createDirectory(origin.resolve("empty"));

    assertThatThrownBy(() -> open(ElsewhereFileSystem.uri(empty)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("must have files, but has none");
    assertThatThrownBy(() -> open(ElsewhereFileSystem.uri(origin.resolve("absent"))))
        .isInstanceOf(IOException.class);
  }

  private Path open(String data) throws IOException {
    return DataSetFolder.open(data, cache, () -> {});
  }

  private static List<String> files(Path folder) throws IOException {
    List<String> files = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
        files.add(folder.relativize(file) + " " + Files.readString(file));
      }
    }
    return files;
  }
}
