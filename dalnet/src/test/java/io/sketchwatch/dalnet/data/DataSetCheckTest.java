package io.sketchwatch.dalnet.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.dalnet.DrawnPeople;
import io.sketchwatch.dalnet.data.DataSetCheck.BrokenPicture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSetCheckTest {

  @TempDir private Path root;

  @Test
  void shouldFindNothingWrongWithAWholeDataSet() throws IOException {
    PersonDataSet data = DrawnPeople.write(root, 4);
    AtomicInteger seen = new AtomicInteger();

    DataSetCheck check = DataSetCheck.of(data, seen::incrementAndGet);

    assertThat(seen).hasValue(12);
    assertThat(check.readable()).isEqualTo(data);
    assertThat(check.broken()).isEmpty();
    assertThat(check.withoutPhoto()).isEmpty();
    assertThat(check.withoutSketch()).isEmpty();
    assertThat(check.usablePeople()).isEqualTo(4);
    assertThat(check.cameras()).isEqualTo(2);
  }

  @Test
  void shouldNameEveryBrokenFileAndLeaveItOut() throws IOException {
    PersonDataSet data = DrawnPeople.write(root, 4);
    Path cut = root.resolve("photos/person00/c1_0.jpg");
    byte[] whole = Files.readAllBytes(cut);
    Files.write(cut, Arrays.copyOf(whole, whole.length * 2 / 3));
    Path empty = Files.write(root.resolve("photos/person01/c2_0.jpg"), new byte[0]);
    Path text = Files.writeString(root.resolve("sketches/person02/0.png"), "not a picture");

    DataSetCheck check = DataSetCheck.of(data, () -> {});

    assertThat(check.broken()).extracting(BrokenPicture::file).containsExactly(cut, empty, text);
    assertThat(check.broken())
        .extracting(BrokenPicture::reason)
        .satisfiesExactly(
            reason -> assertThat(reason).contains(cut.toString()),
            reason -> assertThat(reason).contains("empty"),
            reason -> assertThat(reason).contains("neither"));
    assertThat(check.readable().photos()).hasSize(6);
    assertThat(check.withoutSketch()).containsExactly("person02");
    assertThat(check.usablePeople()).isEqualTo(3);
  }

  @Test
  void shouldNamePeopleWhoLackPhotosOrSketches() throws IOException {
    DrawnPeople.write(root, 3);
    Files.delete(root.resolve("sketches/person00/0.png"));
    Files.delete(root.resolve("photos/person01/c1_0.jpg"));
    Files.delete(root.resolve("photos/person01/c2_0.jpg"));

    DataSetCheck check = DataSetCheck.of(PlainDataSet.read(root), () -> {});

    assertThat(check.withoutSketch()).containsExactly("person00");
    assertThat(check.withoutPhoto()).containsExactly("person01");
    assertThat(check.usablePeople()).isEqualTo(1);
  }
}
