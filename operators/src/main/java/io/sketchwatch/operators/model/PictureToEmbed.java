package io.sketchwatch.operators.model;

import io.sketchwatch.core.embedding.Modality;
import io.sketchwatch.core.tracklet.Shot;
import io.sketchwatch.operators.embedding.EncoderInput;

/**
 * A picture on its way to a model that may not be loaded.
 *
 * @param input what the model gets
 * @param shot where that is the crop of one; null for a sketch
 * @param standIn embeds it if the model is not loaded; null if nothing does
 */
record PictureToEmbed(EncoderInput input, Shot shot, ModelLease standIn) {

  static PictureToEmbed sketch(EncoderInput sketch) {
    return new PictureToEmbed(sketch, null, null);
  }

  static PictureToEmbed crop(Shot shot, ModelLease standIn) {
    return new PictureToEmbed(new EncoderInput(Modality.PHOTO, shot.crop()), shot, standIn);
  }
}
