package io.sketchwatch.jobs.command;

import io.sketchwatch.core.model.ModelAnnouncement;
import io.sketchwatch.jobs.codec.ModelJson;
import java.io.IOException;
import java.io.PrintWriter;

/** How the command prints an announced model. */
final class ModelReport {

  private ModelReport() {}

  /** One line: the record itself, or words. */
  static void print(ModelAnnouncement model, boolean json, PrintWriter out) throws IOException {
    if (json) {
      JsonLines.writeRaw(out, ModelJson.encode(model));
      return;
    }
    String from = model.activeFrom() == null ? "" : " from " + model.activeFrom();
    out.printf(
        "Model '%s' is %s, epoch %d%s: %s%n",
        model.modelId(), model.state(), model.epoch(), from, model.uri());
  }
}
