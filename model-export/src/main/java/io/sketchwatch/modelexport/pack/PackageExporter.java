package io.sketchwatch.modelexport.pack;

import io.sketchwatch.core.embedding.Encoder;
import io.sketchwatch.core.embedding.Modality;
import io.sketchwatch.core.model.InvalidModelException;
import io.sketchwatch.core.model.ModelManifest;
import io.sketchwatch.core.model.ModelManifest.Kind;
import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.core.model.OnnxEncoder;
import io.sketchwatch.core.model.Safetensors;
import io.sketchwatch.core.model.Tensor;
import io.sketchwatch.modelexport.onnx.DalNetOnnxWriter;
import io.sketchwatch.modelexport.onnx.DalNetOnnxWriter.Precision;
import io.sketchwatch.modelexport.pack.Judge.Judgement;
import io.sketchwatch.modelexport.projection.ProjectedEncoder;
import io.sketchwatch.modelexport.projection.Projection;
import io.sketchwatch.modelexport.quantisation.Int8Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Makes a model package of a DALNet checkpoint's weights.
 *
 * <p>What is written is compared with the network itself before it becomes a package, and then
 * judged. The same weights, description and images give the same bytes; {@code parityCosine} is
 * rounded down to six digits for that.
 */
public final class PackageExporter {

  /** The checkpoint's weights. */
  public static final String CHECKPOINT = "checkpoint.safetensors";

  /**
   * Lowest cosine between the network's and the package's embedding of one image, if the package
   * computes in floating point.
   */
  public static final double MIN_PARITY = 0.9999;

  /** The same, of real pictures only, if the package computes in int8. */
  public static final double MIN_INT8_PARITY = 0.98;

  /** Images of each modality, given and random together, that a package is compared on. */
  public static final int PARITY_IMAGES = 100;

  private final Encoder reference;
  private final SampleImages images;
  private final Reduction reduction;

  /**
   * @param reference the checkpoint's network itself
   * @param images to compare both on, beside random ones; may be none, then int8 is compared on
   *     those that it was calibrated on
   * @param reduction what the package saves
   */
  public PackageExporter(Encoder reference, SampleImages images, Reduction reduction) {
    this.reference = reference;
    this.images = images;
    this.reduction = reduction;
  }

  /**
   * Exports.
   *
   * @param source says what the package shall say: id, input, recipe and notices; its kind, files,
   *     dimension and figures are worked out
   * @param checkpoint the checkpoint's folder, already verified
   * @param out made if missing; must hold no package yet
   * @param judge measures the package's encoder
   * @return the package, verified
   * @throws InvalidModelException if the checkpoint is damaged or the package disagrees with the
   *     network; then nothing is left in {@code out}
   */
  public ModelPackage export(ModelManifest source, Path checkpoint, Path out, Judge judge)
      throws IOException {
    SortedMap<String, Tensor> weights = Safetensors.read(checkpoint.resolve(CHECKPOINT));
    Projection projection = reduction.projection();
    DalNetOnnxWriter writer =
        new DalNetOnnxWriter(
            weights, reduction.precision(), projection == null ? null : projection.matrix());
    if (Files.exists(out.resolve(ModelPackage.MANIFEST))) {
      throw new InvalidModelException(
          "Folder '%s' holds a package already: export to another".formatted(out));
    }
    Files.createDirectories(out);
    Path photo = out.resolve(ModelPackage.PHOTO_ENCODER);
    Path sketch = out.resolve(ModelPackage.SKETCH_ENCODER);
    try {
      write(writer, Modality.PHOTO, source, photo);
      write(writer, Modality.SKETCH, source, sketch);
      ModelManifest draft = manifest(source, out, writer.dimension(), Judge.NOTHING);
      Judgement judgement = judge(new ModelPackage(out, draft), judge);
      ModelPackage.writeManifest(out, manifest(source, out, writer.dimension(), judgement));
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(photo);
      Files.deleteIfExists(sketch);
      throw e;
    }
    return ModelPackage.open(out);
  }

  private void write(DalNetOnnxWriter writer, Modality modality, ModelManifest source, Path file)
      throws IOException {
    SortedMap<String, String> metadata = new TreeMap<>();
    metadata.put("modelId", source.modelId());
    metadata.put("precision", reduction.precision().name().toLowerCase(Locale.ROOT));
    writer.write(modality, source.input(), file, metadata);
    if (reduction.precision() == Precision.INT8) {
      Int8Model.round(file, source.input(), reduction.calibration().of(modality));
    }
  }

  private Judgement judge(ModelPackage exported, Judge judge) throws IOException {
    try (OnnxEncoder encoder =
        OnnxEncoder.open(exported, Runtime.getRuntime().availableProcessors())) {
      double parity = parityCheck().lowestCosine(encoder, exported.manifest().input());
      Judgement judgement = judge.judge(encoder);
      NavigableMap<String, Double> metrics = new TreeMap<>(judgement.metrics());
      metrics.put("parityCosine", Math.floor(parity * 1e6) / 1e6);
      return new Judgement(metrics, judgement.backgroundQuantiles());
    }
  }

  private ParityCheck parityCheck() {
    Projection projection = reduction.projection();
    Encoder exact = projection == null ? reference : new ProjectedEncoder(reference, projection);
    boolean isCalibrated = reduction.precision() == Precision.INT8;
    return new ParityCheck(
        exact,
        reduction.precision(),
        isCalibrated && images.isIncomplete() ? reduction.calibration() : images);
  }

  private ModelManifest manifest(ModelManifest source, Path out, int dimension, Judgement judgement)
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
        judgement.metrics(),
        judgement.backgroundQuantiles(),
        source.notices());
  }
}
