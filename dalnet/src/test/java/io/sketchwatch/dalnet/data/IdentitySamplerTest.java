package io.sketchwatch.dalnet.data;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IdentitySamplerTest {

  @Test
  void shouldShowEveryIdentityOnceAnEpochAndFillUpTheLastBatch() {
    IdentitySampler sampler = new IdentitySampler(people(10), 4, 2);

    List<List<Example>> epoch = sampler.epoch(new Random(3));

    assertThat(epoch).hasSize(sampler.batchesPerEpoch()).hasSize(3);
    for (List<Example> batch : epoch) {
      assertThat(batch.stream().collect(groupingBy(Example::identity, counting())))
          .hasSize(4)
          .allSatisfy((identity, count) -> assertThat(count).isEqualTo(2));
    }
    assertThat(epoch.stream().flatMap(List::stream).map(Example::identity).distinct()).hasSize(10);
  }

  @Test
  void shouldPairPhotosAndSketchesOfOnePersonAndRepeatNoPhoto() {
    for (Example[] pair : pairs(new IdentitySampler(people(6), 3, 2).epoch(new Random(1)))) {
      assertThat(pair[0].photo()).isNotEqualTo(pair[1].photo());
      for (Example example : pair) {
        String name = "p" + example.identity();
        assertThat(example.photo().identity()).isEqualTo(name);
        assertThat(example.sketch().identity()).isEqualTo(name);
      }
    }
  }

  @Test
  void shouldDrawTheSameEpochFromTheSameSeed() {
    IdentitySampler sampler = new IdentitySampler(people(10), 4, 2);

    assertThat(sampler.epoch(new Random(3))).isEqualTo(sampler.epoch(new Random(3)));
    assertThat(sampler.epoch(new Random(3))).isNotEqualTo(sampler.epoch(new Random(4)));
  }

  @Test
  void shouldRefuseMorePeopleABatchThanThereAre() {
    assertThatThrownBy(() -> new IdentitySampler(people(3), 4, 2))
        .hasMessage(
            "Data set 'data' must have at least 4 people with photos and sketches, but has 3");
  }

  private static List<Example[]> pairs(List<List<Example>> epoch) {
    List<Example[]> pairs = new ArrayList<>();
    for (List<Example> batch : epoch) {
      for (int i = 0; i < batch.size(); i += 2) {
        pairs.add(new Example[] {batch.get(i), batch.get(i + 1)});
      }
    }
    return pairs;
  }

  private static PersonDataSet people(int count) {
    List<Picture> photos = new ArrayList<>();
    List<Picture> sketches = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      for (int k = 0; k < 3; k++) {
        photos.add(new Picture("p" + i, "c" + k, Path.of("data", "photo", i + "_" + k)));
      }
      sketches.add(new Picture("p" + i, null, Path.of("data", "sketch", i + "")));
    }
    return new PersonDataSet(Path.of("data"), photos, sketches);
  }
}
