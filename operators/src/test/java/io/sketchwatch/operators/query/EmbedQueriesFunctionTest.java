package io.sketchwatch.operators.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.sketchwatch.core.embedding.Embedding;
import io.sketchwatch.core.embedding.Encoder;
import io.sketchwatch.core.embedding.Modality;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.image.ImageCodec;
import io.sketchwatch.core.image.Media;
import io.sketchwatch.operators.embedding.EncoderFactory;
import io.sketchwatch.operators.embedding.TestEngine;
import io.sketchwatch.operators.inference.InferenceSettings;
import io.sketchwatch.operators.model.ModelBuilder;
import io.sketchwatch.operators.model.ModelEncoders;
import io.sketchwatch.operators.model.QueryToEmbed;
import io.sketchwatch.operators.model.ServedModel;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.common.functions.DefaultOpenContext;
import org.apache.flink.streaming.api.functions.async.CollectionSupplier;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.util.MockStreamingRuntimeContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EmbedQueriesFunctionTest {

  private static final Map<String, Double> QUANTILES = Map.of("0.99", 0.4, "0.9990", 0.7);
  private static final QueryScope SCOPE = new QueryScope(List.of("c1"), null, null, null);

  @Test
  void shouldEmbedTheSketchAndKeepTheThresholdThatTheQueryNames() throws Exception {
    WatchlistEntry entry = embed(QUANTILES, sketch(4, 0.3)).entry();

    assertThat(entry)
        .isEqualTo(
            new WatchlistEntry(
                "q", 3, "m1", new Embedding(new float[] {1, 0}), SCOPE, 0.3, 7, false));
  }

  @Test
  void shouldTakeTheBackgroundQuantileForAQueryWithoutAThreshold() throws Exception {
    assertThat(embed(QUANTILES, sketch(4, null)).entry().threshold()).isEqualTo(0.7);
  }

  @Test
  void shouldRefuseAQueryWithoutAThresholdIfTheModelHasNoBackground() throws Exception {
    WatchlistUpdate update = embed(Map.of(), sketch(4, null));

    assertThat(update.entry()).isNull();
    assertThat(update.refusal())
        .isEqualTo(
            "Query 'q' has no threshold, and model 'm1' no background quantile at 0.999: name a"
                + " threshold");
  }

  @Test
  void shouldPassOnARemoval() throws Exception {
    assertThat(embed(QUANTILES, SketchToEmbed.removal("q", 3)))
        .isEqualTo(WatchlistUpdate.removal("q", 3));
  }

  @Test
  void shouldRefuseASketchThatTheModelCannotEmbed() throws Exception {
    assertThat(embed(QUANTILES, sketch(1, null)).refusal())
        .isEqualTo("Query 'q' version 3 must have a sketch that can be embedded: blank");
  }

  @Test
  void shouldFailIfTheModelFails() {
    assertThatThrownBy(() -> embed(QUANTILES, sketch(2, null)))
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseMessage("out of memory");
  }

  @Test
  void shouldWatchUnderEachModelThatCanBeLoaded() throws Exception {
    ServedModel gone = ModelBuilder.inForce("gone", 1, Instant.EPOCH);

    assertThat(embed(new QueryToEmbed(sketch(4, 0.3), List.of(start(QUANTILES), gone), List.of())))
        .extracting(update -> update.entry().modelId())
        .containsExactly("m1");
  }

  @Test
  void shouldEndTheSearchUnderAModelThatIsRetired() throws Exception {
    assertThat(embed(new QueryToEmbed(sketch(4, 0.3), List.of(), List.of("m7"))))
        .containsExactly(WatchlistUpdate.modelEnded("q", 3, "m7"));
  }

  private static WatchlistUpdate embed(Map<String, Double> quantiles, SketchToEmbed query)
      throws Exception {
    return embed(new QueryToEmbed(query, List.of(start(quantiles)), List.of())).iterator().next();
  }

  private static ServedModel start(Map<String, Double> quantiles) {
    return ServedModel.atStart("m1", "00", quantiles);
  }

  private static Collection<WatchlistUpdate> embed(QueryToEmbed request) throws Exception {
    EmbedQueriesFunction function =
        new EmbedQueriesFunction(
            new ModelEncoders(new FakeModel(), TestEngine.ONE), InferenceSettings.DEFAULT);
    function.setRuntimeContext(new MockStreamingRuntimeContext(1, 0));
    function.open(DefaultOpenContext.INSTANCE);
    try {
      Result result = new Result();
      function.asyncInvoke(request, result);
      return result.future.get();
    } finally {
      function.close();
    }
  }

  private static SketchToEmbed sketch(int width, Double threshold) {
    byte[] png = ImageCodec.png(new Image(width, 1, new byte[width * 3]));
    return new SketchToEmbed(
        "q", 3, new Media("image/png", png, null), SCOPE, threshold, null, 7, false);
  }

  /** Fails for pictures one or two pixels wide. */
  private record FakeModel() implements EncoderFactory, Encoder {

    private static final long serialVersionUID = 1;

    @Override
    public String key() {
      return "fake";
    }

    @Override
    public Encoder open(Device device) {
      return this;
    }

    @Override
    public String modelId() {
      return "m1";
    }

    @Override
    public int dimension() {
      return 2;
    }

    @Override
    public List<Embedding> embed(Modality modality, List<Image> images) {
      assertThat(modality).isEqualTo(Modality.SKETCH);
      return switch (images.get(0).width()) {
        case 1 -> throw new IllegalArgumentException("blank");
        case 2 -> throw new IllegalStateException("out of memory");
        default -> images.stream().map(image -> new Embedding(new float[] {1, 0})).toList();
      };
    }

    @Override
    public void close() {}
  }

  private static final class Result implements ResultFuture<WatchlistUpdate> {

    private final CompletableFuture<Collection<WatchlistUpdate>> future = new CompletableFuture<>();

    @Override
    public void complete(Collection<WatchlistUpdate> result) {
      future.complete(result);
    }

    @Override
    public void completeExceptionally(Throwable error) {
      future.completeExceptionally(error);
    }

    @Override
    public void complete(CollectionSupplier<WatchlistUpdate> supplier) {
      throw new UnsupportedOperationException();
    }
  }
}
