package io.sketchwatch.jobs.command;

import static java.util.stream.Collectors.joining;

import io.sketchwatch.dalnet.data.DataSetCheck;
import io.sketchwatch.dalnet.data.DataSetCheck.BrokenPicture;
import io.sketchwatch.dalnet.data.DataSetChoice;
import io.sketchwatch.dalnet.data.PersonDataSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Every picture of a data set read once, so that a broken one costs no hour.
 *
 * @param choice which data set
 * @param training what the training part is like
 * @param test what the test part is like; null where the data set is not divided
 */
record DataSetInspection(DataSetChoice choice, DataSetCheck training, DataSetCheck test) {

  /** Reads, with a progress bar. */
  static DataSetInspection of(DataSetChoice choice) throws IOException {
    PersonDataSet train = choice.train();
    PersonDataSet test = choice.test();
    DataSetCheck training = check(train);
    return new DataSetInspection(choice, training, test.equals(train) ? null : check(test));
  }

  private static DataSetCheck check(PersonDataSet people) {
    try (Progress progress = Progress.of("Checking", "pictures")) {
      progress.expect(people.size());
      return DataSetCheck.of(people, progress::step);
    }
  }

  /** Of each part. */
  List<DataSetReport> reports() {
    List<DataSetReport> reports = new ArrayList<>();
    reports.add(report("training", training));
    if (test != null) {
      reports.add(report("test", test));
    }
    return reports;
  }

  private DataSetReport report(String part, DataSetCheck check) {
    return DataSetReport.of(check, choice.layout().name(), choice.split(), part);
  }

  /**
   * Fails if a picture can't be used.
   *
   * @throws IOException that names all of them
   */
  void refuseBroken() throws IOException {
    List<BrokenPicture> broken = new ArrayList<>(training.broken());
    if (test != null) {
      broken.addAll(test.broken());
    }
    if (!broken.isEmpty()) {
      throw new IOException(
          "Data set '%s' has %d files that can't be used: %s"
              .formatted(
                  choice.root(),
                  broken.size(),
                  broken.stream().map(BrokenPicture::reason).collect(joining("; "))));
    }
  }

  /** The people to judge a model by that was trained here; null where there are none apart. */
  PersonDataSet heldOut() {
    return test == null ? null : test.readable();
  }

  /** The files of the training part that can't be used, relative to the data set's folder. */
  List<String> skipped() {
    return training.brokenWithin(choice.root());
  }
}
