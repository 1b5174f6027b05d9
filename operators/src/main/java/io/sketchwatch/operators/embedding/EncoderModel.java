package io.sketchwatch.operators.embedding;

import io.sketchwatch.core.embedding.Embedding;
import io.sketchwatch.core.embedding.Encoder;
import io.sketchwatch.core.embedding.Modality;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.operators.inference.BatchModel;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** An encoder as the inference service runs it: one call a modality of the batch; owns it. */
record EncoderModel(Encoder encoder) implements BatchModel<EncoderInput, EncoderOutput> {

  @Override
  public EncoderInput prepare(EncoderInput input) {
    return new EncoderInput(input.modality(), encoder.fit(input.image()));
  }

  @Override
  public List<EncoderOutput> apply(List<EncoderInput> batch) {
    EncoderOutput[] outputs = new EncoderOutput[batch.size()];
    for (Modality modality : Modality.values()) {
      int[] places =
          IntStream.range(0, outputs.length)
              .filter(i -> batch.get(i).modality() == modality)
              .toArray();
      if (places.length > 0) {
        embed(modality, batch, places, outputs);
      }
    }
    return List.of(outputs);
  }

  private void embed(
      Modality modality, List<EncoderInput> batch, int[] places, EncoderOutput[] outputs) {
    List<Image> images = Arrays.stream(places).mapToObj(i -> batch.get(i).image()).toList();
    List<Embedding> embeddings = encoder.embed(modality, images);
    for (int k = 0; k < places.length; k++) {
      outputs[places[k]] = new EncoderOutput(encoder.modelId(), embeddings.get(k));
    }
  }

  @Override
  public void close() {
    encoder.close();
  }
}
