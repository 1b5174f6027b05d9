package io.sketchwatch.dalnet.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.sketchwatch.core.embedding.Embedding;
import io.sketchwatch.core.embedding.Modality;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.dalnet.DrawnPeople;
import io.sketchwatch.dalnet.data.PersonDataSet;
import io.sketchwatch.dalnet.data.Picture;
import io.sketchwatch.dalnet.data.PictureCache;
import io.sketchwatch.dalnet.network.DalNetConfig;
import io.sketchwatch.dalnet.network.Stream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttentionMapperTest {

  private static final DalNetConfig CONFIG =
      new DalNetConfig(1, List.of(1, 1, 1, 1), 2, 64, 32, List.of(Stream.PHOTO, Stream.SKETCH));
  private static final int CHANNELS = CONFIG.dimension();
  private static final int POSITIONS = 4 * 2;

  @TempDir Path folder;
  private PersonDataSet data;
  private DalNetEncoder encoder;
  private AttentionMapper mapper;

  @BeforeEach
  void drawPeople() throws IOException {
    data = DrawnPeople.write(folder, 4);
    encoder = DalNetEncoder.untrained(CONFIG, 5, Device.cpu());
    mapper = new AttentionMapper(encoder);
  }

  @AfterEach
  void closeEncoder() {
    encoder.close();
  }

  /** Differences of a score that is computed here, in double precision, from its definition. */
  @Test
  void shouldFollowTheSlopeOfTheScore() {
    set("neck.weight", random(CHANNELS, 1));
    set("neck.bias", random(CHANNELS, 2));
    set("neck.running_mean", random(CHANNELS, 3));
    set("pool.p", new float[] {2.5f});
    Embedding other = Embedding.normalised(random(CHANNELS, 4));
    float[] maps;
    float[] gradients;
    try (NDManager batch = encoder.newSubManager()) {
      List<Image> photos = decode(data.photos().subList(0, 2));
      NDArray shared = encoder.network().sharedMaps(Stream.PHOTO, encoder.input(batch, photos));
      maps = shared.toFloatArray();
      gradients = mapper.gradients(shared, List.of(other, other));
    }

    double greatest = 0;
    for (float gradient : gradients) {
      greatest = Math.max(greatest, Math.abs(gradient));
    }
    assertThat(greatest).isPositive();
    int picture = CHANNELS * POSITIONS;
    int compared = 0;
    for (int i = 0; i < maps.length; i++) {
      if (maps[i] > 1e-3) {
        compared++;
        double[] own = new double[picture];
        for (int k = 0; k < picture; k++) {
          own[k] = maps[i / picture * picture + k];
        }
        assertThat((double) gradients[i])
            .as("gradient %d", i)
            .isCloseTo(slope(own, i % picture, other), within(1e-3 * greatest));
      }
    }
    assertThat(compared).isGreaterThan(maps.length / 4);
  }

  private double slope(double[] maps, int index, Embedding other) {
    double step = 1e-5 * maps[index];
    maps[index] += step;
    double above = score(maps, other);
    maps[index] -= 2 * step;
    return (above - score(maps, other)) / (2 * step);
  }

  private double score(double[] maps, Embedding other) {
    float p = get("pool.p")[0];
    float[] weight = get("neck.weight");
    float[] bias = get("neck.bias");
    float[] mean = get("neck.running_mean");
    float[] variance = get("neck.running_var");
    double dot = 0;
    double square = 0;
    for (int c = 0; c < CHANNELS; c++) {
      double power = 0;
      for (int i = 0; i < POSITIONS; i++) {
        power += Math.pow(Math.max(maps[c * POSITIONS + i], 1e-6), p) / POSITIONS;
      }
      double pooled = Math.pow(power, 1.0 / p);
      double value = (pooled - mean[c]) / Math.sqrt(variance[c] + 1e-5) * weight[c] + bias[c];
      dot += value * other.values()[c];
      square += value * value;
    }
    return dot / Math.sqrt(square);
  }

  @Test
  void shouldShowTheOnlyMapThatTheScoreDependsOn() {
    List<Image> photo = decode(data.photos().subList(0, 1));
    float[] maps;
    try (NDManager batch = encoder.newSubManager()) {
      maps = encoder.network().sharedMaps(Stream.PHOTO, encoder.input(batch, photo)).toFloatArray();
    }
    int channel = mostVaried(maps);
    float[] weight = new float[CHANNELS];
    weight[channel] = 1;
    float[] bias = new float[CHANNELS];
    bias[(channel + 1) % CHANNELS] = 1;
    set("neck.weight", weight);
    set("neck.bias", bias);

    AttentionMap map =
        mapper.maps(Modality.PHOTO, photo, List.of(Embedding.normalised(weight))).get(0);

    double greatest = greatest(maps, channel);
    for (int i = 0; i < POSITIONS; i++) {
      assertThat(map.at(i / 2, i % 2))
          .as("position %d", i)
          .isCloseTo(maps[channel * POSITIONS + i] / greatest, within(1e-5));
    }
  }

  private static int mostVaried(float[] maps) {
    int best = 0;
    double widest = 0;
    for (int c = 0; c < CHANNELS; c++) {
      double least = greatest(maps, c);
      for (int i = 0; i < POSITIONS; i++) {
        least = Math.min(least, maps[c * POSITIONS + i]);
      }
      if (greatest(maps, c) - least > widest) {
        widest = greatest(maps, c) - least;
        best = c;
      }
    }
    assertThat(widest).isPositive();
    return best;
  }

  private static double greatest(float[] maps, int channel) {
    double greatest = 0;
    for (int i = 0; i < POSITIONS; i++) {
      greatest = Math.max(greatest, maps[channel * POSITIONS + i]);
    }
    return greatest;
  }

  @Test
  void shouldAttendToASketchByItsFirstPhotoAndToPhotosByTheSketch() {
    RankedQuery query = EmbeddedDataSet.of(encoder, data, () -> {}).rankings(3).get(1);

    AttendedQuery attended = mapper.attend(query);

    assertThat(attended.query()).isEqualTo(query);
    assertThat(attended.photos()).hasSize(3);
    Embedding drawn = encoder.embed(Modality.SKETCH, decode(List.of(query.sketch()))).get(0);
    List<Image> photos = query.best().stream().map(f -> decode(List.of(f.photo())).get(0)).toList();
    for (int i = 0; i < 3; i++) {
      AttentionMap alone =
          mapper.maps(Modality.PHOTO, photos.subList(i, i + 1), List.of(drawn)).get(0);
      assertThat(values(attended.photos().get(i))).containsExactly(values(alone), within(1e-4));
    }
    Embedding first = encoder.embed(Modality.PHOTO, photos).get(0);
    AttentionMap sketch =
        mapper.maps(Modality.SKETCH, decode(List.of(query.sketch())), List.of(first)).get(0);
    assertThat(values(attended.sketch())).containsExactly(values(sketch), within(1e-4));
    assertThat(Arrays.stream(values(sketch)).max()).hasValue(1);
  }

  private static double[] values(AttentionMap map) {
    double[] values = new double[map.rows() * map.columns()];
    for (int i = 0; i < values.length; i++) {
      values[i] = map.at(i / map.columns(), i % map.columns());
    }
    return values;
  }

  private static List<Image> decode(List<Picture> pictures) {
    return pictures.stream().map(picture -> PictureCache.decode(picture.file())).toList();
  }

  private static float[] random(int count, long seed) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private float[] get(String parameter) {
    return encoder.network().parametersByName().get(parameter).getArray().toFloatArray();
  }

  private void set(String parameter, float[] values) {
    encoder.network().parametersByName().get(parameter).getArray().set(values);
  }
}
