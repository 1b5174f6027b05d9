package io.sketchwatch.jobs.report;

import io.sketchwatch.dalnet.evaluation.RankedQuery;
import io.sketchwatch.jobs.evaluation.Figures;
import io.sketchwatch.jobs.evaluation.JudgedModel;
import io.sketchwatch.jobs.evaluation.ModelPictures;
import io.sketchwatch.jobs.training.TrainingLog;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What models are worth on a data set, as one HTML file that needs nothing else. Its pictures are
 * those of the data set, reduced: treat the file as the data set itself.
 *
 * <p>A section is a part of the template and one entry of the model it is filled from; one whose
 * entry is missing is not shown.
 */
public final class EvaluationReport {

  private static final int SHEETS = 20;
  private static final int PHOTOS = 10;
  private static final int CURVE = 50;

  private final HtmlPage page = new HtmlPage("evaluation.ftlh");
  private final Map<String, Object> model = new HashMap<>();

  /**
   * The report of one or more runs; the sheets are the first one's.
   *
   * @param dataSet what was searched, for the heading
   */
  public EvaluationReport(String dataSet, List<JudgedModel> runs) {
    model.put("show", new Formats());
    model.put("finishedAt", Instant.now());
    model.put("dataSet", dataSet);
    model.put("runs", runs.stream().map(JudgedModel::run).toList());
    model.put("single", row(runs, false));
    model.put("multi", row(runs, true));
    model.put("cmc", cmc(runs));
    sheets(runs.get(0).embedded().rankings(PHOTOS));
  }

  private static FigureRow row(List<JudgedModel> runs, boolean multiQuery) {
    List<Figures> figures =
        runs.stream()
            .map(JudgedModel::evaluation)
            .map(run -> Figures.of(multiQuery ? run.multiQuery() : run.metrics()))
            .toList();
    String name = multiQuery ? "all sketches of a person together" : "each sketch for itself";
    return FigureRow.of(name, figures);
  }

  private static CurveChart cmc(List<JudgedModel> runs) {
    List<Integer> ranks = IntStream.rangeClosed(1, CURVE).boxed().toList();
    Map<String, List<Double>> curves = new LinkedHashMap<>();
    curves.put(
        "each sketch for itself",
        ranks.stream().map(k -> mean(runs, run -> run.evaluation().metrics().rank(k))).toList());
    curves.put(
        "all sketches of a person together",
        ranks.stream().map(k -> mean(runs, run -> run.evaluation().multiQuery().rank(k))).toList());
    return CurveChart.of(ranks, curves, 0, 1);
  }

  private static double mean(List<JudgedModel> runs, ToDoubleFunction<JudgedModel> figure) {
    return runs.stream().mapToDouble(figure).average().orElseThrow();
  }

  private void sheets(List<RankedQuery> rankings) {
    model.put("queries", rankings.size());
    model.put("first", rankings.stream().limit(SHEETS).map(RankingSheet::of).toList());
    model.put(
        "worst",
        rankings.stream()
            .filter(query -> query.firstRight() > 1)
            .sorted(Comparator.comparing((RankedQuery query) -> -query.firstRight()))
            .limit(SHEETS)
            .map(RankingSheet::of)
            .toList());
  }

  /** Adds where a model looks, and maps of what it embeds. */
  public EvaluationReport withPictures(ModelPictures pictures) {
    model.put("attention", pictures.attention().stream().map(RankingSheet::of).toList());
    model.put("unattended", pictures.unattended());
    model.put(
        "maps",
        pictures.maps().stream()
            .filter(map -> !map.pictures().isEmpty())
            .map(EmbeddingMap::of)
            .toList());
    model.put("withoutAuxiliary", pictures.withoutAuxiliary());
    return this;
  }

  /** Adds the loss curves of a training of at least two epochs. */
  public EvaluationReport withTraining(Collection<TrainingLog.Epoch> epochs) {
    if (epochs.size() < 2) {
      return this;
    }
    Map<String, List<Double>> curves = new LinkedHashMap<>();
    TreeSet<String> names = new TreeSet<>();
    epochs.forEach(epoch -> names.addAll(epoch.losses().keySet()));
    for (String name : names) {
      curves.put(name, epochs.stream().map(e -> e.losses().getOrDefault(name, 0.0)).toList());
    }
    double highest =
        curves.values().stream()
            .flatMap(List::stream)
            .mapToDouble(Double::doubleValue)
            .max()
            .orElseThrow();
    List<Integer> places = new ArrayList<>();
    epochs.forEach(epoch -> places.add(epoch.epoch()));
    model.put("losses", CurveChart.of(places, curves, 0, Math.max(highest, 1e-9)));
    return this;
  }

  /** Adds the table of an ablation; see {@link AblationTable#read}. */
  public EvaluationReport withAblation(Path file) throws IOException {
    model.put("ablation", AblationTable.read(file));
    return this;
  }

  /** Writes the page atomically: the file is whole or as it was. */
  public void write(Path file) throws IOException {
    page.write(model, file);
  }

  void write(Writer out) throws IOException {
    page.write(model, out);
  }
}
