package io.sketchwatch.core.crop;

import java.io.IOException;

/** A crop is not held any more, and will not come back; the message is one line. */
public final class CropGoneException extends IOException {

  private static final long serialVersionUID = 1;

  /** Of a crop whose time is over or that was erased. */
  public CropGoneException(CropReference reference) {
    super(
        "Crop '%s' is not held: no record from its offset on has its hash; its time is over or it was erased"
            .formatted(reference.toUri()));
  }
}
