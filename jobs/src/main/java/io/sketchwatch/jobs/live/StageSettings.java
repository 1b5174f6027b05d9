package io.sketchwatch.jobs.live;

import io.sketchwatch.operators.AllowedRoots;
import io.sketchwatch.operators.crop.Overload;
import io.sketchwatch.operators.embedding.CropStoreFactory;
import io.sketchwatch.operators.embedding.NoCropStore;
import io.sketchwatch.operators.frame.CaptureTimeLimit;
import io.sketchwatch.operators.gallery.GalleryRetention;
import io.sketchwatch.operators.inference.InferenceSettings;
import io.sketchwatch.operators.model.ModelEncoders;
import io.sketchwatch.operators.verdict.PhotoThresholds;
import java.time.Duration;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * What the stages of the live job share.
 *
 * @param encoders of every model that is announced, as batches run by {@code embedding}
 * @param captureTimes of frames that are taken
 * @param galleryIsKept whether a gallery and crops are kept
 * @param searchSlice how long a search goes on at once
 * @param pictureRoots below which sketches and frames by URI must lie
 * @param modelRoots below which announced packages must lie
 * @param capacity of the asynchronous stages, in records
 * @param timeout of each external call
 */
record StageSettings(
    LiveModels models,
    ModelEncoders encoders,
    InferenceSettings detection,
    InferenceSettings embedding,
    CaptureTimeLimit captureTimes,
    Overload overload,
    GalleryRetention retention,
    boolean galleryIsKept,
    Duration searchSlice,
    AllowedRoots pictureRoots,
    AllowedRoots modelRoots,
    int capacity,
    Duration timeout) {

  /**
   * @throws IllegalArgumentException if an option is out of its range
   */
  static StageSettings of(LiveModels models, ReadableConfig options) {
    LiveMatchingOptions.validated(options);
    return new StageSettings(
        models,
        new ModelEncoders(models.encoder(), options.get(LiveMatchingOptions.ENGINE)),
        LiveMatchingOptions.detection(options),
        LiveMatchingOptions.embedding(options),
        LiveMatchingOptions.captureTimes(options),
        LiveMatchingOptions.overload(options),
        new GalleryRetention(
            options.get(LiveMatchingOptions.GALLERY_BUCKET),
            options.get(LiveMatchingOptions.GALLERY_RETENTION)),
        LiveMatchingOptions.keepsGallery(options),
        options.get(LiveMatchingOptions.SEARCH_SLICE),
        LiveMatchingOptions.pictureRoots(options),
        LiveMatchingOptions.modelRoots(options),
        options.get(LiveMatchingOptions.ASYNC_CAPACITY),
        options.get(LiveMatchingOptions.ASYNC_TIMEOUT));
  }

  /** Those of the model given at the start stand for every model until photos are calibrated. */
  PhotoThresholds photoThresholds() {
    return PhotoThresholds.of(models.start().backgroundQuantiles());
  }

  /** Where crops are kept, if they are. */
  CropStoreFactory crops() {
    return galleryIsKept ? models.crops() : NoCropStore::new;
  }

  /** The stream under its stage's name, by which its state is found again. */
  static <T> SingleOutputStreamOperator<T> stage(
      SingleOutputStreamOperator<T> stream, String stage) {
    return stream.uid(stage).name(stage);
  }
}
