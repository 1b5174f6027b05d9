package io.sketchwatch.dalnet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sketchwatch.core.model.InputSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlainDataSetTest {

  @TempDir Path root;

  @BeforeEach
  void writeFiles() throws IOException {
    write("photos/ann/gate_1.jpg");
    write("photos/ann/yard_1.PNG");
    write("photos/ann/notes.txt");
    write("photos/bob/bob.jpg");
    write("photos/.DS_Store");
    write("sketches/ann/0.png");
    write("sketches/cat/0.png");
  }

  @Test
  void shouldReadIdentityAndCameraFromThePath() throws IOException {
    PersonDataSet data = PlainDataSet.read(root);

    assertThat(data.photos())
        .containsExactly(
            new Picture("ann", "gate", root.resolve("photos/ann/gate_1.jpg")),
            new Picture("ann", "yard", root.resolve("photos/ann/yard_1.PNG")),
            new Picture("bob", null, root.resolve("photos/bob/bob.jpg")));
    assertThat(data.sketches()).extracting(Picture::identity).containsExactly("ann", "cat");
  }

  @Test
  void shouldTrainOnPeopleWithPhotosAndSketches() throws IOException {
    assertThat(PlainDataSet.read(root).identities()).containsExactly("ann");
  }

  @Test
  void shouldChangeItsFingerprintWithAnyFile() throws IOException {
    String before = PlainDataSet.read(root).fingerprint();
    assertThat(PlainDataSet.read(root).fingerprint()).isEqualTo(before);

    Files.writeString(root.resolve("sketches/cat/0.png"), "other");

    assertThat(PlainDataSet.read(root).fingerprint()).isNotEqualTo(before);
  }

  @Test
  void shouldRefuseAFolderWithoutSketches() throws IOException {
    Path empty = Files.createDirectories(root.resolve("empty/photos/ann")).resolve("../..");
    Files.write(empty.resolve("photos/ann/1.jpg"), new byte[1]);

    assertThatThrownBy(() -> PlainDataSet.read(empty))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("must have a folder 'sketches'");
  }

  @Test
  void shouldNameAPictureThatCannotBeDecoded() throws IOException {
    Picture broken = PlainDataSet.read(root).photos().get(0);

    assertThatThrownBy(() -> new PictureCache(InputSpec.encoder(16, 32)).get(broken))
        .hasMessageContaining(broken.file().toString());
  }

  private void write(String name) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, name);
  }
}
