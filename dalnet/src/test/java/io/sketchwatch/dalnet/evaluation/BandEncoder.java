package io.sketchwatch.dalnet.evaluation;

import io.sketchwatch.core.embedding.Embedding;
import io.sketchwatch.core.embedding.Encoder;
import io.sketchwatch.core.embedding.Modality;
import io.sketchwatch.core.image.Image;
import java.util.List;

/** Embeds a picture as the direction that points at its darkest row. */
final class BandEncoder implements Encoder {

  @Override
  public String modelId() {
    return "band";
  }

  @Override
  public int dimension() {
    return 2;
  }

  @Override
  public List<Embedding> embed(Modality modality, List<Image> images) {
    return images.stream().map(BandEncoder::direction).toList();
  }

  private static Embedding direction(Image image) {
    double angle = 0;
    long darkest = Long.MAX_VALUE;
    for (int y = 0; y + 4 <= image.height(); y++) {
      long sum = 0;
      for (int i = y * image.width(); i < (y + 4) * image.width(); i++) {
        sum += image.rgb()[3 * i] & 0xff;
      }
      if (sum < darkest) {
        darkest = sum;
        angle = Math.PI * y / image.height();
      }
    }
    return Embedding.normalised(new float[] {(float) Math.cos(angle), (float) Math.sin(angle)});
  }

  @Override
  public void close() {}
}
