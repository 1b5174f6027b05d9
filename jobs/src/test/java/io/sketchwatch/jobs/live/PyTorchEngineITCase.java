package io.sketchwatch.jobs.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.core.alert.Alert;
import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.core.model.InputSpec.Channels;
import io.sketchwatch.core.model.ModelAnnouncement.State;
import io.sketchwatch.core.model.ModelStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Models that are announced to a job on PyTorch: one that it runs, and one that it can't. */
@Timeout(300)
class PyTorchEngineITCase {

  private static final int HUES = 6;

  @TempDir private Path folder;

  @Test
  void shouldEmbedWithAnAnnouncedModelAndRefuseOneOfAnUnknownOperator() throws Exception {
    HuePackage known = HuePackage.at(folder, "hue-2", Channels.RGB);
    HuePackage unknown =
        HuePackage.at(folder, "hue-3", Channels.RGB).withPhotoOperator("GlobalMaxPool");
    Configuration options = new Configuration();
    options.set(LiveMatchingOptions.ENGINE, InferenceEngine.PYTORCH);
    try (LiveJobOnKafka job = new LiveJobOnKafka(2, options)) {
      job.watchFor("q-0", BlockWorld.hue(0, HUES), null);
      job.announce(unknown.announced(State.ACTIVE, 1));
      job.announce(known.announced(State.ACTIVE, 2));

      assertThat(job.awaitModel("hue-3", 1))
          .satisfies(status -> assertThat(status.state()).isEqualTo(ModelStatus.State.REFUSED))
          .satisfies(
              status ->
                  assertThat(status.reason())
                      .contains(folder.resolve("hue-3").toUri() + "photo.onnx")
                      .contains("'GlobalMaxPool'")
                      .endsWith("is not known to the PyTorch engine: use ONNX Runtime"));
      assertThat(job.awaitModel("hue-2", 2).state()).isEqualTo(ModelStatus.State.LOADED);
      letEverybodyPass(job);
      job.drain(Files.createDirectory(folder.resolve("savepoints")));

      assertThat(job.sightings()).extracting(Sighting::modelId).contains("hue-2");
      assertThat(job.alerts("q-0")).extracting(Alert::modelId).contains("hue-2");
    }
  }

  private static void letEverybodyPass(LiveJobOnKafka job) throws Exception {
    BlockCamera gate = new BlockCamera("gate", BlockWorld.START);
    for (int hue = 0; hue < HUES; hue++) {
      job.send(gate.crossing(BlockWorld.hue(hue, HUES)));
    }
    job.awaitPeople(HUES);
    for (int hue = 0; hue < HUES; hue++) {
      job.send(gate.crossing(BlockWorld.hue(hue, HUES)));
    }
  }
}
