package io.sketchwatch.operators.model;

import static io.sketchwatch.operators.model.ModelBuilder.NOON;
import static io.sketchwatch.operators.model.ModelBuilder.START;
import static io.sketchwatch.operators.model.ModelBuilder.inForce;
import static io.sketchwatch.operators.model.ShotBuilder.shot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.sketchwatch.core.embedding.Embedding;
import io.sketchwatch.core.embedding.Encoder;
import io.sketchwatch.core.embedding.Modality;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.operators.embedding.EncoderFactory;
import io.sketchwatch.operators.embedding.EncoderInput;
import io.sketchwatch.operators.embedding.EncoderOutput;
import io.sketchwatch.operators.embedding.TestEngine;
import io.sketchwatch.operators.inference.BatchModel;
import io.sketchwatch.operators.inference.InferenceService;
import io.sketchwatch.operators.inference.InferenceSettings;
import io.sketchwatch.operators.inference.SharedInference;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ModelLeasesTest {

  private static final EncoderInput INPUT =
      new EncoderInput(Modality.PHOTO, new Image(1, 1, new byte[3]));

  @Test
  void shouldEmbedWithTheModelAtStartWhereAnotherCannotBeLoaded() throws Exception {
    ServedModel gone = inForce("gone", 1, NOON);
    try (ModelLeases leases = leases()) {
      leases.serve(List.of(START, gone));

      assertThat(leases.embed(gone, shot("gate", 1)).get().modelId()).isEqualTo("m0");
      assertThat(leases.embed(gone, shot("gate", 2)).get().modelId()).isEqualTo("m0");
      assertThat(leases.embed(gone, INPUT).get()).isNull();
    }
  }

  @Test
  void shouldFailWhereTheModelAtStartCannotBeLoaded() {
    ModelEncoders broken = new ModelEncoders(new Start(true), TestEngine.ONE);

    assertThatThrownBy(() -> new ModelLeases(broken, InferenceSettings.DEFAULT, Device.cpu()))
        .isInstanceOf(IOException.class);
  }

  @Test
  void shouldGiveAModelBackOnlyWhenWhatWasAskedOfItIsDone() throws Exception {
    SlowModel slow = new SlowModel();
    ModelLease lease = lease(slow);
    CompletableFuture<EncoderOutput> output = lease.submit(INPUT);
    slow.begun.await();

    lease.end();
    assertThat(slow.closed.getCount()).isEqualTo(1);
    slow.mayEnd.countDown();

    assertThat(output.get().modelId()).isEqualTo("slow");
    slow.closed.await();
  }

  @Test
  void shouldStillEmbedWhatWaitedForAModelThatIsNoLongerServed() throws Exception {
    SlowModel slow = new SlowModel();
    slow.mayEnd.countDown();
    ModelLease lease = lease(slow).reserve();

    lease.end();

    assertThat(lease.submitReserved(INPUT).get().modelId()).isEqualTo("slow");
    slow.closed.await();
  }

  private static ModelLease lease(SlowModel slow) throws IOException {
    return new ModelLease(
        SharedInference.acquire(
            "slow", () -> new InferenceService<>("slow", slow, InferenceSettings.DEFAULT)),
        close -> new Thread(close).start());
  }

  private static ModelLeases leases() throws IOException {
    return new ModelLeases(
        new ModelEncoders(new Start(false), TestEngine.ONE),
        InferenceSettings.DEFAULT,
        Device.cpu());
  }

  private static final class SlowModel implements BatchModel<EncoderInput, EncoderOutput> {

    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch mayEnd = new CountDownLatch(1);
    final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public List<EncoderOutput> apply(List<EncoderInput> batch) throws InterruptedException {
      begun.countDown();
      mayEnd.await();
      return List.of(new EncoderOutput("slow", new Embedding(new float[] {1})));
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }

  private record Start(boolean broken) implements EncoderFactory, Encoder {

    private static final long serialVersionUID = 1;

    @Override
    public String key() {
      return "start " + broken;
    }

    @Override
    public Encoder open(Device device) throws IOException {
      if (broken) {
        throw new IOException("no such model");
      }
      return this;
    }

    @Override
    public String modelId() {
      return "m0";
    }

    @Override
    public int dimension() {
      return 1;
    }

    @Override
    public List<Embedding> embed(Modality modality, List<Image> images) {
      return images.stream().map(image -> new Embedding(new float[] {1})).toList();
    }

    @Override
    public void close() {}
  }
}
