package io.sketchwatch.modelexport.projection;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.sketchwatch.core.embedding.Embedding;
import io.sketchwatch.core.model.Tensor;
import io.sketchwatch.dalnet.engine.PyTorch;
import io.sketchwatch.dalnet.engine.ScriptedOperation;
import java.util.ArrayList;
import java.util.List;

/**
 * A linear map to fewer dimensions that keeps scores as well as any can: the principal components
 * of embeddings, around 0 and not around their mean, because scores are angles at 0.
 *
 * @param matrix {@code [from, to]}, of orthonormal columns, the strongest first
 */
public record Projection(Tensor matrix) {

  /** Compiled when a projection is first fitted: to apply one takes no engine. */
  private static final class Eigenvectors {

    /** Of a symmetric matrix, one a column, in rising order of their eigenvalues. */
    static final ScriptedOperation OF =
        new ScriptedOperation("x: Tensor", "(torch.linalg_eigh(x, \"L\"))[1]");
  }

  /**
   * Fits on the embeddings of both modalities, which weigh the same however many there are of each.
   *
   * @param photos at least one
   * @param sketches at least one, of the photos' dimension
   * @param dimension of what comes out, at least 1
   * @throws IllegalArgumentException if there is nothing to leave out, or fewer embeddings than
   *     dimensions
   */
  public static Projection fit(List<Embedding> photos, List<Embedding> sketches, int dimension) {
    int from = photos.get(0).dimension();
    requireShorter(from, dimension);
    if (dimension > photos.size() + sketches.size()) {
      throw new IllegalArgumentException(
          "A projection to %d dimensions must be fitted on as many pictures, but there are %d: name"
                  .formatted(dimension, photos.size() + sketches.size())
              + " more, or project to fewer");
    }
    try (NDManager manager = PyTorch.manager(Device.cpu());
        NDArray moments = moments(manager, photos).add(moments(manager, sketches));
        NDArray rising = Eigenvectors.OF.apply(moments);
        NDArray columns = rising.get(":, {}:", from - dimension);
        NDArray strongest = columns.flip(1)) {
      return new Projection(new Tensor(new long[] {from, dimension}, strongest.toFloatArray()));
    }
  }

  /**
   * Checks a wanted dimension.
   *
   * @throws IllegalArgumentException if it is not from 1 to below the embeddings' own
   */
  public static void requireShorter(int from, int dimension) {
    if (dimension < 1 || dimension >= from) {
      throw new IllegalArgumentException(
          "Embeddings of %d dimensions can be projected to 1 to %d, but %d was asked for"
              .formatted(from, from - 1, dimension));
    }
  }

  /** The mean of each embedding's products with itself. */
  private static NDArray moments(NDManager manager, List<Embedding> embeddings) {
    int length = embeddings.get(0).dimension();
    float[] all = new float[embeddings.size() * length];
    for (int i = 0; i < embeddings.size(); i++) {
      System.arraycopy(embeddings.get(i).values(), 0, all, i * length, length);
    }
    try (NDArray rows = manager.create(all, new Shape(embeddings.size(), length));
        NDArray columns = rows.transpose();
        NDArray sums = columns.matMul(rows)) {
      return sums.div(embeddings.size());
    }
  }

  /** Length of what comes out. */
  public int dimension() {
    return (int) matrix.shape()[1];
  }

  /** Projects, and scales to length 1. */
  public Embedding apply(Embedding embedding) {
    float[] from = embedding.values();
    if (from.length != matrix.shape()[0]) {
      throw new IllegalArgumentException(
          "Expected an embedding of %d dimensions, but was %d"
              .formatted(matrix.shape()[0], from.length));
    }
    double[] sums = new double[dimension()];
    for (int i = 0; i < from.length; i++) {
      for (int j = 0; j < sums.length; j++) {
        sums[j] += (double) from[i] * matrix.values()[i * sums.length + j];
      }
    }
    float[] projected = new float[sums.length];
    for (int j = 0; j < sums.length; j++) {
      projected[j] = (float) sums[j];
    }
    return Embedding.normalised(projected);
  }

  /** Projects all. */
  public List<Embedding> apply(List<Embedding> embeddings) {
    List<Embedding> projected = new ArrayList<>(embeddings.size());
    embeddings.forEach(embedding -> projected.add(apply(embedding)));
    return projected;
  }
}
