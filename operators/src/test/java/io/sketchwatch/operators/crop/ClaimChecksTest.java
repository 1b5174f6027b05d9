package io.sketchwatch.operators.crop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sketchwatch.operators.AllowedRoots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimChecksTest {

  @TempDir Path folder;
  private String root;

  @BeforeEach
  void writeFiles() throws IOException {
    Files.createDirectories(folder.resolve("frames/gate"));
    Files.writeString(folder.resolve("frames/gate/one.jpg"), "picture");
    Files.createDirectories(folder.resolve("frames-private"));
    Files.writeString(folder.resolve("frames-private/secret"), "secret");
    Files.writeString(folder.resolve("secret"), "secret");
    root = "file://" + folder.resolve("frames");
  }

  @Test
  void shouldReadAFileBelowAnAllowedRoot() throws IOException {
    assertThat(read(List.of(root), "# a claim check\r\n" + root + "/gate/one.jpg\r\n"))
        .asString(UTF_8)
        .isEqualTo("picture");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/../secret", "/%2e%2e/secret", "-private/secret"})
  void shouldRefuseWhatClimbsOutOfTheRoot(String path) {
    assertThatThrownBy(() -> read(List.of(root), root + path))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("must lie below one of the allowed roots");
  }

  @Test
  void shouldRefuseEverythingWithoutRoots() {
    assertThatThrownBy(() -> read(List.of(), root + "/gate/one.jpg"))
        .hasMessageContaining("allowed roots []");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# only a comment", "file:/a\nfile:/b", "not a uri"})
  void shouldRefuseWhatIsNotOneUri(String list) {
    assertThatThrownBy(() -> read(List.of(root), list)).hasMessageStartingWith("Expected a");
  }

  @Test
  void shouldSayWhichFileIsMissing() {
    assertThatThrownBy(() -> read(List.of(root), root + "/gate/two.jpg"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/gate/two.jpg' can't be read");
  }

  private static byte[] read(List<String> roots, String uriList) throws IOException {
    return new ClaimChecks(new AllowedRoots("some.roots", roots)).read(uriList.getBytes(UTF_8));
  }
}
