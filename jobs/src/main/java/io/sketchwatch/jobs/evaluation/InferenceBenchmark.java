package io.sketchwatch.jobs.evaluation;

import ai.djl.Device;
import io.sketchwatch.core.embedding.Embedding;
import io.sketchwatch.core.embedding.Modality;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.model.InputSpec;
import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.operators.embedding.EncoderEngine;
import io.sketchwatch.operators.embedding.EncoderInput;
import io.sketchwatch.operators.embedding.EncoderOutput;
import io.sketchwatch.operators.embedding.OnnxEncoderFactory;
import io.sketchwatch.operators.inference.InferenceDevice;
import io.sketchwatch.operators.inference.InferenceService;
import io.sketchwatch.operators.inference.InferenceSettings;
import io.sketchwatch.operators.inference.SharedInference;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/**
 * The inference service, as several subtasks use it at once, beside ONNX Runtime's own session on
 * the same model, batch and threads, in turns, so that both meet the same machine.
 *
 * <p>The service normalises, batches and hands out; the session runs one batch that is already
 * prepared, on all threads together, and then one on each of them, which is how the service runs
 * them. Pictures of the model's own size show the service alone; those of half to twice its size,
 * as the live job's crops are, what scaling adds.
 *
 * @param model whose photo encoder is measured
 * @param engine that the service runs it on
 * @param subtasks that submit at once, each {@value #IN_FLIGHT} pictures ahead
 * @param threads that both use on the CPU
 * @param device where both run
 */
public record InferenceBenchmark(
    ModelPackage model, EncoderEngine engine, int subtasks, int threads, Device device) {

  private static final int IN_FLIGHT = 32;
  private static final int TURNS = 7;
  private static final double TURN_SECONDS = 2;
  private static final int WARM_UP_BATCHES = 5;
  private static final int WARM_UP_ROUNDS = 2;
  private static final Duration LINGER = Duration.ofMillis(5);
  private static final double AGREEMENT = 0.9999;

  /**
   * Measures one batch size.
   *
   * @param sink receives, for pictures of the model's size and for crops, the rate (limit: the
   *     session's, in both ways), then the 99th percentile of the queue wait (limit: the linger and
   *     one batch)
   */
  public void run(int batch, Consumer<BenchmarkLine> sink)
      throws IOException, InterruptedException {
    measure("encode", crops(batch, 1, 1), sink);
    measure("encode crops", crops(batch, 0.5, 2), sink);
  }

  private void measure(String part, List<Image> crops, Consumer<BenchmarkLine> sink)
      throws IOException, InterruptedException {
    int batch = crops.size();
    InferenceSettings settings =
        new InferenceSettings(batch, LINGER, threads, Duration.ofMinutes(10), InferenceDevice.CPU);
    OnnxEncoderFactory encoder = new OnnxEncoderFactory(model.folder().toString(), engine);
    try (SharedInference.Lease<EncoderInput, EncoderOutput> lease =
            encoder.lease(settings, device);
        BareSession together = bare(1, threads, crops);
        BareSession apart = bare(threads, 1, crops)) {
      requireAgreement(lease.service(), together, crops);
      new Turns(part, lease.service(), together, apart, crops).measure(sink);
    }
  }

  private BareSession bare(int callers, int threadsOfEach, List<Image> crops) throws IOException {
    return new BareSession(
        model.file(ModelPackage.PHOTO_ENCODER),
        callers,
        threadsOfEach,
        device,
        model.manifest().input(),
        crops);
  }

  private List<Image> crops(int count, double smallest, double largest) {
    InputSpec input = model.manifest().input();
    Random random = new Random(8);
    List<Image> crops = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double scale = smallest + (largest - smallest) * i / Math.max(1, count - 1);
      int width = (int) (input.width() * scale);
      int height = (int) (input.height() * scale);
      byte[] rgb = new byte[3 * width * height];
      random.nextBytes(rgb);
      crops.add(new Image(width, height, rgb));
    }
    return crops;
  }

  private void requireAgreement(
      InferenceService<EncoderInput, EncoderOutput> service, BareSession limit, List<Image> crops)
      throws IOException, InterruptedException {
    float[] expected = limit.run();
    int dimension = model.manifest().dimension();
    for (int i = 0; i < crops.size(); i++) {
      Embedding bare =
          Embedding.normalised(Arrays.copyOfRange(expected, i * dimension, (i + 1) * dimension));
      double cosine =
          bare.score(
              service.submit(new EncoderInput(Modality.PHOTO, crops.get(i))).join().embedding());
      if (!(cosine >= AGREEMENT)) {
        throw new IllegalStateException(
            "Service and session must agree to cosine %s, but picture %d gave %.6f"
                .formatted(AGREEMENT, i, cosine));
      }
    }
  }

  /** One batch size's turns. */
  private final class Turns {

    private final String part;
    private final InferenceService<EncoderInput, EncoderOutput> service;
    private final BareSession together;
    private final BareSession apart;
    private final List<Image> crops;

    Turns(
        String part,
        InferenceService<EncoderInput, EncoderOutput> service,
        BareSession together,
        BareSession apart,
        List<Image> crops) {
      this.part = part;
      this.service = service;
      this.together = together;
      this.apart = apart;
      this.crops = crops;
    }

    void measure(Consumer<BenchmarkLine> sink) throws IOException, InterruptedException {
      int batches = batchesOfATurn(together.rate(WARM_UP_BATCHES));
      for (int round = 0; round < WARM_UP_ROUNDS; round++) {
        batches = batchesOfATurn(together.rate(batches));
        apart.rate(batches);
        serviceRate(batches);
      }
      Map<BareSession, List<Double>> theirs = new LinkedHashMap<>();
      Map<BareSession, List<Double>> ratios = new LinkedHashMap<>();
      List<Double> ours = new ArrayList<>();
      for (int turn = 0; turn < TURNS; turn++) {
        double served = serviceRate(batches);
        ours.add(served);
        for (BareSession limit : List.of(together, apart)) {
          double bare = limit.rate(batches);
          theirs.computeIfAbsent(limit, first -> new ArrayList<>()).add(bare);
          ratios.computeIfAbsent(limit, first -> new ArrayList<>()).add(served / bare);
        }
      }
      int images = TURNS * batches * crops.size();
      for (BareSession limit : List.of(together, apart)) {
        sink.accept(
            line(
                limit == together ? part : part + ", a batch a thread",
                images,
                Medians.of(ours),
                "images/s",
                Medians.of(theirs.get(limit)),
                Medians.of(ratios.get(limit))));
      }
      double wait = service.metrics().queueWaitMs().getQuantile(0.99);
      double allowed = LINGER.toMillis() + service.metrics().batchLatencyMs().getQuantile(0.99);
      sink.accept(line(part + ", wait", images, wait, "ms", allowed, allowed / wait));
    }

    private int batchesOfATurn(double imagesPerSecond) {
      return Math.max(2 * subtasks, (int) (imagesPerSecond * TURN_SECONDS / crops.size()));
    }

    private BenchmarkLine line(
        String named, int images, double figure, String unit, double best, double ratio) {
      return new BenchmarkLine(
          "inference",
          named,
          images,
          model.manifest().dimension(),
          crops.size(),
          "%s, %s, %s, %d threads, %d subtasks"
              .formatted(model.manifest().modelId(), engine.name(), device, threads, subtasks),
          figure,
          unit,
          best,
          ratio,
          null);
    }

    private double serviceRate(int batches) throws InterruptedException {
      int images = batches * crops.size();
      List<ServiceCaller> callers = new ArrayList<>();
      long begin = System.nanoTime();
      for (int subtask = 0; subtask < subtasks; subtask++) {
        int share = images / subtasks + (subtask < images % subtasks ? 1 : 0);
        callers.add(new ServiceCaller(service, crops, share, IN_FLIGHT));
      }
      List<Thread> running = callers.stream().map(caller -> new Thread(caller, "subtask")).toList();
      running.forEach(Thread::start);
      for (Thread thread : running) {
        thread.join();
      }
      callers.forEach(ServiceCaller::check);
      return images * 1e9 / (System.nanoTime() - begin);
    }
  }
}
