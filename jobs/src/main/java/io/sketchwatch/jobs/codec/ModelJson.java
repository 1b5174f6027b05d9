package io.sketchwatch.jobs.codec;

import io.sketchwatch.core.model.ModelAnnouncement;

/** The value of topic {@code models}, schema {@code schema/model.schema.json}. */
public final class ModelJson {

  private ModelJson() {}

  /** One line of JSON. */
  public static byte[] encode(ModelAnnouncement model) {
    return new JsonObject()
        .put("modelId", model.modelId())
        .put("uri", model.uri())
        .put("sha256", model.sha256())
        .put("state", model.state())
        .put("epoch", model.epoch())
        .put("activeFrom", model.activeFrom())
        .toBytes();
  }

  /** Reads what {@link #encode} or anybody else wrote. */
  public static ModelAnnouncement decode(byte[] json) throws BadRecordException {
    JsonFields fields = JsonFields.read("Model", "modelId", json);
    try {
      return new ModelAnnouncement(
          fields.id("modelId"),
          fields.text("uri"),
          fields.text("sha256"),
          fields.oneOf("state", ModelAnnouncement.State.class),
          fields.wholeNumber("epoch"),
          fields.optionalInstant("activeFrom"));
    } catch (IllegalArgumentException e) {
      throw new BadRecordException(e.getMessage());
    }
  }
}
