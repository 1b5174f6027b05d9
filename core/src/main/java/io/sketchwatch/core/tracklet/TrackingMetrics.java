package io.sketchwatch.core.tracklet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How well a tracker followed people, against the truth. Two boxes agree from an intersection over
 * union of 0.5.
 *
 * @param idf1 0 to 1: 2·IDTP / (truth boxes + tracker boxes), where IDTP counts the boxes that
 *     agree under the one-to-one assignment of persons to tracklets that makes it greatest (Ristani
 *     et al., "Performance Measures and a Data Set for Multi-Target, Multi-Camera Tracking", 2016)
 * @param identitySwitches how often a person's tracklet is another than the one it last had, with
 *     boxes matched frame by frame, a match of the frame before kept while it agrees (Bernardin and
 *     Stiefelhagen, "Evaluating Multiple Object Tracking Performance: The CLEAR MOT Metrics", 2008)
 * @param fragments how often a person who was followed is not for a while, and then is again (Li et
 *     al., "Learning to Associate: HybridBoosted Multi-Target Tracker", CVPR 2009, as the MOT
 *     Challenge counts it)
 * @param recall 0 to 1: share of the truth's boxes that were matched
 * @param precision 0 to 1: share of the tracker's boxes that were matched
 * @param coveredPeople 0 to 1: share of people whom one tracklet covers for at least half of the
 *     frames in which they are visible
 */
public record TrackingMetrics(
    double idf1,
    int identitySwitches,
    int fragments,
    double recall,
    double precision,
    double coveredPeople) {

  private static final double AGREE = 0.5;

  /** Compares a tracker's output with the truth, which must not be empty. */
  public static TrackingMetrics of(List<Observation> truth, List<Observation> output) {
    if (truth.isEmpty()) {
      throw new IllegalArgumentException("Expected a truth of at least one box, but it is empty");
    }
    FrameMatching matching = new FrameMatching(truth, output);
    int matched = matching.matched;
    return new TrackingMetrics(
        2.0 * identityTruePositives(truth, output) / (truth.size() + output.size()),
        matching.switches,
        matching.fragments,
        (double) matched / truth.size(),
        output.isEmpty() ? 0 : (double) matched / output.size(),
        matching.coveredPeople());
  }

  private static long identityTruePositives(List<Observation> truth, List<Observation> output) {
    Map<String, Integer> people = identities(truth);
    Map<String, Integer> tracklets = identities(output);
    double[][] cost = new double[people.size()][tracklets.size()];
    Map<Integer, List<Observation>> outputByFrame = byFrame(output);
    for (Observation person : truth) {
      for (Observation tracklet : outputByFrame.getOrDefault(person.frame(), List.of())) {
        if (person.box().iou(tracklet.box()) >= AGREE) {
          cost[people.get(person.identity())][tracklets.get(tracklet.identity())]--;
        }
      }
    }
    int[] trackletOf = Assignment.minimise(cost, 0);
    long agreeing = 0;
    for (int i = 0; i < trackletOf.length; i++) {
      agreeing -= trackletOf[i] < 0 ? 0 : Math.round(cost[i][trackletOf[i]]);
    }
    return agreeing;
  }

  private static Map<String, Integer> identities(List<Observation> observations) {
    Map<String, Integer> indices = new HashMap<>();
    observations.forEach(seen -> indices.putIfAbsent(seen.identity(), indices.size()));
    return indices;
  }

  private static Map<Integer, List<Observation>> byFrame(List<Observation> observations) {
    return observations.stream()
        .collect(Collectors.groupingBy(Observation::frame, TreeMap::new, Collectors.toList()));
  }

  /** Walks through the frames and matches each, with the memory that CLEAR MOT asks for. */
  private static final class FrameMatching {

    private final Map<String, String> current = new HashMap<>();
    private final Map<String, String> latest = new HashMap<>();
    private final Map<String, Integer> visible = new HashMap<>();
    private final Map<String, Map<String, Integer>> coverage = new HashMap<>();
    private int matched;
    private int switches;
    private int fragments;

    FrameMatching(List<Observation> truth, List<Observation> output) {
      Map<Integer, List<Observation>> outputByFrame = byFrame(output);
      byFrame(truth)
          .forEach((frame, people) -> take(people, outputByFrame.getOrDefault(frame, List.of())));
    }

    private void take(List<Observation> people, List<Observation> tracklets) {
      Map<String, String> matches = match(people, tracklets);
      for (Observation person : people) {
        String identity = person.identity();
        visible.merge(identity, 1, Integer::sum);
        String tracklet = matches.get(identity);
        if (tracklet == null) {
          current.remove(identity);
          continue;
        }
        matched++;
        coverage.computeIfAbsent(identity, i -> new HashMap<>()).merge(tracklet, 1, Integer::sum);
        String before = latest.put(identity, tracklet);
        switches += before != null && !before.equals(tracklet) ? 1 : 0;
        fragments += before != null && !current.containsKey(identity) ? 1 : 0;
        current.put(identity, tracklet);
      }
    }

    private Map<String, String> match(List<Observation> people, List<Observation> tracklets) {
      Map<String, String> matches = new HashMap<>();
      List<Observation> freePeople = new ArrayList<>();
      List<Observation> freeTracklets = new ArrayList<>(tracklets);
      for (Observation person : people) {
        String kept = current.get(person.identity());
        boolean holds =
            freeTracklets.removeIf(
                tracklet ->
                    tracklet.identity().equals(kept) && tracklet.box().iou(person.box()) >= AGREE);
        if (holds) {
          matches.put(person.identity(), kept);
        } else {
          freePeople.add(person);
        }
      }
      assign(freePeople, freeTracklets, matches);
      return matches;
    }

    private static void assign(
        List<Observation> people, List<Observation> tracklets, Map<String, String> matches) {
      double[][] cost = new double[people.size()][tracklets.size()];
      for (int i = 0; i < people.size(); i++) {
        for (int j = 0; j < tracklets.size(); j++) {
          cost[i][j] = 1 - people.get(i).box().iou(tracklets.get(j).box());
        }
      }
      int[] trackletOf = Assignment.minimise(cost, Math.nextUp(1 - AGREE));
      for (int i = 0; i < trackletOf.length; i++) {
        if (trackletOf[i] >= 0) {
          matches.put(people.get(i).identity(), tracklets.get(trackletOf[i]).identity());
        }
      }
    }

    double coveredPeople() {
      long covered =
          visible.entrySet().stream()
              .filter(
                  person ->
                      coverage.getOrDefault(person.getKey(), Map.of()).values().stream()
                          .anyMatch(frames -> 2 * frames >= person.getValue()))
              .count();
      return (double) covered / visible.size();
    }
  }
}
