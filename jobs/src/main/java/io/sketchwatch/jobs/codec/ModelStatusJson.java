package io.sketchwatch.jobs.codec;

import io.sketchwatch.core.model.AlertDifference;
import io.sketchwatch.core.model.ModelStatus;

/** The value of topic {@code model-status}, schema {@code schema/model-status.schema.json}. */
public final class ModelStatusJson {

  private static final String DIFFERENCE = "difference";

  private ModelStatusJson() {}

  /** One line of JSON. */
  public static byte[] encode(ModelStatus status) {
    JsonObject json =
        new JsonObject()
            .put("modelId", status.modelId())
            .put("state", status.state())
            .put("epoch", status.epoch())
            .put("reason", status.reason());
    if (status.difference() != null) {
      json.putObject(DIFFERENCE, object -> put(object, status.difference()));
    }
    return json.put("at", status.at()).toBytes();
  }

  private static void put(JsonObject object, AlertDifference difference) {
    object
        .put("from", difference.from())
        .put("to", difference.to())
        .put("both", difference.both())
        .put("onlyCandidate", difference.onlyCandidate())
        .put("onlyActive", difference.onlyActive())
        .put("candidateExamples", difference.candidateExamples())
        .put("activeExamples", difference.activeExamples());
  }

  /** Reads what {@link #encode} wrote. */
  public static ModelStatus decode(byte[] json) throws BadRecordException {
    JsonFields fields = JsonFields.read("Status of model", "modelId", json);
    return new ModelStatus(
        fields.id("modelId"),
        fields.oneOf("state", ModelStatus.State.class),
        fields.wholeNumber("epoch"),
        fields.optionalText("reason"),
        fields.has(DIFFERENCE) ? difference(fields.object(DIFFERENCE)) : null,
        fields.instant("at"));
  }

  private static AlertDifference difference(JsonFields fields) throws BadRecordException {
    return new AlertDifference(
        fields.instant("from"),
        fields.instant("to"),
        fields.wholeNumber("both"),
        fields.wholeNumber("onlyCandidate"),
        fields.wholeNumber("onlyActive"),
        fields.texts("candidateExamples"),
        fields.texts("activeExamples"));
  }
}
