package io.sketchwatch.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedRootsTest {

  private static final AllowedRoots ROOTS =
      new AllowedRoots("some.roots", List.of("file:///data/cases", "s3://models/"));

  @ParameterizedTest
  @CsvSource({
    "file:/data/cases/one.png, file:/data/cases/one.png",
    "file:///data/cases/a%20b/, file:/data/cases/a b",
    "FILE:///data/cases, FILE:/data/cases",
    "s3://models/dalnet-2, s3://models/dalnet-2",
    "s3://models/, s3://models/",
    "s3://models/..two, s3://models/..two"
  })
  void shouldNameThePlaceOfWhatLiesBelowARoot(String uri, String path) throws Exception {
    assertThat(ROOTS.path(uri)).hasToString(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:/data/cases/../secret",
        "file:/data/cases/%2e%2e/secret",
        "file:/data/cases/a/../../secret",
        "file:/data/cases-of-others/one.png",
        "file:/data",
        "file://host/data/cases/one.png",
        "file:data/cases",
        "/data/cases/one.png",
        "s3://models",
        "s3://models-of-others/dalnet-2",
        "s3://models@elsewhere/dalnet-2",
        "s3://models/dalnet-2?versionId=1",
        "s3://models/dalnet-2#part",
        "http://models/dalnet-2",
        "mailto:a@b"
      })
  void shouldRefuseWhatLiesElsewhere(String uri) {
    assertThatThrownBy(() -> ROOTS.path(uri))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "URI '"
                + uri
                + "' must lie below one of the allowed roots [file:///data/cases, s3://models/]:"
                + " put it there, or add its folder to 'some.roots'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:/data/cases/a b", "%", "s3://models/%2"})
  void shouldRefuseWhatIsNoUri(String uri) {
    assertThatThrownBy(() -> ROOTS.path(uri))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("Expected a URI, but ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:/data/cases", "s3://models/dalnet-2"})
  void shouldRefuseEverythingWithoutRoots(String uri) {
    assertThatThrownBy(() -> new AllowedRoots("some.roots", List.of()).path(uri))
        .hasMessageContaining("allowed roots []");
  }

  @ParameterizedTest
  @ValueSource(strings = {"frames", "/frames", "mailto:a@b", "file:/frames/../secret"})
  void shouldRefuseRootsThatAreNoAbsoluteFolders(String root) {
    assertThatThrownBy(() -> new AllowedRoots("some.roots", List.of(root)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Option 'some.roots' must be absolute URIs of folders")
        .hasMessageEndingWith("but was '" + root + "'");
  }
}
