package io.sketchwatch.dalnet.data;

import static java.util.stream.Collectors.groupingBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Draws batches of P identities with K examples each. In an epoch every identity comes once; the
 * last batch is filled up from the epoch's beginning. An identity's photos are drawn without
 * replacement (again from the first when it has fewer than K), its sketches with replacement.
 */
public final class IdentitySampler {

  private final List<List<Picture>> photos;
  private final List<List<Picture>> sketches;
  private final int identitiesPerBatch;
  private final int examplesPerIdentity;

  /**
   * A sampler of a data set.
   *
   * @param identitiesPerBatch P, at least 2
   * @param examplesPerIdentity K, at least 1
   * @throws IllegalArgumentException if the data set has fewer than P identities with both photos
   *     and sketches
   */
  public IdentitySampler(PersonDataSet data, int identitiesPerBatch, int examplesPerIdentity) {
    List<String> identities = data.identities();
    if (identities.size() < identitiesPerBatch) {
      throw new IllegalArgumentException(
          "Data set '%s' must have at least %d people with photos and sketches, but has %d"
              .formatted(data.root(), identitiesPerBatch, identities.size()));
    }
    this.photos = byIdentity(data.photos(), identities);
    this.sketches = byIdentity(data.sketches(), identities);
    this.identitiesPerBatch = identitiesPerBatch;
    this.examplesPerIdentity = examplesPerIdentity;
  }

  private static List<List<Picture>> byIdentity(List<Picture> pictures, List<String> identities) {
    Map<String, List<Picture>> groups = pictures.stream().collect(groupingBy(Picture::identity));
    return identities.stream().map(groups::get).toList();
  }

  public int batchesPerEpoch() {
    return (photos.size() + identitiesPerBatch - 1) / identitiesPerBatch;
  }

  /** The batches of one epoch. */
  public List<List<Example>> epoch(Random random) {
    List<Integer> order = new ArrayList<>();
    for (int identity = 0; identity < photos.size(); identity++) {
      order.add(identity);
    }
    Collections.shuffle(order, random);
    List<List<Example>> batches = new ArrayList<>();
    for (int first = 0; first < order.size(); first += identitiesPerBatch) {
      List<Example> batch = new ArrayList<>();
      for (int i = first; i < first + identitiesPerBatch; i++) {
        addExamples(order.get(i % order.size()), random, batch);
      }
      batches.add(batch);
    }
    return batches;
  }

  private void addExamples(int identity, Random random, List<Example> batch) {
    List<Picture> shuffled = new ArrayList<>(photos.get(identity));
    Collections.shuffle(shuffled, random);
    List<Picture> drawings = sketches.get(identity);
    for (int i = 0; i < examplesPerIdentity; i++) {
      Picture sketch = drawings.get(random.nextInt(drawings.size()));
      batch.add(new Example(identity, shuffled.get(i % shuffled.size()), sketch));
    }
  }
}
