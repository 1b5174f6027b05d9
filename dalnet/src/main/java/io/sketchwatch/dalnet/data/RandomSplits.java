package io.sketchwatch.dalnet.data;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Draws who is for the test: always the same people for the same split, on any machine. Each group
 * gives its share, by the method of largest remainders.
 *
 * @param testPeople of {@code outOf}, how many are for the test
 * @param outOf people of the whole data set as published; an incomplete copy keeps the proportion
 */
record RandomSplits(int testPeople, int outOf) {

  private static final long SEED = 2024;

  /**
   * Draws one split.
   *
   * @param people all, each once
   * @param groupOf names the group of each
   * @param split from 1
   */
  Set<String> test(List<String> people, UnaryOperator<String> groupOf, int split) {
    Map<String, List<String>> groups =
        people.stream().sorted().collect(groupingBy(groupOf, TreeMap::new, toList()));
    Map<String, Integer> quotas = quotas(groups, people.size());
    Random random = new Random(SEED + split);
    Set<String> chosen = new HashSet<>();
    groups.forEach(
        (group, members) -> {
          List<String> shuffled = new ArrayList<>(members);
          Collections.shuffle(shuffled, random);
          chosen.addAll(shuffled.subList(0, quotas.get(group)));
        });
    return chosen;
  }

  private Map<String, Integer> quotas(Map<String, List<String>> groups, int people) {
    Map<String, Integer> quotas = new TreeMap<>();
    groups.forEach((group, members) -> quotas.put(group, members.size() * testPeople / outOf));
    int left =
        people * testPeople / outOf - quotas.values().stream().mapToInt(Integer::intValue).sum();
    groups.keySet().stream()
        .sorted(
            Comparator.comparing(
                (String group) -> -(groups.get(group).size() * testPeople % outOf)))
        .limit(left)
        .forEach(group -> quotas.merge(group, 1, Integer::sum));
    return quotas;
  }
}
