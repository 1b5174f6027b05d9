package io.sketchwatch.jobs.report;

import io.sketchwatch.jobs.evaluation.Figures;
import java.util.List;

/**
 * A row of a table of figures. Public for the template engine only.
 *
 * @param name of the row
 * @param runs how many runs it is the mean of
 * @param figures their mean
 * @param deviation over the runs; null for one
 */
public record FigureRow(String name, int runs, Figures figures, Figures deviation) {

  static FigureRow of(String name, List<Figures> runs) {
    return new FigureRow(name, runs.size(), Figures.mean(runs), Figures.deviation(runs));
  }
}
