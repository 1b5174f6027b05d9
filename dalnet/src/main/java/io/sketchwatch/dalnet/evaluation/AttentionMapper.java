package io.sketchwatch.dalnet.evaluation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.sketchwatch.core.embedding.Embedding;
import io.sketchwatch.core.embedding.Modality;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.dalnet.data.PictureCache;
import io.sketchwatch.dalnet.engine.Owned;
import io.sketchwatch.dalnet.engine.PyTorch;
import io.sketchwatch.dalnet.network.DalNet;
import io.sketchwatch.dalnet.network.Stream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Finds where a network looks when it compares a picture with another: an {@link AttentionMap} of
 * the layer4 maps {@code A} and the score {@code S(A) = cos(neck(pool(A)), other)}, the other
 * picture's embedding held fixed.
 *
 * <p>Like a training, it needs the engine's gradients: one at a time in a process.
 */
public final class AttentionMapper {

  private final DalNetEncoder encoder;
  private final DalNet network;

  /** A mapper that lives as long as the encoder. */
  public AttentionMapper(DalNetEncoder encoder) {
    this.encoder = encoder;
    this.network = encoder.network();
  }

  /**
   * Looks at a sketch and the photos that it found, one at least.
   *
   * @throws java.io.UncheckedIOException if a picture can't be read; the message names it
   */
  public AttendedQuery attend(RankedQuery query) {
    List<Image> sketch = List.of(PictureCache.decode(query.sketch().file()));
    List<Image> photos =
        query.best().stream().map(found -> PictureCache.decode(found.photo().file())).toList();
    Embedding drawn = encoder.embed(Modality.SKETCH, sketch).get(0);
    Embedding first = encoder.embed(Modality.PHOTO, photos.subList(0, 1)).get(0);
    return new AttendedQuery(
        query,
        maps(Modality.SKETCH, sketch, List.of(first)).get(0),
        maps(Modality.PHOTO, photos, Collections.nCopies(photos.size(), drawn)));
  }

  /** The maps of pictures, each by its score against the embedding of the same place. */
  List<AttentionMap> maps(Modality modality, List<Image> pictures, List<Embedding> others) {
    try (NDManager batch = encoder.newSubManager();
        NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDArray maps = network.sharedMaps(Stream.of(modality), encoder.input(batch, pictures));
      Shape shape = maps.getShape();
      float[] values = maps.toFloatArray();
      float[] gradients = gradients(maps, others);
      int length = values.length / pictures.size();
      List<AttentionMap> found = new ArrayList<>();
      for (int from = 0; from < values.length; from += length) {
        found.add(
            AttentionMap.of(
                Arrays.copyOfRange(values, from, from + length),
                Arrays.copyOfRange(gradients, from, from + length),
                (int) shape.get(2),
                (int) shape.get(3)));
      }
      return found;
    }
  }

  /** Gradients of each picture's score by its maps {@code [N, C, H, W]}. */
  float[] gradients(NDArray maps, List<Embedding> others) {
    try (GradientCollector collector = PyTorch.engine().newGradientCollector()) {
      NDArray leaf = maps.duplicate();
      leaf.setRequiresGradient(true);
      collector.backward(scores(network.embed(leaf), others).sum());
      return leaf.getGradient().toFloatArray();
    }
  }

  /** Cosine of each row and the embedding of the same place. */
  private static NDArray scores(NDArray rows, List<Embedding> others) {
    int dimension = others.get(0).dimension();
    float[] values = new float[others.size() * dimension];
    for (int i = 0; i < others.size(); i++) {
      System.arraycopy(others.get(i).values(), 0, values, i * dimension, dimension);
    }
    NDArray units = Owned.floats(rows.getManager(), values, new Shape(others.size(), dimension));
    int[] across = {1};
    return rows.mul(units).sum(across).div(rows.mul(rows).sum(across).sqrt());
  }
}
