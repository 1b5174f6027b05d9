package io.sketchwatch.jobs.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sketchwatch.jobs.evaluation.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the results of an ablation, and brings the runs of one row together. */
final class AblationTable {

  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private AblationTable() {}

  /**
   * The rows in the order of the file.
   *
   * @param file what {@code evaluate --json} has printed, a line a run, each with a field {@code
   *     row} that names the row
   */
  static List<FigureRow> read(Path file) throws IOException {
    Map<String, List<Figures>> runs = new LinkedHashMap<>();
    for (String line : Files.readAllLines(file)) {
      if (!line.isBlank()) {
        JsonNode run = parse(line, file);
        runs.computeIfAbsent(run.path("row").asText(), row -> new ArrayList<>())
            .add(JSON.treeToValue(run.path("data"), Figures.class));
      }
    }
    return runs.entrySet().stream().map(row -> FigureRow.of(row.getKey(), row.getValue())).toList();
  }

  private static JsonNode parse(String line, Path file) throws IOException {
    try {
      JsonNode run = JSON.readTree(line);
      if (run.path("row").isTextual() && run.path("data").path("rank1").isNumber()) {
        return run;
      }
    } catch (JsonProcessingException e) {
      throw new IOException("Ablation '%s' is not JSON: %s".formatted(file, line), e);
    }
    throw new IOException(
        "Ablation '%s' must have a 'row' and 'data' with figures on each line, but has: %s"
            .formatted(file, line));
  }
}
