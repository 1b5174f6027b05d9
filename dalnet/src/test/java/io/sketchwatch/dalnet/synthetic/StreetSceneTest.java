package io.sketchwatch.dalnet.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sketchwatch.core.image.Box;
import io.sketchwatch.core.image.Image;
import java.awt.Color;
import java.awt.geom.AffineTransform;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StreetSceneTest {

  private static final StreetSceneOptions OPTIONS = new StreetSceneOptions(2, 6, 36, 3);

  private final StreetScene scene = new StreetScene(OPTIONS);

  @Test
  void shouldFilmTheSameFramesFromTheSameOptionsInAnyOrder() {
    Image late = scene.frame(1, 200);
    Image early = scene.frame(0, 30);

    StreetScene again = new StreetScene(OPTIONS);

    assertThat(again.frame(0, 30)).isEqualTo(early);
    assertThat(again.frame(1, 200)).isEqualTo(late);
    assertThat(again.truth(1, 200)).isEqualTo(scene.truth(1, 200));
    assertThat(new StreetScene(new StreetSceneOptions(2, 6, 36, 4)).frame(0, 30))
        .isNotEqualTo(early);
  }

  @Test
  void shouldSendEveryPersonPastEachCameraInTurn() {
    assertThat(scene.passages()).hasSize(12);
    for (int id = 0; id < 6; id++) {
      Passage first = scene.passages().get(2 * id);
      Passage second = scene.passages().get(2 * id + 1);

      assertThat(first.camera()).isZero();
      assertThat(second.camera()).isEqualTo(1);
      assertThat(second.personId()).isEqualTo(first.personId());
      assertThat(second.start()).isGreaterThan(first.end());
      assertThat(second.end()).isLessThanOrEqualTo(36);
      assertThat(seen(first)).isTrue();
      assertThat(seen(second)).isTrue();
    }
  }

  private boolean seen(Passage passage) {
    int from = (int) Math.ceil(passage.start() * StreetScene.FRAME_RATE) + 20;
    int to = (int) (passage.end() * StreetScene.FRAME_RATE) - 20;
    for (int index = from; index < to; index += 10) {
      if (scene.truth(passage.camera(), index).stream()
          .anyMatch(p -> p.personId() == passage.personId() && p.visibleFraction() > 0.6)) {
        return true;
      }
    }
    return false;
  }

  @Test
  void shouldShowPeopleInsideTheFrameAtDetectableHeights() {
    Set<Integer> people = new HashSet<>();
    for (int index = 10; index < scene.frames(); index += 25) {
      for (VisiblePerson person : scene.truth(0, index)) {
        Box box = person.box();
        people.add(person.personId());

        assertThat(box.clip(StreetScene.WIDTH, StreetScene.HEIGHT)).isEqualTo(box);
        assertThat(box.height()).isBetween(75, 245);
        assertThat(person.visibleFraction()).isBetween(0.0, 1.0);
      }
    }

    assertThat(people).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
  }

  @Test
  void shouldCallAPersonHiddenAsFarAsSomeoneStandsBefore() {
    Sprite far = person(1, 0);
    Sprite near = person(2, 0);
    Sprite aside = person(3, 300);

    assertThat(StreetScene.truth(List.of(far, near, aside)))
        .extracting(VisiblePerson::visibleFraction)
        .satisfiesExactly(
            hidden -> assertThat(hidden).isLessThan(0.01),
            seen -> assertThat(seen).isEqualTo(1),
            seen -> assertThat(seen).isEqualTo(1));
    assertThat(StreetScene.truth(List.of(person(1, -200))))
        .singleElement()
        .satisfies(half -> assertThat(half.visibleFraction()).isBetween(0.3, 0.7))
        .satisfies(half -> assertThat(half.box().x()).isZero());
    assertThat(StreetScene.truth(List.of(person(1, -400)))).isEmpty();
  }

  @Test
  void shouldBoxEveryPaintedPixelTightly() {
    Sprite sprite = person(1, 0);
    Box box = StreetScene.truth(List.of(sprite)).get(0).box();
    int inside = 0;
    for (int row = 0; row < sprite.picture().getHeight(); row++) {
      for (int column = 0; column < sprite.picture().getWidth(); column++) {
        if (sprite.picture().getRGB(column, row) >>> 24 != 0) {
          Box pixel = new Box(sprite.x() + column, sprite.y() + row, 1, 1);
          assertThat(box.overlap(pixel)).isEqualTo(1);
          inside++;
        }
      }
    }

    assertThat(inside).isGreaterThan((int) (box.area() / 5));
    assertThat(box.height()).isBetween(190, 215);
  }

  /** Someone 200 pixels high who stands in the middle, or so far to the right of it. */
  private static Sprite person(int owner, int right) {
    PersonAppearance plain = DressedPerson.inPlain(Color.BLUE);
    Figure figure = Figure.of(plain, Pose.standing(Pose.View.FRONT));
    AffineTransform place = PersonPainter.place(200.5 + right, 400, 200);
    return Sprite.of(
        owner,
        400,
        place.createTransformedShape(figure.bounds()).getBounds2D(),
        g -> new PersonPainter().paint(g, plain, figure, place));
  }

  @Test
  void shouldRefuseAFrameAfterTheEnd() {
    assertThatThrownBy(() -> scene.frame(0, 360))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Frame 360");
  }

  @Test
  void shouldRefuseASceneTooShortForEveryCamera() {
    assertThatThrownBy(() -> new StreetSceneOptions(2, 6, 31, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("31 seconds");
  }
}
