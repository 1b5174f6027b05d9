package io.sketchwatch.jobs.evaluation;

import ai.djl.Device;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.model.ModelDevice;
import io.sketchwatch.core.model.ModelManifest;
import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.dalnet.data.PersonDataSet;
import io.sketchwatch.dalnet.data.PictureCache;
import io.sketchwatch.jobs.training.CheckpointExport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a checkpoint's packages of less precision or dimension cost in retrieval and gain in speed:
 * each is exported, judged on held-out people, and timed in ONNX Runtime's own session, in turns
 * with the others, so that all meet the same machine.
 *
 * @param checkpoint its folder
 * @param training people to calibrate and fit on
 * @param heldOut people to judge by
 * @param out where the packages are written, a folder a variant
 * @param turns how often each is timed, at least once
 * @param device where packages are made and timed; the CPU where there is no such device
 */
public record PrecisionBenchmark(
    Path checkpoint,
    PersonDataSet training,
    PersonDataSet heldOut,
    Path out,
    int turns,
    Device device) {

  private static final double TURN_SECONDS = 1;
  private static final int WARM_UP_BATCHES = 5;

  /**
   * Measures.
   *
   * @param variants the first of which the others are compared with
   * @param batch pictures that go through together, at least 1
   * @param onPicture told after each picture that is embedded to judge or to fit
   * @return a line a variant, in order; those timed together come with their figures
   * @throws IOException if the first variant can't be exported
   */
  public List<PrecisionLine> run(List<PrecisionVariant> variants, int batch, Runnable onPicture)
      throws IOException, InterruptedException {
    Map<PrecisionVariant, ModelPackage> made = new LinkedHashMap<>();
    Map<PrecisionVariant, String> refusals = new LinkedHashMap<>();
    for (PrecisionVariant variant : variants) {
      try {
        made.put(variant, export(variant, onPicture));
      } catch (IOException | IllegalArgumentException e) {
        if (made.isEmpty()) {
          throw e;
        }
        refusals.put(variant, e.getMessage());
      }
    }
    Map<PrecisionVariant, List<Double>> rates = rates(made, batch);
    List<PrecisionLine> lines = new ArrayList<>();
    for (PrecisionVariant variant : variants) {
      lines.add(
          made.containsKey(variant)
              ? line(variant, made, rates, batch)
              : PrecisionLine.refused(variant, refusals.get(variant)));
    }
    return lines;
  }

  /** How many pictures are embedded to judge and to fit. */
  public int pictures(List<PrecisionVariant> variants) {
    return variants.stream().mapToInt(variant -> export(variant).pictures(heldOut)).sum();
  }

  private CheckpointExport export(PrecisionVariant variant) {
    return new CheckpointExport(null, variant.precision(), variant.dimension(), training, device);
  }

  private ModelPackage export(PrecisionVariant variant, Runnable onPicture) throws IOException {
    return export(variant).export(checkpoint, heldOut, out.resolve(variant.name()), onPicture);
  }

  /** Images per second of every turn. */
  private Map<PrecisionVariant, List<Double>> rates(
      Map<PrecisionVariant, ModelPackage> made, int batch)
      throws IOException, InterruptedException {
    List<Image> images =
        IntStream.range(0, batch)
            .mapToObj(i -> heldOut.photos().get(i % heldOut.photos().size()))
            .map(photo -> PictureCache.decode(photo.file()))
            .toList();
    Map<PrecisionVariant, BareSession> sessions = new LinkedHashMap<>();
    try {
      for (Map.Entry<PrecisionVariant, ModelPackage> entry : made.entrySet()) {
        sessions.put(entry.getKey(), session(entry.getValue(), images));
      }
      return inTurns(sessions, batch);
    } finally {
      for (BareSession session : sessions.values()) {
        session.close();
      }
    }
  }

  private BareSession session(ModelPackage exported, List<Image> images) throws IOException {
    return ModelDevice.open(
        device,
        on ->
            new BareSession(
                exported.file(ModelPackage.PHOTO_ENCODER),
                Runtime.getRuntime().availableProcessors(),
                1,
                on,
                exported.manifest().input(),
                images));
  }

  private Map<PrecisionVariant, List<Double>> inTurns(
      Map<PrecisionVariant, BareSession> sessions, int batch)
      throws IOException, InterruptedException {
    Map<PrecisionVariant, Integer> batches = new LinkedHashMap<>();
    Map<PrecisionVariant, List<Double>> rates = new LinkedHashMap<>();
    for (Map.Entry<PrecisionVariant, BareSession> entry : sessions.entrySet()) {
      entry.getValue().rate(WARM_UP_BATCHES);
      double calm = entry.getValue().rate(WARM_UP_BATCHES);
      batches.put(entry.getKey(), Math.max(1, (int) (calm * TURN_SECONDS / batch)));
      rates.put(entry.getKey(), new ArrayList<>());
    }
    for (int turn = 0; turn < turns; turn++) {
      for (Map.Entry<PrecisionVariant, BareSession> entry : sessions.entrySet()) {
        double rate = entry.getValue().rate(batches.get(entry.getKey()));
        rates.get(entry.getKey()).add(rate);
      }
    }
    return rates;
  }

  private static PrecisionLine line(
      PrecisionVariant variant,
      Map<PrecisionVariant, ModelPackage> made,
      Map<PrecisionVariant, List<Double>> rates,
      int batch)
      throws IOException {
    PrecisionVariant whole = made.keySet().iterator().next();
    List<Double> own = rates.get(variant);
    List<Double> speedUps =
        IntStream.range(0, own.size())
            .mapToObj(turn -> own.get(turn) / rates.get(whole).get(turn))
            .toList();
    ModelManifest manifest = made.get(variant).manifest();
    double precision = manifest.metrics().get("mAP");
    return new PrecisionLine(
        "precision",
        variant.name(),
        manifest.dimension(),
        batch,
        Medians.of(own),
        Medians.of(speedUps),
        manifest.metrics().get("rank1"),
        precision,
        made.get(whole).manifest().metrics().get("mAP") - precision,
        manifest.metrics().get("parityCosine"),
        size(made.get(variant)),
        null);
  }

  private static long size(ModelPackage made) throws IOException {
    long bytes = Files.size(made.file(ModelPackage.MANIFEST));
    for (String file : made.manifest().files().keySet()) {
      bytes += Files.size(made.file(file));
    }
    return bytes;
  }
}
