package io.sketchwatch.dalnet.network;

import io.sketchwatch.core.embedding.Modality;
import java.util.Locale;

/** A private stream of the network, one a modality, in the order of the joint batch. */
public enum Stream {
  PHOTO,
  /** Made from the photo while training; never used when serving. */
  AUXILIARY,
  SKETCH;

  /** The stream that embeds pictures of a modality. */
  public static Stream of(Modality modality) {
    return modality == Modality.PHOTO ? PHOTO : SKETCH;
  }

  /** Its name in checkpoint keys: {@code photo}, {@code auxiliary} or {@code sketch}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
