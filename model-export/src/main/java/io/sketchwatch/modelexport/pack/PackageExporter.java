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
 * Makes a model package of a DALNet checkpoint's weights.
 *
 * <p>What is written is compared with the network itself before it becomes a package. The same
 * weights, description and images give the same bytes; {@code parityCosine} is rounded down to six
 * digits for that.
 */
public final class PackageExporter {

  /** The checkpoint's weights. */
  public static final String CHECKPOINT = "checkpoint.safetensors";

  /** Lowest cosine between the network's and the package's embedding of one image. */
  public static final double MIN_PARITY = 0.9999;

  /** Images, given and random together, that both are compared on; more if more are given. */
  public static final int PARITY_IMAGES = 100;

  private static final int MIN_RANDOM_IMAGES = 8;
  private static final int BATCH = 10;

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
   * @param source says what the package shall say: id, input, recipe, metrics, background quantiles
   *     and notices; its kind, files and dimension are worked out
   * @param checkpoint the checkpoint's folder, already verified
   * @param out made if missing; must hold no package yet
   * @return the package, verified
   * @throws InvalidModelException if the checkpoint is damaged or the package disagrees with the
   *     network; then nothing is left in {@code out}
   */
  public ModelPackage export(ModelManifest source, Path checkpoint, Path out) throws IOException {
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

  /** The lowest cosine over all images and both modalities, in batches. */
  private double parity(ModelPackage exported) throws IOException {
    double lowest = 1;
    List<Image> compared = new ArrayList<>(images);
    compared.addAll(randomImages(exported.manifest().input()));
    try (OnnxEncoder encoder = OnnxEncoder.open(exported, 1)) {
      for (Modality modality : Modality.values()) {
        for (int from = 0; from < compared.size(); from += BATCH) {
          List<Image> batch = compared.subList(from, Math.min(from + BATCH, compared.size()));
          lowest = Math.min(lowest, lowestCosine(encoder, modality, batch));
        }
      }
    }
    return lowest;
  }

  private double lowestCosine(OnnxEncoder exported, Modality modality, List<Image> batch)
      throws InvalidModelException {
    List<Embedding> expected = reference.embed(modality, batch);
    List<Embedding> actual = exported.embed(modality, batch);
    double lowest = 1;
    for (int i = 0; i < batch.size(); i++) {
      double cosine = expected.get(i).score(actual.get(i));
      if (!(cosine >= MIN_PARITY)) {
        throw new InvalidModelException(
            "Package '%s' must agree with its network to cosine %s, but a %s gave %.6f"
                .formatted(exported.modelId(), MIN_PARITY, modality.name(), cosine));
      }
      lowest = Math.min(lowest, cosine);
    }
    return lowest;
  }

  /** Noise at several sizes: blocks of one pixel to blocks of the whole picture's eighth. */
  private List<Image> randomImages(InputSpec input) {
    int count = Math.max(MIN_RANDOM_IMAGES, PARITY_IMAGES - images.size());
    Random random = new Random(20);
    List<Image> made = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int cells = 8 << i % 4;
      byte[] rgb = new byte[cells * cells * 3];
      random.nextBytes(rgb);
      made.add(new Image(cells, cells, rgb).resize(input.width(), input.height()));
    }
    return made;
  }
}
