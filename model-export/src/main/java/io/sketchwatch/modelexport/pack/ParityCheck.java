package io.sketchwatch.modelexport.pack;

import io.sketchwatch.core.embedding.Embedding;
import io.sketchwatch.core.embedding.Encoder;
import io.sketchwatch.core.embedding.Modality;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.model.InputSpec;
import io.sketchwatch.core.model.InvalidModelException;
import io.sketchwatch.modelexport.onnx.DalNetOnnxWriter.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Compares a package's embeddings with its network's, picture by picture. Floating-point packages
 * are compared on noise too; bytes are calibrated for real pictures and hold for these alone.
 */
final class ParityCheck {

  private static final int MIN_RANDOM_IMAGES = 8;
  private static final int BATCH = 10;

  private final Encoder reference;
  private final Precision precision;
  private final SampleImages images;

  /**
   * @param reference the network itself, projected if the package is
   * @param images real ones; may be none unless the precision is int8
   */
  ParityCheck(Encoder reference, Precision precision, SampleImages images) {
    this.reference = reference;
    this.precision = precision;
    this.images = images;
  }

  /** The lowest cosine that a precision is accepted with. */
  static double bar(Precision precision) {
    return precision == Precision.INT8
        ? PackageExporter.MIN_INT8_PARITY
        : PackageExporter.MIN_PARITY;
  }

  /**
   * The lowest cosine over all pictures and both modalities.
   *
   * @throws InvalidModelException if it is below the bar
   */
  double lowestCosine(Encoder exported, InputSpec input) throws InvalidModelException {
    double lowest = 1;
    for (Modality modality : Modality.values()) {
      List<Image> compared = new ArrayList<>(images.of(modality));
      if (precision != Precision.INT8) {
        compared.addAll(noise(input, PackageExporter.PARITY_IMAGES - compared.size()));
      }
      for (int from = 0; from < compared.size(); from += BATCH) {
        List<Image> batch = compared.subList(from, Math.min(from + BATCH, compared.size()));
        lowest = Math.min(lowest, lowestCosine(exported, modality, batch));
      }
    }
    if (!(lowest >= bar(precision))) {
      throw new InvalidModelException(
          "Package '%s' of precision %s must agree with its network to cosine %s, but was %.6f"
              .formatted(
                  exported.modelId(),
                  precision.name().toLowerCase(Locale.ROOT),
                  bar(precision),
                  lowest));
    }
    return lowest;
  }

  private double lowestCosine(Encoder exported, Modality modality, List<Image> batch) {
    List<Embedding> expected = reference.embed(modality, batch);
    List<Embedding> actual = exported.embed(modality, batch);
    double lowest = 1;
    for (int i = 0; i < batch.size(); i++) {
      lowest = Math.min(lowest, expected.get(i).score(actual.get(i)));
    }
    return lowest;
  }

  /** Noise at several sizes: blocks of one pixel to blocks of the whole picture's eighth. */
  private static List<Image> noise(InputSpec input, int wanted) {
    Random random = new Random(20);
    List<Image> made = new ArrayList<>();
    for (int i = 0; i < Math.max(MIN_RANDOM_IMAGES, wanted); i++) {
      int cells = 8 << i % 4;
      byte[] rgb = new byte[cells * cells * 3];
      random.nextBytes(rgb);
      made.add(new Image(cells, cells, rgb).resize(input.width(), input.height()));
    }
    return made;
  }
}
