package io.sketchwatch.jobs.training;

import ai.djl.Device;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sketchwatch.core.embedding.Encoder;
import io.sketchwatch.core.model.ModelManifest;
import io.sketchwatch.core.model.ModelManifest.Kind;
import io.sketchwatch.core.model.ModelManifest.Notice;
import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.dalnet.data.PersonDataSet;
import io.sketchwatch.dalnet.engine.PyTorch;
import io.sketchwatch.dalnet.evaluation.DalNetEncoder;
import io.sketchwatch.dalnet.evaluation.EmbeddedDataSet;
import io.sketchwatch.dalnet.evaluation.Evaluation;
import io.sketchwatch.dalnet.training.Checkpoint;
import io.sketchwatch.dalnet.training.CheckpointManifest;
import io.sketchwatch.dalnet.training.WeightOrigin;
import io.sketchwatch.modelexport.onnx.DalNetOnnxWriter.Precision;
import io.sketchwatch.modelexport.pack.Judge;
import io.sketchwatch.modelexport.pack.Judge.Judgement;
import io.sketchwatch.modelexport.pack.Manifests;
import io.sketchwatch.modelexport.pack.PackageExporter;
import io.sketchwatch.modelexport.pack.Reduction;
import io.sketchwatch.modelexport.pack.SampleImages;
import io.sketchwatch.modelexport.projection.Projection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Makes a model package of a checkpoint: the same checkpoint and data make the same bytes.
 *
 * <p>The package's background quantiles and retrieval figures come from held-out people, as the
 * package itself embeds them; without them a query must name its own threshold.
 */
public final class CheckpointExport {

  /** Pictures of each modality. */
  private static final int PARITY_PICTURES = 50;

  private static final int CALIBRATION_PICTURES = 256;
  private static final int PROJECTION_PICTURES = 2048;
  private static final String BESIDE = "models";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Notice TRAINED =
      new Notice("Sketchwatch DALNet weights", "Apache-2.0", "trained by sketchwatch train");

  /** SPDX's word for terms that nobody has stated. */
  private static final String UNKNOWN_LICENCE = "NOASSERTION";

  private final String modelId;
  private final Precision precision;
  private final Integer dimension;
  private final PersonDataSet training;
  private final Device device;

  /**
   * An export that needs no training people: of whole embeddings, in floating point.
   *
   * @param modelId names the model; null for {@code dalnet-} and the start of the weights' hash
   * @param precision of the stored weights
   */
  public CheckpointExport(String modelId, Precision precision) {
    this(modelId, precision, null, null, Device.cpu());
  }

  /**
   * An export that may need training people.
   *
   * @param modelId names the model; null for {@code dalnet-}, the start of the weights' hash and
   *     what makes other embeddings of the same weights
   * @param precision of weights and, for int8, activations
   * @param dimension that embeddings are projected to; null for the network's own
   * @param training people whose pictures int8 is calibrated and the projection fitted on; null
   *     where neither is wanted
   * @param device where the network runs that the package is made of and compared with; the CPU
   *     where there is no such device
   */
  public CheckpointExport(
      String modelId,
      Precision precision,
      Integer dimension,
      PersonDataSet training,
      Device device) {
    this.modelId = modelId;
    this.precision = precision;
    this.dimension = dimension;
    this.training = training;
    this.device = device;
  }

  /**
   * Exports into {@code models/<model id>} of the checkpoint's folder; a package that is there
   * already is taken as it is.
   *
   * @param heldOut people whom the network was not trained on; null for none
   * @param onPicture told after each of their pictures
   */
  public ModelPackage exportBeside(Path checkpointFolder, PersonDataSet heldOut, Runnable onPicture)
      throws IOException {
    String id = modelId(Checkpoint.open(checkpointFolder).manifest());
    Path out = checkpointFolder.resolve(BESIDE).resolve(id);
    return Files.exists(out.resolve(ModelPackage.MANIFEST))
        ? ModelPackage.open(out)
        : export(checkpointFolder, heldOut, out, onPicture);
  }

  /**
   * Exports.
   *
   * @param heldOut people whom the network was not trained on; null for none
   * @param out made if missing; must hold no package yet
   * @param onPicture told after each of the held-out people's pictures
   */
  public ModelPackage export(
      Path checkpointFolder, PersonDataSet heldOut, Path out, Runnable onPicture)
      throws IOException {
    Checkpoint checkpoint = Checkpoint.open(checkpointFolder);
    try (DalNetEncoder reference = DalNetEncoder.open(checkpoint, PyTorch.usable(device))) {
      SampleImages compared =
          heldOut == null
              ? SampleImages.NONE
              : TrainingSample.of(heldOut, PARITY_PICTURES).images();
      return new PackageExporter(reference, compared, reduction(reference, onPicture))
          .export(
              describe(checkpoint.manifest()),
              checkpointFolder,
              out,
              encoder -> judge(encoder, heldOut, onPicture));
    }
  }

  /** How many pictures an export embeds one by one. */
  public int pictures(PersonDataSet heldOut) {
    int fitted = dimension == null ? 0 : TrainingSample.of(training, PROJECTION_PICTURES).size();
    return fitted + (heldOut == null ? 0 : heldOut.size());
  }

  private Reduction reduction(Encoder reference, Runnable onPicture) {
    Projection projection = null;
    if (dimension != null) {
      Projection.requireShorter(reference.dimension(), dimension);
      projection =
          TrainingSample.of(training, PROJECTION_PICTURES)
              .projection(reference, dimension, onPicture);
    }
    SampleImages calibration =
        precision == Precision.INT8
            ? TrainingSample.of(training, CALIBRATION_PICTURES).images()
            : SampleImages.NONE;
    return new Reduction(precision, projection, calibration);
  }

  private static Judgement judge(Encoder encoder, PersonDataSet heldOut, Runnable onPicture) {
    if (heldOut == null) {
      return Judge.NOTHING;
    }
    Evaluation evaluation = EmbeddedDataSet.of(encoder, heldOut, onPicture).evaluate();
    return new Judgement(figures(evaluation), evaluation.backgroundQuantiles());
  }

  private ModelManifest describe(CheckpointManifest checkpoint) {
    boolean isTrained = checkpoint.recipe() != null;
    Map<String, Object> recipe =
        JSON.convertValue(
            isTrained ? checkpoint.recipe() : checkpoint.origin(), new TypeReference<>() {});
    return new ModelManifest(
        1,
        Kind.ENCODER,
        modelId(checkpoint),
        null,
        checkpoint.network().input(),
        0,
        null,
        recipe,
        isTrained ? checkpoint.recipeHash() : Manifests.recipeHash(recipe),
        checkpoint.dataFingerprint(),
        isTrained ? checkpoint.seed() : null,
        null,
        null,
        notices(checkpoint));
  }

  private String modelId(CheckpointManifest checkpoint) {
    String hash = checkpoint.files().get(Checkpoint.WEIGHTS);
    return modelId == null ? "dalnet-" + hash.substring(0, 8) + suffix() : modelId;
  }

  /** Scores of embeddings that differ are never compared, so their models' names must differ. */
  private String suffix() {
    return (precision == Precision.INT8 ? "-int8" : "")
        + (dimension == null ? "" : "-" + dimension);
  }

  private static List<Notice> notices(CheckpointManifest checkpoint) {
    List<Notice> notices = new ArrayList<>();
    if (checkpoint.recipe() != null) {
      notices.add(TRAINED);
    }
    WeightOrigin origin = checkpoint.origin();
    if (origin != null) {
      String source = "imported by sketchwatch import, SHA-256 " + origin.sha256();
      notices.add(new Notice(origin.file(), UNKNOWN_LICENCE, source));
    }
    return notices;
  }

  private static NavigableMap<String, Double> figures(Evaluation evaluation) {
    NavigableMap<String, Double> figures = new TreeMap<>();
    for (int k : new int[] {1, 5, 10, 20}) {
      figures.put("rank" + k, evaluation.metrics().rank(k));
    }
    figures.put("mAP", evaluation.metrics().meanAveragePrecision());
    figures.put("mINP", evaluation.metrics().meanInverseNegativePenalty());
    return figures;
  }
}
