package io.sketchwatch.jobs.ablation;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.sketchwatch.dalnet.data.DataSetChoice;
import io.sketchwatch.dalnet.data.PersonDataSet;
import io.sketchwatch.dalnet.synthetic.SyntheticDataSet;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The people of a study, no one in two parts.
 *
 * @param train who are learnt from
 * @param validation galleries by which learning rates are chosen: the last people of the data set's
 *     training part
 * @param test galleries that are only judged
 */
record AblationData(PersonDataSet train, List<PersonDataSet> validation, List<PersonDataSet> test) {

  /**
   * Draws the people if they are not there, and checks that they are the planned ones.
   *
   * @param root folder of the data set
   * @throws IOException if a part has another fingerprint than planned
   */
  static AblationData open(AblationPlan.Data plan, Path root) throws IOException {
    draw(plan, root);
    DataSetChoice choice = DataSetChoice.of(root, null, 1);
    PersonDataSet learnt = choice.train();
    PersonDataSet test = choice.test();
    check("training", plan.trainFingerprint(), learnt);
    check("test", plan.testFingerprint(), test);
    List<String> people = learnt.identities();
    Set<String> heldOut =
        Set.copyOf(people.subList(people.size() - plan.validation(), people.size()));
    return new AblationData(
        learnt.only(who -> !heldOut.contains(who)),
        galleries(learnt.only(heldOut::contains), plan.gallery()),
        galleries(test, plan.gallery()));
  }

  /** People in order, dealt into galleries; the last may have fewer. */
  private static List<PersonDataSet> galleries(PersonDataSet people, int size) {
    List<String> identities = people.identities();
    List<PersonDataSet> galleries = new ArrayList<>();
    for (int start = 0; start < identities.size(); start += size) {
      int end = Math.min(start + size, identities.size());
      galleries.add(people.only(Set.copyOf(identities.subList(start, end))::contains));
    }
    return galleries;
  }

  /** One process draws, others that share the folder wait. */
  private static void draw(AblationPlan.Data plan, Path root) throws IOException {
    Files.createDirectories(root);
    try (FileChannel channel = FileChannel.open(root.resolve("lock"), CREATE, WRITE);
        FileLock held = channel.lock()) {
      if (held.isValid() && !Files.exists(root.resolve(SyntheticDataSet.DESCRIPTION))) {
        SyntheticDataSet.write(
            root, plan.identities(), plan.photos(), plan.sketches(), plan.seed(), done -> {});
      }
    }
  }

  private static void check(String part, String planned, PersonDataSet actual) throws IOException {
    String fingerprint = actual.fingerprint();
    if (!fingerprint.equals(planned)) {
      throw new IOException(
          "Data '%s', %s part, must have the plan's fingerprint %s, but has %s: use the release of the plan"
              .formatted(actual.root(), part, planned, fingerprint));
    }
  }
}
