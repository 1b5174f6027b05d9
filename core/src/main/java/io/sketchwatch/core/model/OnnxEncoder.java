package io.sketchwatch.core.model;

import ai.djl.Device;
import io.sketchwatch.core.embedding.Embedding;
import io.sketchwatch.core.embedding.Encoder;
import io.sketchwatch.core.embedding.Modality;
import io.sketchwatch.core.image.Image;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Embeds with the {@code photo.onnx} and {@code sketch.onnx} of a model package: one input as
 * {@link InputSpec} writes it, one output {@code [n, dimension]}.
 *
 * <p>Thread-safe; concurrent calls run side by side in one network a modality. Embeddings are
 * L2-normalised here once more, so that any encoder with a manifest can stand in.
 */
public final class OnnxEncoder implements Encoder {

  private final ModelManifest manifest;
  private final TensorModel photo;
  private final TensorModel sketch;

  private OnnxEncoder(ModelManifest manifest, TensorModel photo, TensorModel sketch) {
    this.manifest = manifest;
    this.photo = photo;
    this.sketch = sketch;
  }

  /** Loads both encoders with ONNX Runtime on the CPU. */
  public static OnnxEncoder open(ModelPackage modelPackage, int threads) throws IOException {
    return open(modelPackage, threads, Device.cpu());
  }

  /** Loads both encoders with ONNX Runtime. */
  public static OnnxEncoder open(ModelPackage modelPackage, int threads, Device device)
      throws IOException {
    return open(modelPackage, threads, device, OnnxModel::open);
  }

  /**
   * Loads both encoders and embeds one white picture with each, so that a package of the wrong
   * shape is refused here and not in the middle of a stream.
   *
   * @param threads that one call may use on the CPU
   * @param device where they run
   * @param engine what runs them
   * @throws InvalidModelException if the package is no encoder, its output is not what the manifest
   *     says, or the engine can't run it
   */
  public static OnnxEncoder open(
      ModelPackage modelPackage, int threads, Device device, TensorModel.Opener engine)
      throws IOException {
    ModelManifest manifest = modelPackage.manifest();
    if (manifest.kind() != ModelManifest.Kind.ENCODER) {
      throw new InvalidModelException(
          "Package '%s' must hold an encoder, but holds %s"
              .formatted(modelPackage.folder(), manifest.kind()));
    }
    TensorModel photo =
        engine.open(modelPackage.listed(ModelPackage.PHOTO_ENCODER), threads, device);
    TensorModel sketch;
    try {
      sketch = engine.open(modelPackage.listed(ModelPackage.SKETCH_ENCODER), threads, device);
    } catch (IOException | RuntimeException e) {
      photo.close();
      throw e;
    }
    OnnxEncoder encoder = new OnnxEncoder(manifest, photo, sketch);
    try {
      encoder.probe();
      return encoder;
    } catch (RuntimeException e) {
      encoder.close();
      throw new InvalidModelException(e.getMessage(), e);
    }
  }

  private void probe() {
    byte[] white = new byte[manifest.input().length()];
    Arrays.fill(white, (byte) 255);
    Image image = new Image(manifest.input().width(), manifest.input().height(), white);
    for (Modality modality : Modality.values()) {
      embed(modality, List.of(image));
    }
  }

  @Override
  public String modelId() {
    return manifest.modelId();
  }

  @Override
  public int dimension() {
    return manifest.dimension();
  }

  @Override
  public Image fit(Image image) {
    return manifest.input().scale(image);
  }

  @Override
  public List<Embedding> embed(Modality modality, List<Image> images) {
    if (images.isEmpty()) {
      return List.of();
    }
    TensorModel model = modality == Modality.PHOTO ? photo : sketch;
    InputSpec input = manifest.input();
    List<Tensor> outputs =
        model.run(buffer -> input.write(images, buffer), input.shape(images.size()));
    return embeddings(modality, images.size(), outputs.get(0));
  }

  private List<Embedding> embeddings(Modality modality, int images, Tensor output) {
    int dimension = manifest.dimension();
    if (!Arrays.equals(output.shape(), new long[] {images, dimension})) {
      throw new IllegalStateException(
          "Model '%s' must give %s embeddings of shape [%d, %d], but gave %s"
              .formatted(
                  manifest.modelId(),
                  modality,
                  images,
                  dimension,
                  Arrays.toString(output.shape())));
    }
    List<Embedding> embeddings = new ArrayList<>(images);
    for (int i = 0; i < images; i++) {
      int from = i * dimension;
      embeddings.add(
          Embedding.normalised(Arrays.copyOfRange(output.values(), from, from + dimension)));
    }
    return embeddings;
  }

  @Override
  public void close() {
    photo.close();
    sketch.close();
  }
}
