package io.sketchwatch.jobs.command;

import io.sketchwatch.core.embedding.Embedding;
import io.sketchwatch.core.embedding.Encoder;
import io.sketchwatch.core.embedding.Modality;
import io.sketchwatch.core.image.BadImageException;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.image.ImageCodec;
import io.sketchwatch.core.model.ModelDevice;
import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.core.model.OnnxEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Embeds pictures with a model package: a JSON line a file, in the order given. */
@Command(
    name = "embed",
    description = "Print the embedding of photos of people or of sketches, a JSON line a file.",
    footer = {
      "  sketchwatch embed --model models/dalnet-1 --modality sketch suspect.png",
      "  sketchwatch embed --model models/dalnet-1 --modality photo crops/*.jpg > photos.jsonl"
    })
final class EmbedVerb extends Verb {

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "The model package.")
  private Path model;

  @Option(
      names = "--modality",
      required = true,
      paramLabel = "photo|sketch",
      description = "What the pictures are.")
  private Modality modality;

  @Mixin private DeviceOption device;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "JPEG, PNG, BMP or GIF.")
  private List<Path> files;

  @SuppressWarnings("UnusedVariable") // accepted as every verb accepts it
  @Option(names = "--json", description = "JSON lines are what it prints, asked or not.")
  private boolean json;

  @Override
  void run() throws Exception {
    int threads = Runtime.getRuntime().availableProcessors();
    ModelPackage opened = ModelPackage.open(model);
    try (Encoder encoder =
            ModelDevice.open(device.wanted(), on -> OnnxEncoder.open(opened, threads, on));
        Progress progress = Progress.of("Embedding", "pictures")) {
      progress.expect(files.size());
      for (Path file : files) {
        Embedding embedding = encoder.embed(modality, List.of(read(file))).get(0);
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("file", file.toString());
        line.put("model", encoder.modelId());
        line.put("embedding", embedding.values());
        JsonLines.write(out(), line);
        progress.step();
      }
    }
  }

  private static Image read(Path file) throws IOException {
    try {
      return ImageCodec.decode(Files.readAllBytes(file));
    } catch (BadImageException e) {
      throw new IOException("Picture '%s': %s".formatted(file, e.getMessage()), e);
    }
  }
}
