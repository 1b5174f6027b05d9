package io.sketchwatch.dalnet.training;

import ai.djl.Device;
import io.sketchwatch.dalnet.DrawnPeople;
import io.sketchwatch.dalnet.data.PersonDataSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Times training steps of the default recipe on drawn pictures: the whole method, ResNet-50's size,
 * 16 triples of 288 x 144. Arguments: how many steps, of which the first warms up, and settings
 * that differ from the default recipe, as JSON.
 */
final class StepSpeed {

  private StepSpeed() {}

  public static void main(String[] arguments) throws Exception {
    int steps = Integer.parseInt(arguments[0]);
    TrainingConfig recipe = TrainingConfig.parse(arguments.length > 1 ? arguments[1] : "{}");
    Path folder = Files.createTempDirectory("step-speed");
    PersonDataSet data =
        DrawnPeople.write(folder.resolve("data"), recipe.batches().identities() * steps);
    try (Trainer trainer = new Trainer(recipe, data, Device.cpu())) {
      trainer.train(folder.resolve("out"), new Clock());
    }
  }

  /** Prints what each step took and how much memory the process holds; ends with the epoch. */
  private static final class Clock implements TrainingListener {

    private long last = System.nanoTime();

    @Override
    public void onStep(StepReport report) {
      long now = System.nanoTime();
      System.out.printf(
          "step %d: %.0f ms, %s, total loss %.4f%n",
          report.step(), (now - last) / 1e6, residentSize(), report.losses().get("total"));
      last = now;
    }

    private static String residentSize() {
      try {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("VmRSS"))
            .findFirst()
            .orElse("resident size unknown");
      } catch (IOException e) {
        return "resident size unknown";
      }
    }
  }
}
