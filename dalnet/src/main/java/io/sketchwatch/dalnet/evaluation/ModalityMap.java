package io.sketchwatch.dalnet.evaluation;

import io.sketchwatch.core.embedding.Embedding;
import io.sketchwatch.core.embedding.Encoder;
import io.sketchwatch.core.embedding.Modality;
import io.sketchwatch.core.model.InputSpec;
import io.sketchwatch.dalnet.data.CutoutWriter;
import io.sketchwatch.dalnet.data.PersonDataSet;
import io.sketchwatch.dalnet.data.Picture;
import io.sketchwatch.dalnet.network.Stream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Lays the photos and sketches of people out in the plane by their embeddings, and the photos'
 * auxiliary pictures where a network knows them: where a model works, a person's pictures of every
 * kind lie together.
 */
public final class ModalityMap {

  private static final int LEAST = 4;
  private static final int BATCH = 32;
  private static final StochasticNeighbours LAYOUT = new StochasticNeighbours(10, 1000, 1);

  private final List<MappedPicture> pictures = new ArrayList<>();
  private final List<Embedding> embeddings = new ArrayList<>();

  private ModalityMap() {}

  /**
   * Lays out photos and sketches.
   *
   * @return none if there are fewer than four pictures
   * @throws java.io.UncheckedIOException if a picture can't be read; the message names it
   */
  public static List<MappedPicture> of(Encoder encoder, PersonDataSet people) {
    return new ModalityMap().with(encoder, people).layOut();
  }

  /**
   * Lays out photos, sketches, and the auxiliary pictures of photos that have a mask.
   *
   * @param encoder of a network with an auxiliary stream
   */
  public static List<MappedPicture> of(
      DalNetEncoder encoder, PersonDataSet people, CutoutWriter cutouts) {
    List<Picture> photos = people.photos().stream().filter(cutouts.masks()::has).toList();
    ModalityMap map = new ModalityMap().with(encoder, people);
    InputSpec input = encoder.network().config().input();
    for (int from = 0; from < photos.size(); from += BATCH) {
      List<Picture> batch = photos.subList(from, Math.min(from + BATCH, photos.size()));
      map.add(Stream.AUXILIARY, batch, encoder.embedAuxiliary(cutouts.cut(batch, input)));
    }
    return map.layOut();
  }

  private ModalityMap with(Encoder encoder, PersonDataSet people) {
    for (Modality modality : Modality.values()) {
      List<Picture> own = modality == Modality.PHOTO ? people.photos() : people.sketches();
      add(Stream.of(modality), own, EmbeddedDataSet.embed(encoder, modality, own, () -> {}));
    }
    return this;
  }

  private void add(Stream stream, List<Picture> added, List<Embedding> theirs) {
    added.forEach(picture -> pictures.add(new MappedPicture(picture, stream, 0, 0)));
    embeddings.addAll(theirs);
  }

  private List<MappedPicture> layOut() {
    if (pictures.size() < LEAST) {
      return List.of();
    }
    double[][] places = LAYOUT.of(embeddings).places();
    return IntStream.range(0, places.length)
        .mapToObj(i -> pictures.get(i).at(places[i][0], places[i][1]))
        .toList();
  }
}
