package io.sketchwatch.dalnet.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingConfigTest {

  @TempDir Path folder;

  @Test
  void shouldKeepTheDefaultOfEverySettingThatAFileDoesNotName() throws IOException {
    TrainingConfig config =
        read("{\"network\": {\"width\": 12, \"blocks\": [1, 1, 1, 1]}, \"seed\": 7}");

    TrainingConfig defaults = TrainingConfig.fromScratch();
    assertThat(config.network().width()).isEqualTo(12);
    assertThat(config.network().blocks()).containsExactly(1, 1, 1, 1);
    assertThat(config.network().inputHeight()).isEqualTo(defaults.network().inputHeight());
    assertThat(config.seed()).isEqualTo(7);
    assertThat(config.optimiser()).isEqualTo(defaults.optimiser());
    assertThat(config.losses()).isEqualTo(defaults.losses());
  }

  @Test
  void shouldHashEqualRecipesEqually() throws IOException {
    assertThat(read("{\"seed\": 1}").hash()).isEqualTo(TrainingConfig.fromScratch().hash());
    assertThat(read("{\"seed\": 2}").hash()).isNotEqualTo(TrainingConfig.fromScratch().hash());
  }

  @Test
  void shouldRefuseASettingThatItDoesNotKnow() {
    assertThatThrownBy(() -> read("{\"optimiser\": {\"epoch\": 3}}"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("recipe.json")
        .hasMessageContaining("epoch");
  }

  @Test
  void shouldRefuseASettingOutOfRange() {
    assertThatThrownBy(() -> read("{\"optimiser\": {\"epochs\": 3, \"warmUpEpochs\": 4}}"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("but was 3 and 4");
  }

  @Test
  void shouldRefuseALossWithoutThePartThatItNeeds() {
    assertThatThrownBy(() -> read("{\"network\": {\"streams\": [\"PHOTO\", \"SKETCH\"]}}"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Interaction CROSS_ATTENTION needs the stream AUXILIARY");
    assertThatThrownBy(
            () ->
                read(
                    "{\"network\": {\"streams\": [\"PHOTO\", \"SKETCH\"], "
                        + "\"interaction\": \"NONE\"}}"))
        .hasMessageContaining("Loss 'style' needs the stream AUXILIARY");
    assertThatThrownBy(() -> read("{\"network\": {\"interaction\": \"NONE\"}}"))
        .hasMessageContaining("Loss 'intraModal' needs an interaction");
  }

  @Test
  void shouldRefuseAFileThatIsNotAnObject() {
    for (String json : new String[] {"[1]", "", "{\"seed\": "}) {
      assertThatThrownBy(() -> read(json))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("recipe.json");
    }
  }

  @Test
  void shouldGiveTheStagesRatesOfTheirOwn() {
    TrainingConfig.Optimiser optimiser =
        new TrainingConfig.Optimiser(100, 16, 9e-4, 0.02, 0.1, 0.2, 0.25);

    assertThat(optimiser.factor("photo.layer2.0.conv1.weight")).isEqualTo(0.1);
    assertThat(optimiser.factor("shared.layer3.0.conv1.weight")).isEqualTo(0.2);
    assertThat(optimiser.factor("shared.layer4.0.conv1.weight")).isEqualTo(0.25);
    assertThat(optimiser.factor("neck.weight")).isEqualTo(1);
  }

  @Test
  void shouldRaiseTheRateFromASixteenthAndLowerItToZero() {
    LearningRateSchedule schedule = new LearningRateSchedule(0.16, 10, 30);

    assertThat(schedule.at(0)).isCloseTo(0.01, within(1e-12));
    assertThat(schedule.at(5)).isCloseTo(0.085, within(1e-12));
    assertThat(schedule.at(10)).isCloseTo(0.16, within(1e-12));
    assertThat(schedule.at(20)).isCloseTo(0.08, within(1e-12));
    assertThat(schedule.at(29)).isCloseTo(0.008, within(1e-12));
  }

  private TrainingConfig read(String json) throws IOException {
    return TrainingConfig.read(Files.writeString(folder.resolve("recipe.json"), json));
  }
}
