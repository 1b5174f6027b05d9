package io.sketchwatch.operators.gallery;

import io.sketchwatch.core.calibration.ScoreMoments;
import io.sketchwatch.core.embedding.Embedding;
import io.sketchwatch.core.embedding.Erasure;
import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.core.gallery.BlockScan;
import io.sketchwatch.core.gallery.CodeBlock;
import io.sketchwatch.core.gallery.CodedQuery;
import io.sketchwatch.core.gallery.EmbeddingBlock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/**
 * The sightings of the current key's bucket, packed by model into blocks of {@value #BLOCK_ROWS}:
 * full ones, which never change again, and one that grows.
 *
 * <p>A block is three values: the codes, which every search reads; the embeddings, for those of its
 * rows that may match; and the evidence, for those that do. State of a sighting: 5 bytes a
 * dimension, 12 of bounds, its evidence (about 300 bytes) and its name (about 100).
 */
public final class BucketState {

  /**
   * Rows of a full block: what an arriving sighting rewrites at most. Stored state depends on it.
   */
  public static final int BLOCK_ROWS = 32;

  /** How many sightings of each model there are: the state that every bucket has. */
  public static final MapStateDescriptor<String, Integer> COUNTS =
      new MapStateDescriptor<>("bucket-counts", Types.STRING, Types.INT);

  private static final TypeSerializer<BlockKey> BLOCK_KEY =
      TypeInformation.of(BlockKey.class).createSerializer(new SerializerConfigImpl());

  private final MapState<String, Integer> counts;
  private final MapState<String, Integer> tracklets;
  private final MapState<String, Integer> places;
  private final MapState<BlockKey, CodeBlock> codes;
  private final MapState<BlockKey, EmbeddingBlock> embeddings;
  private final MapState<BlockKey, EvidenceBlock> evidence;
  private final BlockScan scan = new BlockScan();

  private ScoreMoments bounds = ScoreMoments.NONE;

  public BucketState(KeyedStateStore store) {
    counts = store.getMapState(COUNTS);
    tracklets =
        store.getMapState(new MapStateDescriptor<>("bucket-tracklets", Types.STRING, Types.INT));
    places = store.getMapState(new MapStateDescriptor<>("bucket-places", Types.STRING, Types.INT));
    codes = store.getMapState(blocks("bucket-codes", CodeBlockSerializer.INSTANCE));
    embeddings = store.getMapState(blocks("bucket-embeddings", EmbeddingBlockSerializer.INSTANCE));
    evidence = store.getMapState(blocks("bucket-evidence", EvidenceBlockSerializer.INSTANCE));
  }

  private static <T> MapStateDescriptor<BlockKey, T> blocks(String name, TypeSerializer<T> block) {
    return new MapStateDescriptor<>(name, BLOCK_KEY, block);
  }

  /**
   * Keeps a sighting, unless this shot of its tracklet is held already under its model.
   *
   * @return whether it is new
   */
  public boolean append(Sighting sighting) throws Exception {
    return append(sighting.modelId(), Evidence.of(sighting), sighting.embedding());
  }

  private boolean append(String modelId, Evidence seen, Embedding embedding) throws Exception {
    String name = seen.trackletId() + "/" + seen.shot() + "/" + modelId;
    if (places.contains(name)) {
      return false;
    }
    int place = count(modelId);
    append(BlockKey.of(modelId, place), place % BLOCK_ROWS, seen, embedding);
    places.put(name, place);
    counts.put(modelId, place + 1);
    if (seen.shot() == 0) {
      tracklets.put(modelId, tracklets(modelId) + 1);
    }
    return true;
  }

  private void append(BlockKey block, int row, Evidence seen, Embedding embedding)
      throws Exception {
    int dimension = embedding.dimension();
    boolean first = row == 0;
    codes.put(block, (first ? CodeBlock.empty(dimension) : codes.get(block)).with(embedding));
    embeddings.put(
        block, (first ? EmbeddingBlock.empty(dimension) : embeddings.get(block)).with(embedding));
    evidence.put(block, (first ? EvidenceBlock.EMPTY : evidence.get(block)).with(seen));
  }

  /**
   * Erases what an order covers; the rest is packed anew, in its order.
   *
   * @param cameraId the bucket's
   * @return the keys of what was erased, {@code camera/tracklet/shot}, once a model
   */
  public List<String> erase(String cameraId, Erasure erasure) throws Exception {
    List<String> erased = new ArrayList<>();
    List<Row> kept = new ArrayList<>();
    for (Map.Entry<String, Integer> held : counts.entries()) {
      for (int place = 0; place < held.getValue(); place++) {
        Row row = row(held.getKey(), place);
        if (row.isCovered(cameraId, erasure)) {
          erased.add(cameraId + "/" + row.seen.trackletId() + "/" + row.seen.shot());
        } else {
          kept.add(row);
        }
      }
    }
    if (!erased.isEmpty()) {
      clear();
      for (Row row : kept) {
        append(row.modelId, row.seen, row.embedding);
      }
    }
    return erased;
  }

  private Row row(String modelId, int place) throws Exception {
    BlockKey block = BlockKey.of(modelId, place);
    int row = place % BLOCK_ROWS;
    return new Row(
        modelId, evidence.get(block).evidence(row), embeddings.get(block).embedding(row));
  }

  /** How many sightings of a model are held. */
  public int count(String modelId) throws Exception {
    Integer held = counts.get(modelId);
    return held == null ? 0 : held;
  }

  /** The codes of a model's sightings, in the order of their arrival. */
  public List<CodeBlock> codes(String modelId) throws Exception {
    List<CodeBlock> blocks = new ArrayList<>();
    int count = count(modelId);
    for (int place = 0; place < count; place += BLOCK_ROWS) {
      blocks.add(codes.get(BlockKey.of(modelId, place)));
    }
    return blocks;
  }

  /** How many sightings of all models are held. */
  public int sightings() throws Exception {
    int held = 0;
    for (int ofModel : counts.values()) {
      held += ofModel;
    }
    return held;
  }

  /** How many tracklets of a model have their first shot here. */
  public int tracklets(String modelId) throws Exception {
    Integer held = tracklets.get(modelId);
    return held == null ? 0 : held;
  }

  /** Forgets the bucket. */
  public void clear() {
    counts.clear();
    tracklets.clear();
    places.clear();
    codes.clear();
    embeddings.clear();
    evidence.clear();
  }

  /**
   * Finds every sighting of a model that scores at least so much.
   *
   * @param modelId the model of the query too
   * @param threshold least score, inclusive
   * @param found is told of each, in the order of their arrival
   * @return what it took
   */
  public Searched search(String modelId, CodedQuery query, double threshold, Found found)
      throws Exception {
    int count = count(modelId);
    int rescored = 0;
    bounds = ScoreMoments.NONE;
    for (int number = 0; number * BLOCK_ROWS < count; number++) {
      rescored += search(new BlockKey(modelId, number), query, threshold, found);
    }
    return new Searched(count, rescored, bounds);
  }

  private int search(BlockKey block, CodedQuery query, double threshold, Found found)
      throws Exception {
    CodeBlock coded = codes.get(block);
    float[] most = scan.atMost(coded, query);
    EmbeddingBlock exact = null;
    int rescored = 0;
    double sum = 0;
    double squares = 0;
    for (int row = 0; row < coded.rows(); row++) {
      sum += most[row];
      squares += (double) most[row] * most[row];
      if (most[row] >= threshold && scan.atMost(coded, row, query) >= threshold) {
        exact = exact == null ? embeddings.get(block) : exact;
        rescored++;
        double score = exact.score(row, query.embedding());
        if (score >= threshold) {
          found.accept(
              new FoundPhoto(evidence.get(block).evidence(row), exact.embedding(row)), score);
        }
      }
    }
    bounds = bounds.plus(new ScoreMoments(coded.rows(), sum, squares));
    return rescored;
  }

  /**
   * What a search took.
   *
   * @param sightings that were compared
   * @param rescored of them, in float32
   * @param bounds where their scores lie, by the most that each can be
   */
  public record Searched(int sightings, int rescored, ScoreMoments bounds) {}

  private record Row(String modelId, Evidence seen, Embedding embedding) {

    boolean isCovered(String cameraId, Erasure erasure) {
      return erasure.covers(
          cameraId, seen.trackletId(), seen.shot(), seen.firstSeen(), seen.lastSeen());
    }
  }

  /** Is told what a search finds. */
  @FunctionalInterface
  public interface Found {
    void accept(FoundPhoto photo, double score) throws IOException;
  }
}
