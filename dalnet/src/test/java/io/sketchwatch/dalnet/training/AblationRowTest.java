package io.sketchwatch.dalnet.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import io.sketchwatch.dalnet.DrawnPeople;
import io.sketchwatch.dalnet.data.PersonDataSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AblationRowTest {

  private static final Set<String> COMMON =
      Set.of("photo", "sketch", "shared", "pool", "neck", "classifier");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BASELINE           |                                                | ",
        "AUXILIARY          | dag auxiliary                                  | ",
        "CIRCLE             | dag auxiliary                                  | circle",
        "CROSS_MODAL        | dag auxiliary                                  | crossModal",
        "STYLE              | dag auxiliary stylePool                        | style crossModal",
        "BILINEAR_ALIGNMENT | dag auxiliary stylePool bam interactedNeck     | style crossModal",
        "CROSS_ATTENTION    | dag auxiliary stylePool bam aca interactedNeck | style crossModal",
        "FULL         | dag auxiliary stylePool bam aca interactedNeck | style crossModal intraModal",
        "FIXED_KERNEL | dag auxiliary stylePool bam aca interactedNeck | style crossModal intraModal",
        "WITHOUT_STYLE      | dag auxiliary bam aca interactedNeck           | crossModal intraModal"
      })
  void shouldHaveTheParametersAndLossesOfItsRowAlone(AblationRow row, String parts, String losses)
      throws IOException {
    PersonDataSet data = DrawnPeople.write(folder.resolve("data"), 4);
    List<StepReport> steps = new ArrayList<>();
    Checkpoint checkpoint;
    try (Trainer trainer = new Trainer(row.of(SmallRecipe.of(2)), data, Device.cpu())) {
      checkpoint = trainer.train(folder.resolve("out"), steps::add);
    }

    Set<String> expected = words(parts);
    expected.addAll(COMMON);
    assertThat(firstWords(checkpoint.weights())).isEqualTo(expected);
    Set<String> expectedLosses = words(losses);
    expectedLosses.addAll(Set.of("identity", "total"));
    assertThat(steps.get(0).losses().keySet()).isEqualTo(expectedLosses);
    assertThat(checkpoint.optimizer().containsKey("first/dag.kernel"))
        .isEqualTo(expected.contains("dag") && row != AblationRow.FIXED_KERNEL);
  }

  @Test
  void shouldBeTheDefaultWhenFull() {
    assertThat(AblationRow.FULL.of(TrainingConfig.fromScratch()))
        .isEqualTo(TrainingConfig.fromScratch());
  }

  private static Set<String> words(String text) {
    return text == null ? new TreeSet<>() : new TreeSet<>(Arrays.asList(text.split(" ")));
  }

  private static Set<String> firstWords(Map<String, ?> names) {
    Set<String> words = new TreeSet<>();
    names.keySet().forEach(name -> words.add(name.substring(0, name.indexOf('.'))));
    return words;
  }
}
