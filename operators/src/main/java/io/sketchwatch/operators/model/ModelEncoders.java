package io.sketchwatch.operators.model;

import io.sketchwatch.operators.embedding.EncoderEngine;
import io.sketchwatch.operators.embedding.EncoderFactory;
import java.io.Serializable;

/**
 * Where the encoder of each model comes from; travels with the job graph.
 *
 * @param start opens the model that the job was started with
 * @param engine runs those that are announced
 */
public record ModelEncoders(EncoderFactory start, EncoderEngine engine) implements Serializable {

  EncoderFactory of(ServedModel model) {
    return model.isAtStart() ? start : new PackageEncoderFactory(model.modelPackage(), engine);
  }
}
