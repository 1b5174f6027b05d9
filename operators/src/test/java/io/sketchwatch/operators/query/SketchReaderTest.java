package io.sketchwatch.operators.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sketchwatch.core.image.Media;
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

class SketchReaderTest {

  @TempDir Path folder;
  private SketchReader reader;

  @BeforeEach
  void setUp() throws IOException {
    Files.createDirectory(folder.resolve("cases"));
    Files.write(folder.resolve("cases/sketch.png"), QueryBuilder.SKETCH);
    Files.write(folder.resolve("secret.png"), QueryBuilder.SKETCH);
    reader = reader(List.of(folder.resolve("cases").toUri().toString()));
  }

  @Test
  void shouldReadAReferenceUnderAnAllowedRoot() throws IOException {
    assertThat(reader.read(reference("cases/sketch.png")))
        .isEqualTo(new Media("image/png", QueryBuilder.SKETCH, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "secret.png",
        "cases/../secret.png",
        "cases/%2e%2e/secret.png",
        "cases-of-others/sketch.png"
      })
  void shouldRefuseAReferenceElsewhere(String name) {
    assertThatThrownBy(() -> reader.read(reference(name)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("must lie below one of the allowed roots");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sketch.png", "mailto:a@b", "http://host/cases/sketch.png"})
  void shouldRefuseAReferenceOfAnotherKind(String uri) {
    assertThatThrownBy(() -> reader.read(new Media("image/png", null, uri)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("must lie below one of the allowed roots");
  }

  @Test
  void shouldRefuseEveryReferenceWithoutRoots() {
    assertThatThrownBy(() -> reader(List.of()).read(reference("cases/sketch.png")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("allowed roots []");
  }

  @Test
  void shouldNameAMalformedReference() {
    assertThatThrownBy(() -> reader.read(new Media("image/png", null, "file:///a b")))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("Expected a URI, but ")
        .hasMessageEndingWith("file:///a b");
  }

  @Test
  void shouldReportAMissingFile() {
    assertThatThrownBy(() -> reader.read(reference("cases/none.png")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("none.png");
  }

  @Test
  void shouldRefuseWhatIsNoPicture() throws IOException {
    Files.writeString(folder.resolve("cases/text.png"), "no picture");

    assertThatThrownBy(() -> reader.read(reference("cases/text.png")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Expected JPEG or PNG");
  }

  private static SketchReader reader(List<String> roots) {
    return new SketchReader(new AllowedRoots("some.roots", roots));
  }

  private Media reference(String name) {
    return new Media("image/png", null, folder.toUri() + name);
  }
}
