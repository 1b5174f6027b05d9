package io.sketchwatch.operators.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sketchwatch.core.hash.Sha256;
import io.sketchwatch.core.model.InputSpec;
import io.sketchwatch.core.model.InvalidModelException;
import io.sketchwatch.core.model.ModelManifest;
import io.sketchwatch.core.model.ModelManifest.Notice;
import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.operators.AllowedRoots;
import io.sketchwatch.operators.embedding.TestEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnnouncedPackageTest {

  private static final byte[] CONTENT = "weights".getBytes(UTF_8);

  @TempDir private Path folder;

  @Test
  void shouldOpenAVerifiedCopyAndDeleteIt() throws Exception {
    AnnouncedPackage announced = announced("m1", Map.of("photo.onnx", Sha256.hex(CONTENT)), 1);

    Path copy =
        announced.open(
            verified -> {
              assertThat(verified.file("photo.onnx")).hasBinaryContent(CONTENT);
              return verified.folder();
            });

    assertThat(copy).isNotEqualTo(folder).doesNotExist();
  }

  @Test
  void shouldRefuseAPackageThatIsNotTheOneAnnounced() throws Exception {
    AnnouncedPackage announced = announced("m1", Map.of("photo.onnx", Sha256.hex(CONTENT)), 1);
    Files.write(folder.resolve(ModelPackage.MANIFEST), "{}".getBytes(UTF_8));

    assertRefused(announced, "must have SHA-256 " + announced.sha256());
  }

  @Test
  void shouldRefuseThePackageOfAnotherModel() throws Exception {
    AnnouncedPackage other = announced("m1", Map.of("photo.onnx", Sha256.hex(CONTENT)), 1);

    assertRefused(
        new AnnouncedPackage("m2", other.uri(), other.sha256()),
        "must be of model 'm2', but was of 'm1'");
  }

  @Test
  void shouldRefuseAPackageThatLacksAFile() throws Exception {
    assertThatThrownBy(() -> announced("m1", Map.of("sketch.onnx", "00"), 1).open(p -> p))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("File 'sketch.onnx' of package 'file:")
        .hasMessageContaining("can't be read");
  }

  @Test
  void shouldCopyNoFileFromOutsideThePackage() throws Exception {
    Path outside = folder.resolveSibling("outside-" + folder.getFileName());
    Files.write(outside, CONTENT);
    String name = "../" + outside.getFileName();

    assertRefused(announced("m1", Map.of(name, Sha256.hex(CONTENT)), 1), "must lie in its folder");
  }

  @Test
  void shouldRefuseAModelThatDisagreesWithItsNetwork() throws Exception {
    AnnouncedPackage announced = announced("m1", Map.of("photo.onnx", Sha256.hex(CONTENT)), 0.97);

    assertThatThrownBy(() -> new EncoderCheck(TestEngine.ONE).check(announced))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("to cosine 0.98, but its manifest says 0.97");
  }

  @Test
  void shouldReadNoPackageThatLiesElsewhere() {
    AllowedRoots roots = new AllowedRoots("some.roots", List.of("s3://models"));
    PackageCheck check =
        new AllowedPackages(
            roots,
            read -> {
              throw new AssertionError("It was read");
            });

    assertThatThrownBy(() -> check.check(new AnnouncedPackage("m1", "file:/etc", "00")))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("URI 'file:/etc' must lie below one of the allowed roots");
  }

  @Test
  void shouldRefuseAModelThatTheEngineCannotRunAndNameItWhereItWasAnnounced() throws Exception {
    AnnouncedPackage announced = announced("m1", Map.of("photo.onnx", Sha256.hex(CONTENT)), 1);

    assertThatThrownBy(() -> new EncoderCheck(TestEngine.OTHER).check(announced))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage("Model file '%sphoto.onnx' is not for engine OTHER", announced.uri());
  }

  private static void assertRefused(AnnouncedPackage announced, String reason) {
    assertThatThrownBy(() -> announced.open(verified -> verified))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining(announced.uri())
        .hasMessageContaining(reason);
  }

  private AnnouncedPackage announced(String modelId, Map<String, String> files, double parity)
      throws IOException {
    Files.write(folder.resolve("photo.onnx"), CONTENT);
    ModelPackage.writeManifest(
        folder,
        new ModelManifest(
            1,
            ModelManifest.Kind.ENCODER,
            modelId,
            new TreeMap<>(files),
            InputSpec.encoder(4, 8),
            3,
            null,
            Map.of(),
            null,
            null,
            null,
            new TreeMap<>(Map.of("parityCosine", parity)),
            new TreeMap<>(),
            List.of(new Notice("weights", "Apache-2.0", "made here"))));
    return new AnnouncedPackage(
        modelId, folder.toUri().toString(), Sha256.hex(folder.resolve(ModelPackage.MANIFEST)));
  }
}
