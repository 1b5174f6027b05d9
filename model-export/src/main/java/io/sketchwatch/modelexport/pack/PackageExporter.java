package io.sketchwatch.modelexport.pack;

import io.sketchwatch.core.embedding.Embedding;
import io.sketchwatch.core.embedding.Encoder;
import io.sketchwatch.core.embedding.Modality;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.model.InputSpec;
import io.sketchwatch.core.model.InvalidModelException;
import io.sketchwatch.core.model.ModelManifest;
import io.sketchwatch.core.model.ModelManifest.Kind;
import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.core.model.OnnxEncoder;
import io.sketchwatch.core.model.Safetensors;
import io.sketchwatch.core.model.Tensor;
import io.sketchwatch.modelexport.onnx.DalNetOnnxWriter;
import io.sketchwatch.modelexport.onnx.DalNetOnnxWriter.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Makes a model package of a DALNet checkpoint: a folder with {@code checkpoint.safetensors} and a
 * manifest of the same format, whose id, input, recipe, metrics, background quantiles and notices
 * go into the package.
 *
 * <p>What is written is compared with the network itself before it becomes a package. The same
 * checkpoint and images give the same bytes; {@code parityCosine} is rounded down to six digits for
 * that.
 */
public final class PackageExporter {

  /** The checkpoint's weights. */
  public static final String CHECKPOINT = "checkpoint.safetensors";

  /** Lowest cosine between the network's and the package's embedding of one image. */
  public static final double MIN_PARITY = 0.9999;

  private static final int RANDOM_IMAGES = 8;

  private final Encoder reference;
  private final List<Image> images;
  private final Precision precision;

  /**
   * @param reference the checkpoint's network itself
   * @param images to compare both on, beside random ones; may be empty
   * @param precision of the stored weights
   */
  public PackageExporter(Encoder reference, List<Image> images, Precision precision) {
    this.reference = reference;
    this.images = List.copyOf(images);
    this.precision = precision;
  }

  /**
   * Exports.
   *
   * @param checkpoint the checkpoint's folder
   * @param out made if missing; must hold no package yet
   * @return the package, verified
   * @throws InvalidModelException if the checkpoint is damaged or the package disagrees with the
   *     network; then nothing is left in {@code out}
   */
  public ModelPackage export(Path checkpoint, Path out) throws IOException {
    ModelManifest source = ModelPackage.open(checkpoint).manifest();
    SortedMap<String, Tensor> weights = Safetensors.read(checkpoint.resolve(CHECKPOINT));
    DalNetOnnxWriter writer = new DalNetOnnxWriter(weights, precision);
    if (Files.exists(out.resolve(ModelPackage.MANIFEST))) {
      throw new InvalidModelException(
          "Folder '%s' holds a package already: export to another".formatted(out));
    }
    Files.createDirectories(out);
    Path photo = out.resolve(ModelPackage.PHOTO_ENCODER);
    Path sketch = out.resolve(ModelPackage.SKETCH_ENCODER);
    try {
      SortedMap<String, String> metadata = new TreeMap<>(Map.of("modelId", source.modelId()));
      writer.write(Modality.PHOTO, source.input(), photo, metadata);
      writer.write(Modality.SKETCH, source.input(), sketch, metadata);
      ModelManifest draft = manifest(source, out, writer.dimension(), source.metrics());
      double parity = parity(new ModelPackage(out, draft));
      NavigableMap<String, Double> metrics = new TreeMap<>();
      if (source.metrics() != null) {
        metrics.putAll(source.metrics());
      }
      metrics.put("parityCosine", Math.floor(parity * 1e6) / 1e6);
      ModelPackage.writeManifest(out, manifest(source, out, writer.dimension(), metrics));
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(photo);
      Files.deleteIfExists(sketch);
      throw e;
    }
    return ModelPackage.open(out);
  }

  private ModelManifest manifest(
      ModelManifest source, Path out, int dimension, NavigableMap<String, Double> metrics)
      throws IOException {
    return new ModelManifest(
        1,
        Kind.ENCODER,
        source.modelId(),
        Manifests.hashes(out, ModelPackage.PHOTO_ENCODER, ModelPackage.SKETCH_ENCODER),
        source.input(),
        dimension,
        null,
        source.recipe(),
        source.recipeHash(),
        source.dataFingerprint(),
        source.seed(),
        metrics,
        source.backgroundQuantiles(),
        source.notices());
  }

  /** The lowest cosine over all images and both modalities. */
  private double parity(ModelPackage exported) throws IOException {
    double lowest = 1;
    List<Image> compared = new ArrayList<>(images);
    compared.addAll(randomImages(exported.manifest().input()));
    try (OnnxEncoder encoder = OnnxEncoder.open(exported, 1)) {
      for (Modality modality : Modality.values()) {
        for (Image image : compared) {
          double cosine = one(reference, modality, image).score(one(encoder, modality, image));
          if (!(cosine >= MIN_PARITY)) {
            throw new InvalidModelException(
                "Package '%s' must agree with its network to cosine %s, but a %s gave %.6f"
                    .formatted(exported.manifest().modelId(), MIN_PARITY, modality.name(), cosine));
          }
          lowest = Math.min(lowest, cosine);
        }
      }
    }
    return lowest;
  }

  private static Embedding one(Encoder encoder, Modality modality, Image image) {
    return encoder.embed(modality, List.of(image)).get(0);
  }

  /** Noise at several sizes: blocks of one pixel to blocks of the whole picture's eighth. */
  private static List<Image> randomImages(InputSpec input) {
    Random random = new Random(20);
    List<Image> made = new ArrayList<>();
    for (int i = 0; i < RANDOM_IMAGES; i++) {
      int cells = 8 << i % 4;
      byte[] rgb = new byte[cells * cells * 3];
      random.nextBytes(rgb);
      made.add(new Image(cells, cells, rgb).resize(input.width(), input.height()));
    }
    return made;
  }
}
