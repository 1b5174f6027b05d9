package io.sketchwatch.core.model;

import ai.djl.Device;
import io.sketchwatch.core.crop.Detection;
import io.sketchwatch.core.crop.Detector;
import io.sketchwatch.core.image.Image;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds people with the {@code detector.onnx} of a model package, whose manifest says how its
 * outputs are read.
 *
 * <p>Reports boxes from a confidence of 0.1 up: the tracker lets doubtful boxes carry a track on,
 * and starts tracks only from sure ones. Of boxes of one person, which overlap by more than 0.6,
 * the best is reported. Images go through the model one by one: on CPUs a batch is no faster.
 *
 * <p>Thread-safe; concurrent calls run side by side in one session.
 */
public final class OnnxDetector implements Detector {

  /** Lowest confidence that is reported. */
  public static final double MIN_CONFIDENCE = 0.1;

  /** Most overlap of two reported boxes. */
  public static final double MAX_IOU = 0.6;

  private final ModelManifest manifest;
  private final OnnxModel model;
  private final DetectionDecoder decoder;
  private final PersonBoxes boxes;

  private OnnxDetector(ModelManifest manifest, OnnxModel model) {
    this.manifest = manifest;
    this.model = model;
    this.decoder = manifest.decoder().decoder(manifest.input());
    this.boxes = new PersonBoxes(manifest.input(), decoder.repeatsPeople() ? MAX_IOU : 1);
  }

  /** Loads the detector on the CPU, as {@link #open(ModelPackage, int, Device)} does. */
  public static OnnxDetector open(ModelPackage modelPackage, int threads) throws IOException {
    return open(modelPackage, threads, Device.cpu());
  }

  /**
   * Loads the detector and runs it on one black picture, so that a package whose outputs its
   * decoder can't read is refused here.
   *
   * @param threads that one call may use on the CPU
   * @param device where it runs
   * @throws InvalidModelException if the package is no detector that can be read
   */
  public static OnnxDetector open(ModelPackage modelPackage, int threads, Device device)
      throws IOException {
    ModelManifest manifest = modelPackage.manifest();
    if (manifest.kind() != ModelManifest.Kind.DETECTOR
        || manifest.decoder() == null
        || manifest.decoder().kind() == DecoderSpec.Kind.U2NET) {
      throw new InvalidModelException(
          "Package '%s' must hold a detector and say how it is decoded, but holds %s with decoder %s"
              .formatted(modelPackage.folder(), manifest.kind(), manifest.decoder()));
    }
    OnnxDetector detector =
        new OnnxDetector(
            manifest, OnnxModel.open(modelPackage.listed(ModelPackage.DETECTOR), threads, device));
    try {
      InputSpec input = manifest.input();
      detector.detect(List.of(new Image(input.width(), input.height(), new byte[input.length()])));
      return detector;
    } catch (RuntimeException e) {
      detector.close();
      throw new InvalidModelException(
          "Package '%s': %s".formatted(modelPackage.folder(), e.getMessage()), e);
    }
  }

  @Override
  public String id() {
    return manifest.modelId();
  }

  @Override
  public List<List<Detection>> detect(List<Image> images) {
    List<List<Detection>> people = new ArrayList<>(images.size());
    InputSpec input = manifest.input();
    for (Image image : images) {
      List<Tensor> outputs =
          manifest
              .decoder()
              .select(model.run(buffer -> input.write(List.of(image), buffer), input.shape(1)));
      decoder.check(outputs);
      List<BoxCandidate> candidates = decoder.candidates(outputs, MIN_CONFIDENCE);
      people.add(boxes.inFrame(candidates, image.width(), image.height()));
    }
    return people;
  }

  @Override
  public void close() {
    model.close();
  }
}
