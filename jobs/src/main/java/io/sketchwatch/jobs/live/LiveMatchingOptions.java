package io.sketchwatch.jobs.live;

import static org.apache.flink.configuration.ConfigOptions.key;

import io.sketchwatch.operators.AllowedRoots;
import io.sketchwatch.operators.crop.Overload;
import io.sketchwatch.operators.frame.CaptureTimeLimit;
import io.sketchwatch.operators.inference.InferenceDevice;
import io.sketchwatch.operators.inference.InferenceSettings;
import io.sketchwatch.operators.match.MatchQueriesOperator;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.connector.base.DeliveryGuarantee;

/** The settings of the live job, with their units and defaults. */
public final class LiveMatchingOptions {

  public static final ConfigOption<String> MODEL =
      key("model.package")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Folder of the encoder's package; without one, the built-in demo model.");

  public static final ConfigOption<String> DETECTOR =
      key("detector.package")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Folder of the person detector's package; without one, OpenCV's built-in HOG"
                  + " detector, which finds far fewer people.");

  public static final ConfigOption<Duration> FRAME_MAX_AHEAD =
      key("frame.max-ahead")
          .durationType()
          .defaultValue(Duration.ofMinutes(1))
          .withDescription("A frame captured further ahead of the wall clock is a dead letter.");

  public static final ConfigOption<Boolean> FRAME_WALL_CLOCK =
      key("frame.wall-clock")
          .booleanType()
          .defaultValue(true)
          .withDescription(
              "Hold watermarks and capture times to the wall clock; off for recorded footage, whose"
                  + " capture times run ahead of it.");

  public static final ConfigOption<List<String>> ALLOWED_ROOTS =
      key("uri.allowed-roots")
          .stringType()
          .asList()
          .defaultValues()
          .withDescription(
              "Folders or object-store prefixes under which frames and sketches may be named by"
                  + " URI; none: a URI is a dead letter.");

  public static final ConfigOption<List<String>> MODEL_ROOTS =
      key("models.allowed-roots")
          .stringType()
          .asList()
          .defaultValues("file:///")
          .withDescription(
              "Folders or object-store prefixes under which packages that are announced on topic"
                  + " models must lie; the default is any file, and no object store.");

  public static final ConfigOption<Integer> THREADS =
      key("inference.threads")
          .intType()
          .defaultValue(Runtime.getRuntime().availableProcessors())
          .withDescription(
              "Frames that are searched for people at once on a TaskManager, and batches of crops"
                  + " that are embedded at once, each on one thread; the default is the number of"
                  + " processors of the machine that submits the job.");

  public static final ConfigOption<InferenceEngine> ENGINE =
      key("inference.engine")
          .enumType(InferenceEngine.class)
          .defaultValue(InferenceEngine.ONNX_RUNTIME)
          .withDescription(
              "What embeds crops and sketches, with the same packages: ONNX_RUNTIME, or PYTORCH,"
                  + " which knows the operators of convolutional encoders in floating point and"
                  + " refuses packages with others; people are detected by ONNX Runtime with"
                  + " either.");

  public static final ConfigOption<InferenceDevice> DEVICE =
      key("inference.device")
          .enumType(InferenceDevice.class)
          .defaultValue(InferenceDevice.CPU)
          .withDescription(
              "Where models run: CPU, GPU, which takes those that Flink's external resource 'gpu'"
                  + " gives the TaskManager, or FIRST_GPU, the machine's first; the CPU where there"
                  + " is none.");

  public static final ConfigOption<Integer> BATCH_SIZE =
      key("inference.batch-size")
          .intType()
          .defaultValue(16)
          .withDescription("Most crops that are embedded at once.");

  public static final ConfigOption<Duration> BATCH_LINGER =
      key("inference.batch-linger")
          .durationType()
          .defaultValue(Duration.ofMillis(5))
          .withDescription("How long a batch that is not full waits for more crops.");

  public static final ConfigOption<Integer> ASYNC_CAPACITY =
      key("inference.capacity")
          .intType()
          .defaultValue(32)
          .withDescription("Frames or crops of one subtask that may be under way at once.");

  public static final ConfigOption<Duration> ASYNC_TIMEOUT =
      key("inference.timeout")
          .durationType()
          .defaultValue(Duration.ofSeconds(60))
          .withDescription("How long one frame or crop may take before it is given up.");

  public static final ConfigOption<Duration> GALLERY_BUCKET =
      key("gallery.bucket")
          .durationType()
          .defaultValue(Duration.ofMinutes(10))
          .withDescription("Stretch of capture time that is kept, and expires, together.");

  public static final ConfigOption<Duration> GALLERY_RETENTION =
      key("gallery.retention")
          .durationType()
          .defaultValue(Duration.ofHours(24))
          .withDescription("How long sightings are searchable, by each camera's own time.");

  public static final ConfigOption<RebuildFrom> GALLERY_REBUILD_FROM =
      key("gallery.rebuild-from")
          .enumType(RebuildFrom.class)
          .defaultValue(RebuildFrom.NOTHING)
          .withDescription(
              "What a job that starts without its state fills its gallery with: NOTHING, or"
                  + " SIGHTINGS, what the topics sightings and reembedded-sightings hold of its"
                  + " retention.");

  public static final ConfigOption<RetentionMode> RETENTION_MODE =
      key("retention.mode")
          .enumType(RetentionMode.class)
          .defaultValue(RetentionMode.RETAINED)
          .withDescription(
              "What is kept of people whom no query has matched: RETAINED, a gallery that queries"
                  + " search, and crops; ZERO, neither: queries find who comes after them, and"
                  + " alerts name the frame instead of a crop.");

  public static final ConfigOption<Overload.Mode> OVERLOAD_MODE =
      key("overload.mode")
          .enumType(Overload.Mode.class)
          .defaultValue(Overload.Mode.COMPLETENESS)
          .withDescription(
              "What gives way when more frames come than can be searched: COMPLETENESS searches"
                  + " every frame, however late; FRESHNESS leaves frames out, evenly by camera, and"
                  + " tells so on topic coverage.");

  public static final ConfigOption<Duration> OVERLOAD_FRESHNESS =
      key("overload.freshness")
          .durationType()
          .defaultValue(Overload.COMPLETE.freshness())
          .withDescription(
              "How old a frame may be, by the wall clock, before frames are left out in mode"
                  + " FRESHNESS.");

  public static final ConfigOption<Duration> AUDIT_ANCHOR_INTERVAL =
      key("audit.anchor-interval")
          .durationType()
          .defaultValue(Duration.ofHours(1))
          .withDescription(
              "How often, by the wall clock, the hash of each case's last audit record is copied to"
                  + " topic audit-anchors.");

  public static final ConfigOption<Duration> SEARCH_SLICE =
      key("gallery.search-slice")
          .durationType()
          .defaultValue(MatchQueriesOperator.SLICE)
          .withDescription(
              "How long a search goes on before live records and checkpoints that wait have a turn,"
                  + " of as long at most; less holds them up less and makes searches take longer. At"
                  + " 0 each meets one key group in a turn, a 512th of the gallery.");

  public static final ConfigOption<DeliveryGuarantee> DELIVERY =
      key("delivery.guarantee")
          .enumType(DeliveryGuarantee.class)
          .defaultValue(DeliveryGuarantee.AT_LEAST_ONCE)
          .withDescription(
              "What a failure does to the job's output: at-least-once may repeat records, alerts"
                  + " under the same id; exactly-once shows them at each checkpoint, once to"
                  + " readers with isolation.level=read_committed.");

  private static final List<ConfigOption<?>> ALL =
      List.of(
          MODEL,
          DETECTOR,
          FRAME_MAX_AHEAD,
          FRAME_WALL_CLOCK,
          ALLOWED_ROOTS,
          MODEL_ROOTS,
          THREADS,
          ENGINE,
          DEVICE,
          BATCH_SIZE,
          BATCH_LINGER,
          ASYNC_CAPACITY,
          ASYNC_TIMEOUT,
          GALLERY_BUCKET,
          GALLERY_RETENTION,
          GALLERY_REBUILD_FROM,
          SEARCH_SLICE,
          RETENTION_MODE,
          DELIVERY,
          OVERLOAD_MODE,
          OVERLOAD_FRESHNESS,
          AUDIT_ANCHOR_INTERVAL);

  private LiveMatchingOptions() {}

  /** Every option, in the order of the README's table. */
  public static List<ConfigOption<?>> all() {
    return ALL;
  }

  /** Frames one at a time, each on a thread of its own. */
  static InferenceSettings detection(ReadableConfig options) {
    return settings(options, 1, Duration.ZERO, options.get(THREADS));
  }

  /** Crops of all cameras together, each batch on a thread of its own. */
  public static InferenceSettings embedding(ReadableConfig options) {
    return settings(
        options, options.get(BATCH_SIZE), options.get(BATCH_LINGER), options.get(THREADS));
  }

  static boolean keepsGallery(ReadableConfig options) {
    return options.get(RETENTION_MODE) == RetentionMode.RETAINED;
  }

  private static InferenceSettings settings(
      ReadableConfig options, int batch, Duration linger, int workers) {
    return new InferenceSettings(
        batch, linger, workers, options.get(ASYNC_TIMEOUT), options.get(DEVICE));
  }

  /** Where frames and sketches by URI may lie. */
  static AllowedRoots pictureRoots(ReadableConfig options) {
    return roots(options, ALLOWED_ROOTS);
  }

  /** Where announced packages may lie. */
  public static AllowedRoots modelRoots(ReadableConfig options) {
    return roots(options, MODEL_ROOTS);
  }

  private static AllowedRoots roots(ReadableConfig options, ConfigOption<List<String>> option) {
    return new AllowedRoots(option.key(), options.get(option));
  }

  /** What capture times are believed; also for the watermarks of the source. */
  public static CaptureTimeLimit captureTimes(ReadableConfig options) {
    return options.get(FRAME_WALL_CLOCK)
        ? new CaptureTimeLimit(options.get(FRAME_MAX_AHEAD).toMillis())
        : CaptureTimeLimit.FILES;
  }

  static Overload overload(ReadableConfig options) {
    return new Overload(options.get(OVERLOAD_MODE), options.get(OVERLOAD_FRESHNESS));
  }

  /**
   * Checks the ranges that types can't.
   *
   * @return the same options
   * @throws IllegalArgumentException naming the option, the rule and the value
   */
  public static ReadableConfig validated(ReadableConfig options) {
    for (ConfigOption<Integer> count : List.of(THREADS, BATCH_SIZE, ASYNC_CAPACITY)) {
      check(count, options.get(count), options.get(count) >= 1, "at least 1");
    }
    for (ConfigOption<Duration> span :
        List.of(
            ASYNC_TIMEOUT,
            GALLERY_BUCKET,
            GALLERY_RETENTION,
            OVERLOAD_FRESHNESS,
            AUDIT_ANCHOR_INTERVAL)) {
      check(span, options.get(span), options.get(span).toMillis() >= 1, "at least 1 ms");
    }
    for (ConfigOption<Duration> span : List.of(FRAME_MAX_AHEAD, BATCH_LINGER, SEARCH_SLICE)) {
      check(span, options.get(span), !options.get(span).isNegative(), "0 or more");
    }
    for (ConfigOption<List<String>> roots : List.of(ALLOWED_ROOTS, MODEL_ROOTS)) {
      AllowedRoots unused = roots(options, roots);
    }
    DeliveryGuarantee delivery = options.get(DELIVERY);
    check(
        DELIVERY,
        delivery,
        delivery != DeliveryGuarantee.NONE,
        "'%s' or '%s'".formatted(DeliveryGuarantee.AT_LEAST_ONCE, DeliveryGuarantee.EXACTLY_ONCE));
    check(
        OVERLOAD_MODE,
        options.get(OVERLOAD_MODE),
        options.get(OVERLOAD_MODE) == Overload.Mode.COMPLETENESS || options.get(FRAME_WALL_CLOCK),
        "COMPLETENESS where '%s' is off".formatted(FRAME_WALL_CLOCK.key()));
    check(
        GALLERY_REBUILD_FROM,
        options.get(GALLERY_REBUILD_FROM),
        options.get(GALLERY_REBUILD_FROM) == RebuildFrom.NOTHING || keepsGallery(options),
        "NOTHING where '%s' is ZERO".formatted(RETENTION_MODE.key()));
    return options;
  }

  private static void check(ConfigOption<?> option, Object value, boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(
          "Option '%s' must be %s, but was %s".formatted(option.key(), rule, value));
    }
  }
}
