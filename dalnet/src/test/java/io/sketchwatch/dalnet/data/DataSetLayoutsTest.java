package io.sketchwatch.dalnet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSetLayoutsTest {

  @TempDir private Path root;

  @Test
  void shouldReadPkuSketchAndDivideEveryArtistsPeople() throws IOException {
    for (int person = 1; person <= 40; person++) {
      write("photo/%d_01_%d.jpg".formatted(person, 300 + person));
      write("photo/%d_05_%d.jpg".formatted(person, 400 + person));
      write("sketch/%d.jpg".formatted(person));
    }
    writeLines("styleAnnotation/a_24.txt", 1, 24);
    writeLines("styleAnnotation/b_16.txt", 25, 40);

    DataSetChoice first = DataSetChoice.of(root, null, 1);
    PersonDataSet train = first.train();
    PersonDataSet test = first.test();

    assertThat(first.layout().name()).isEqualTo("pku-sketch");
    assertThat(test.identities()).hasSize(10);
    assertThat(train.identities()).hasSize(30).doesNotContainAnyElementsOf(test.identities());
    assertThat(test.identities().stream().filter(who -> Integer.parseInt(who) <= 24)).hasSize(6);
    assertThat(test.photos()).extracting(Picture::camera).containsOnly("01", "05");
    assertThat(test.sketches()).extracting(Picture::camera).containsOnlyNulls();
    assertThat(DataSetChoice.of(root, null, 1).test()).isEqualTo(test);
    assertThat(DataSetChoice.of(root, null, 10).test()).isNotEqualTo(test);
  }

  @Test
  void shouldTakeAQuarterOfEachArtistOfPkuSketchAsPublished() {
    List<Integer> peopleOfArtists = List.of(46, 20, 79, 33, 22);
    List<String> people = new ArrayList<>();
    for (int artist = 0; artist < 5; artist++) {
      for (int i = 0; i < peopleOfArtists.get(artist); i++) {
        people.add("abcde".charAt(artist) + "%02d".formatted(i));
      }
    }

    Set<String> test = new RandomSplits(50, 200).test(people, who -> who.substring(0, 1), 3);

    assertThat(test).hasSize(50);
    assertThat(test.stream().map(who -> who.substring(0, 1)).sorted().toList())
        .containsExactlyElementsOf(
            List.of(
                ("a ".repeat(12)
                        + "b ".repeat(5)
                        + "c ".repeat(20)
                        + "d ".repeat(8)
                        + "e ".repeat(5))
                    .split(" ")));
  }

  @Test
  void shouldReadMarketSketchWithItsArtistsAndCameras() throws IOException {
    write("photo/train/0002_c1s1_000451_03.jpg");
    write("photo/train/0007_c3s3_077419_03.jpg");
    write("photo/query/0003_c6s4_012345_01.jpg");
    write("photo/query/0000_c2s1_000000_00.jpg");
    write("photo/query/-1_c2s1_000000_00.jpg");
    write("sketch/A/train/0002_A.jpg");
    write("sketch/F/train/0002_F.jpg");
    write("sketch/A/query/0003_A.jpg");
    write("sketch/F/query/0003_F.jpg");

    DataSetChoice choice = DataSetChoice.of(root, null, 1);

    assertThat(choice.layout().name()).isEqualTo("market-sketch-1k");
    assertThat(choice.train().identities()).containsExactly("0002");
    assertThat(choice.train().photos()).extracting(Picture::camera).containsExactly("c1", "c3");
    assertThat(choice.train().sketches()).hasSize(2);
    assertThat(choice.test().photos())
        .extracting(Picture::identity)
        .containsExactly("0000", "0003");
    assertThat(choice.test().sketches()).extracting(Picture::identity).containsOnly("0003");
  }

  @Test
  void shouldReadQmulShoesAndChairsByTheirFoldersName() throws IOException {
    for (String set : List.of("ShoeV2", "ChairV2")) {
      for (String part : List.of("train", "test")) {
        write("%s/%sB/%s_01.png".formatted(set, part, part));
        write("%s/%sA/%s_01_1.png".formatted(set, part, part));
        write("%s/%sA/%s_01_12.png".formatted(set, part, part));
      }
    }

    DataSetChoice shoes = DataSetChoice.of(root.resolve("ShoeV2"), null, 1);
    DataSetChoice chairs = DataSetChoice.of(root.resolve("ChairV2"), null, 1);

    assertThat(shoes.layout().name()).isEqualTo("qmul-shoe-v2");
    assertThat(chairs.layout().name()).isEqualTo("qmul-chair-v2");
    assertThat(shoes.train().identities()).containsExactly("train_01");
    assertThat(shoes.test().identities()).containsExactly("test_01");
    assertThat(shoes.test().sketches()).hasSize(2);
  }

  @Test
  void shouldPairCufsfSketchesWithFeretPhotos() throws IOException {
    for (int person = 1; person <= 12; person++) {
      write("original_sketch/%05d.jpg".formatted(person));
      write("photo/%05dfb010_930831.tif".formatted(person));
    }

    DataSetChoice choice = DataSetChoice.of(root, null, 5);

    assertThat(choice.layout().name()).isEqualTo("cufsf");
    assertThat(choice.test().identities()).hasSize(4);
    assertThat(choice.train().identities()).hasSize(8);
    assertThat(new RandomSplits(494, 1194).test(everyone(1194), who -> "", 1)).hasSize(494);
  }

  @Test
  void shouldReadAPlainSetDividedOrNot() throws IOException {
    for (String part : List.of("train", "test")) {
      write(part + "/photos/of-" + part + "/c1_0.jpg");
      write(part + "/sketches/of-" + part + "/0.png");
    }

    DataSetChoice divided = DataSetChoice.of(root, null, 1);
    DataSetChoice undivided = DataSetChoice.of(root.resolve("test"), null, 1);

    assertThat(divided.train().identities()).containsExactly("of-train");
    assertThat(divided.test().identities()).containsExactly("of-test");
    assertThat(undivided.train()).isEqualTo(divided.test()).isEqualTo(undivided.test());
  }

  @Test
  void shouldNameTheKnownLayoutsWhenNoneFits() {
    assertThatThrownBy(() -> DataSetChoice.of(root, null, 1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("pku-sketch (")
        .hasMessageContaining("--layout");
    assertThatThrownBy(() -> DataSetChoice.of(root, "market", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("market-sketch-1k");
    assertThatThrownBy(() -> DataSetChoice.of(root, "pku-sketch", 11))
        .hasMessageContaining("splits 1 to 10");
  }

  private static List<String> everyone(int count) {
    return IntStream.range(0, count).mapToObj("%05d"::formatted).toList();
  }

  private void write(String name) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, name);
  }

  private void writeLines(String name, int from, int to) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Set<String> lines = new TreeSet<>();
    for (int i = from; i <= to; i++) {
      lines.add(Integer.toString(i));
    }
    Files.write(file, lines);
  }
}
