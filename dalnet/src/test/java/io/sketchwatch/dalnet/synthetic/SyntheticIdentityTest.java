package io.sketchwatch.dalnet.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.image.PencilFilter;
import java.awt.Color;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyntheticIdentityTest {

  @Test
  void shouldDrawTheSamePicturesFromTheSameSeedInAnyOrder() {
    SyntheticIdentity one = SyntheticIdentity.of(5);
    SyntheticPhoto second = one.photo(1);
    Image sketch = one.sketch(2);

    SyntheticIdentity again = SyntheticIdentity.of(5);

    assertThat(again.sketch(2)).isEqualTo(sketch);
    assertThat(again.photo(1)).isEqualTo(second);
  }

  @Test
  void shouldDrawDifferentPeopleFromDifferentSeeds() {
    Set<PersonAppearance> people = new HashSet<>();
    for (int seed = 0; seed < 500; seed++) {
      people.add(PersonAppearance.of(seed));
    }

    assertThat(people).hasSize(500);
    assertThat(SyntheticIdentity.of(1).photo(0)).isNotEqualTo(SyntheticIdentity.of(2).photo(0));
  }

  @Test
  void shouldTakeEachPhotoWithAnotherCamera() {
    Set<Integer> cameras = new HashSet<>();
    for (int i = 0; i < SyntheticPhoto.CAMERAS; i++) {
      cameras.add(SyntheticIdentity.of(9).photo(i).camera());
    }

    assertThat(cameras).hasSize(SyntheticPhoto.CAMERAS);
  }

  @Test
  void shouldTakePhotosOfCropSizeWithAMaskOfTheSameSize() {
    for (int i = 0; i < 12; i++) {
      SyntheticPhoto photo = SyntheticIdentity.of(i).photo(i);
      Image image = photo.image();

      assertThat(image.height()).isBetween(60, 190);
      assertThat(image.width()).isBetween(24, image.height());
      assertThat(photo.mask().width()).isEqualTo(image.width());
      assertThat(photo.mask().height()).isEqualTo(image.height());
      assertThat(whitePart(photo.mask())).isBetween(0.08, 0.8);
    }
  }

  private static double whitePart(Image mask) {
    int white = 0;
    for (int y = 0; y < mask.height(); y++) {
      for (int x = 0; x < mask.width(); x++) {
        white += mask.at(x, y, 0) > 127 ? 1 : 0;
      }
    }
    return white / (double) (mask.width() * mask.height());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8})
  void shouldSketchInGreyAndOnWhitePaperUnlessFromAPhoto(int artist) {
    Image sketch = SyntheticSketch.of(PersonAppearance.of(3), artist, 2, Dice.of(4));

    assertThat(sketch.height()).isEqualTo(256);
    for (int y = 0; y < sketch.height(); y++) {
      for (int x = 0; x < sketch.width(); x++) {
        assertThat(sketch.at(x, y, 1)).isEqualTo(sketch.at(x, y, 0));
        assertThat(sketch.at(x, y, 2)).isEqualTo(sketch.at(x, y, 0));
      }
    }
    if (artist < 6) {
      assertThat(sketch.at(0, 0, 0)).isGreaterThan(250);
      assertThat(sketch.at(sketch.width() - 1, sketch.height() - 1, 0)).isGreaterThan(250);
    }
  }

  @Test
  void shouldTakeOneSketchInThreeFromAPhotoThatIsNotInTheSet() {
    for (int seed = 0; seed < 6; seed++) {
      SyntheticIdentity person = SyntheticIdentity.of(seed);
      Set<Integer> artists = new HashSet<>();
      for (int i = 0; i < SyntheticSketch.ARTISTS; i++) {
        artists.add(person.artist(i));
      }
      assertThat(artists).hasSize(SyntheticSketch.ARTISTS);

      int fromPhoto = 0;
      while (person.artist(fromPhoto) < 2 * SyntheticSketch.VARIANTS) {
        fromPhoto++;
      }
      assertThat(fromPhoto).isLessThan(3);
      assertThat(person.artist(fromPhoto + 3)).isGreaterThanOrEqualTo(2 * SyntheticSketch.VARIANTS);
      PencilFilter filter = List.of(PencilFilter.values()).get(person.artist(fromPhoto) % 3);
      for (int i = 0; i < SyntheticPhoto.CAMERAS; i++) {
        Image traced = filter.apply(person.photo(i).image());
        assertThat(person.sketch(fromPhoto)).isNotEqualTo(traced);
      }
    }
  }

  @Test
  void shouldSketchDarkClothesDarkerThanLightOnes() {
    for (int artist = 0; artist < 2 * SyntheticSketch.VARIANTS; artist++) {
      PersonAppearance dark = DressedPerson.inPlain(new Color(25, 25, 30));
      PersonAppearance light = DressedPerson.inPlain(new Color(235, 235, 230));

      double darkTone = chestTone(SyntheticSketch.of(dark, artist, 0, Dice.of(1)));
      double lightTone = chestTone(SyntheticSketch.of(light, artist, 0, Dice.of(1)));

      assertThat(darkTone).as("artist %d", artist).isLessThan(lightTone - 40);
    }
  }

  private static double chestTone(Image sketch) {
    double sum = 0;
    int from = sketch.width() * 2 / 5;
    int to = sketch.width() * 3 / 5;
    for (int y = 70; y < 110; y++) {
      for (int x = from; x < to; x++) {
        sum += sketch.at(x, y, 0);
      }
    }
    return sum / (40 * (to - from));
  }
}
