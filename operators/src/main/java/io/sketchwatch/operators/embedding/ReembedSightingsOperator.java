package io.sketchwatch.operators.embedding;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sketchwatch.core.crop.CropGoneException;
import io.sketchwatch.core.crop.CropReference;
import io.sketchwatch.core.crop.StoredCrops;
import io.sketchwatch.core.embedding.Modality;
import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.core.frame.DeadLetter;
import io.sketchwatch.core.frame.RecordOrigin;
import io.sketchwatch.core.image.BadImageException;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.image.ImageCodec;
import io.sketchwatch.operators.DeadLetters;
import io.sketchwatch.operators.Stages;
import io.sketchwatch.operators.inference.InferenceSettings;
import io.sketchwatch.operators.inference.SharedInference;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Embeds the stored crops of sightings with another model: one sighting of that model for each
 * whose crop is held and is a picture. All outcomes are counted, see {@link ReembeddingOutcome}.
 *
 * <p>No state: what is under way is worked off before each barrier. So a source's offsets of a
 * completed checkpoint alone tell what is done, and a job that starts from committed offsets has
 * lost nothing; it may do again what came after them. A model that fails, or a Kafka that does not
 * answer, fails the job.
 */
public final class ReembedSightingsOperator extends AbstractStreamOperator<Sighting>
    implements OneInputStreamOperator<Sighting, Sighting> {

  private static final long serialVersionUID = 1;

  // -- settings
  private final EncoderFactory encoder;
  private final String modelId;
  private final InferenceSettings inference;
  private final StoredCropsFactory cropsFactory;
  private final int capacity;

  // -- runtime
  private transient SharedInference.Lease<EncoderInput, EncoderOutput> model;
  private transient StoredCrops crops;
  private transient Queue<UnderWay> underWay;
  private transient Map<ReembeddingOutcome, LongCounter> counters;

  /**
   * @param encoder of the model
   * @param modelId its id
   * @param capacity how many crops of one subtask may be under way at once, at least 1
   */
  public ReembedSightingsOperator(
      EncoderFactory encoder,
      String modelId,
      InferenceSettings inference,
      StoredCropsFactory cropsFactory,
      int capacity) {
    this.encoder = encoder;
    this.modelId = modelId;
    this.inference = inference;
    this.cropsFactory = cropsFactory;
    this.capacity = capacity;
  }

  @Override
  public void open() throws Exception {
    super.open();
    model = encoder.lease(inference, inference.device().of(getRuntimeContext()));
    model.service().metrics().register(getMetricGroup());
    crops = cropsFactory.open();
    underWay = new ArrayDeque<>();
    counters = new EnumMap<>(ReembeddingOutcome.class);
    for (ReembeddingOutcome outcome : ReembeddingOutcome.values()) {
      counters.put(outcome, getRuntimeContext().getLongCounter(outcome.name()));
    }
  }

  @Override
  public void processElement(StreamRecord<Sighting> record) throws Exception {
    Sighting sighting = record.getValue();
    if (sighting.modelId().equals(modelId)) {
      count(ReembeddingOutcome.OF_THE_MODEL);
    } else if (sighting.crop() == null) {
      count(ReembeddingOutcome.WITHOUT_CROP);
    } else {
      read(sighting);
    }
  }

  private void read(Sighting sighting) throws Exception {
    byte[] jpeg;
    try {
      jpeg = crops.read(sighting.crop());
    } catch (CropGoneException e) {
      count(ReembeddingOutcome.CROP_GONE);
      return;
    }
    try {
      embed(sighting, ImageCodec.decode(jpeg));
    } catch (BadImageException e) {
      count(ReembeddingOutcome.CROP_UNREADABLE);
      output.collect(DeadLetters.TAG, new StreamRecord<>(refused(sighting, jpeg, e)));
    }
  }

  private static DeadLetter refused(Sighting sighting, byte[] jpeg, BadImageException reason) {
    CropReference crop = sighting.crop();
    return new DeadLetter(
        new RecordOrigin(crop.topic(), crop.partition(), crop.offset()),
        sighting.key().getBytes(UTF_8),
        jpeg,
        Stages.REEMBED_SIGHTINGS,
        "Crop '%s': %s".formatted(sighting.key(), reason.getMessage()));
  }

  private void embed(Sighting sighting, Image crop) throws InterruptedException, IOException {
    if (underWay.size() >= capacity) {
      finishFirst();
    }
    underWay.add(
        new UnderWay(sighting, model.service().submit(new EncoderInput(Modality.PHOTO, crop))));
  }

  private void finishFirst() throws InterruptedException, IOException {
    UnderWay first = underWay.remove();
    EncoderOutput embedded = outputOf(first);
    count(ReembeddingOutcome.REEMBEDDED);
    output.collect(
        new StreamRecord<>(first.sighting.embeddedBy(embedded.modelId(), embedded.embedding())));
  }

  private EncoderOutput outputOf(UnderWay first) throws InterruptedException, IOException {
    try {
      return first.output.get(2 * inference.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException(
          "Crop '%s' could not be embedded with model '%s': %s"
              .formatted(first.sighting.key(), modelId, e),
          e);
    }
  }

  private void finishAll() throws InterruptedException, IOException {
    while (!underWay.isEmpty()) {
      finishFirst();
    }
  }

  private void count(ReembeddingOutcome outcome) {
    counters.get(outcome).add(1);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    finishAll();
    super.prepareSnapshotPreBarrier(checkpointId);
  }

  @Override
  public void finish() throws Exception {
    finishAll();
    super.finish();
  }

  @Override
  public void close() throws Exception {
    if (model != null) {
      model.close();
    }
    if (crops != null) {
      crops.close();
    }
    super.close();
  }

  /** A sighting by the former model, and what the other makes of its crop. */
  private record UnderWay(Sighting sighting, CompletableFuture<EncoderOutput> output) {}
}
