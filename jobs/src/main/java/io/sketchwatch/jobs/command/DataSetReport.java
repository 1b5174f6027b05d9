package io.sketchwatch.jobs.command;

import io.sketchwatch.dalnet.data.DataSetCheck;
import io.sketchwatch.dalnet.data.DataSetCheck.BrokenPicture;
import java.io.PrintWriter;
import java.util.List;

/**
 * What a check of a data set found, for people and for machines.
 *
 * @param layout how it was read
 * @param split which of its splits, from 1
 * @param part training or test
 * @param usablePeople who have photos and sketches
 * @param photos that can be read
 * @param sketches that can be read
 * @param cameras that took the photos; 0 where they are unknown
 * @param broken files that can't be used, each with the reason
 * @param withoutPhoto people who have sketches only
 * @param withoutSketch people who have photos only
 */
record DataSetReport(
    String layout,
    int split,
    String part,
    int usablePeople,
    int photos,
    int sketches,
    long cameras,
    List<String> broken,
    List<String> withoutPhoto,
    List<String> withoutSketch) {

  private static final int SHOWN = 20;

  static DataSetReport of(DataSetCheck check, String layout, int split, String part) {
    return new DataSetReport(
        layout,
        split,
        part,
        check.usablePeople(),
        check.readable().photos().size(),
        check.readable().sketches().size(),
        check.cameras(),
        check.broken().stream().map(BrokenPicture::reason).toList(),
        check.withoutPhoto(),
        check.withoutSketch());
  }

  void print(PrintWriter out) {
    out.printf(
        "Layout '%s', split %d, %s part: %d people with photos and sketches, %d photos, %d"
            + " sketches, %s%n",
        layout,
        split,
        part,
        usablePeople,
        photos,
        sketches,
        cameras == 0 ? "cameras unknown" : cameras + " cameras");
    list(out, "files can't be used", broken);
    list(out, "people have sketches but no photo", withoutPhoto);
    list(out, "people have photos but no sketch", withoutSketch);
  }

  private static void list(PrintWriter out, String what, List<String> items) {
    if (items.isEmpty()) {
      return;
    }
    out.printf("%d %s:%n", items.size(), what);
    items.stream().limit(SHOWN).forEach(item -> out.printf("  %s%n", item));
    if (items.size() > SHOWN) {
      out.printf("  and %d more; --json lists all%n", items.size() - SHOWN);
    }
  }
}
