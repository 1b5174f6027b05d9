package io.sketchwatch.modelexport.fetch;

import io.sketchwatch.dalnet.data.MaskModel;
import io.sketchwatch.dalnet.data.PersonDataSet;
import io.sketchwatch.dalnet.data.PhotoMasks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Masks for data sets that bring none: by the small U²-Net, which is fetched once, and kept in
 * {@code cache/masks}, so that each photo is masked once.
 */
public final class FetchedMasks {

  private final ModelFetcher fetcher;
  private final Path folder;

  /**
   * @param cache folder of models and masks; made when first needed
   */
  public FetchedMasks(Path cache) {
    this(cache, new ModelFetcher(cache));
  }

  FetchedMasks(Path cache, ModelFetcher fetcher) {
    this.fetcher = fetcher;
    this.folder = cache.resolve("masks");
  }

  /**
   * The masks that a data set brings; where it brings none at all, masks made for it.
   *
   * @param notes receives one line a step of a fetch
   * @param onPhoto told after each photo, from any thread; never where the data set brings masks
   * @throws IOException if the model is needed and can't be fetched, or a photo can't be read
   */
  public PhotoMasks of(PersonDataSet data, Consumer<String> notes, Runnable onPhoto)
      throws IOException {
    if (!PhotoMasks.foundIn(data).isEmpty()) {
      return PhotoMasks.broughtBy(data);
    }
    try (MaskModel model = MaskModel.open(fetch(data, notes))) {
      return model.masks(data, data.fingerprint(), folder, done -> onPhoto.run());
    }
  }

  private Path fetch(PersonDataSet data, Consumer<String> notes) throws IOException {
    try {
      return fetcher.fetch(ModelSource.U2NETP, notes);
    } catch (IOException e) {
      throw new IOException(
          "Data set '%s' must bring masks/<identity>/<photo>.png or have them made by model '%s', but that can't be fetched: %s. Fetch it where there is a network by: sketchwatch models fetch"
              .formatted(data.root(), ModelSource.U2NETP.modelId(), e.getMessage()),
          e);
    }
  }
}
