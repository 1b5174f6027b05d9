package io.sketchwatch.jobs.evaluation;

import ai.djl.Device;
import io.sketchwatch.core.embedding.Encoder;
import io.sketchwatch.dalnet.data.CutoutWriter;
import io.sketchwatch.dalnet.data.PersonDataSet;
import io.sketchwatch.dalnet.data.PhotoMasks;
import io.sketchwatch.dalnet.evaluation.AttendedQuery;
import io.sketchwatch.dalnet.evaluation.AttentionMapper;
import io.sketchwatch.dalnet.evaluation.DalNetEncoder;
import io.sketchwatch.dalnet.evaluation.EmbeddedDataSet;
import io.sketchwatch.dalnet.evaluation.MappedPicture;
import io.sketchwatch.dalnet.evaluation.ModalityMap;
import io.sketchwatch.dalnet.evaluation.RankedQuery;
import io.sketchwatch.dalnet.training.Checkpoint;
import io.sketchwatch.dalnet.training.CheckpointManifest;
import io.sketchwatch.dalnet.training.Snapshots;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How a model sees a data set: where it looks when it compares pictures, and which pictures of some
 * people it takes to be alike.
 *
 * @param attention of the first sketch of some people and its first photos; empty if there is none
 * @param unattended why there is none, for people; null where there is
 * @param maps of the same people, one for each epoch of which there are weights, in order; the last
 *     is the model's own
 * @param withoutAuxiliary why the maps lack auxiliary pictures, for people; null where they do not
 */
public record ModelPictures(
    List<AttendedQuery> attention,
    String unattended,
    List<EpochMap> maps,
    String withoutAuxiliary) {

  private static final int QUERIES = 8;
  private static final int PHOTOS = 4;
  private static final int MAPPED_PEOPLE = 10;

  /**
   * The pictures of some people as a network saw them.
   *
   * @param epoch after which; 0 where it is unknown
   * @param pictures none if there are too few
   */
  public record EpochMap(int epoch, List<MappedPicture> pictures) {}

  /**
   * The pictures of a checkpoint.
   *
   * @param seen what it has embedded
   * @param onPart told after each sketch and each map
   */
  public static ModelPictures ofCheckpoint(Path folder, EmbeddedDataSet seen, Runnable onPart)
      throws IOException {
    Checkpoint last = Checkpoint.open(folder);
    PersonDataSet people = mapped(seen.data());
    PhotoMasks masks = PhotoMasks.foundIn(people);
    String withoutAuxiliary = withoutAuxiliary(last.manifest(), people, masks);
    CutoutWriter cutouts =
        withoutAuxiliary == null ? new CutoutWriter(masks, threshold(last.manifest())) : null;
    List<EpochMap> maps = new ArrayList<>();
    for (Checkpoint earlier : Snapshots.before(last)) {
      try (DalNetEncoder encoder = DalNetEncoder.open(earlier, Device.cpu())) {
        maps.add(map(earlier, encoder, people, cutouts));
        onPart.run();
      }
    }
    try (DalNetEncoder encoder = DalNetEncoder.open(last, Device.cpu())) {
      maps.add(map(last, encoder, people, cutouts));
      onPart.run();
      return new ModelPictures(attention(encoder, seen, onPart), null, maps, withoutAuxiliary);
    }
  }

  /** The pictures of a package, which knows neither gradients nor auxiliary pictures. */
  public static ModelPictures ofPackage(Encoder encoder, EmbeddedDataSet seen) {
    return new ModelPictures(
        List.of(),
        "a package has no gradients; evaluate the checkpoint that it was made of",
        List.of(new EpochMap(0, ModalityMap.of(encoder, mapped(seen.data())))),
        "a package embeds photos and sketches alone");
  }

  private static PersonDataSet mapped(PersonDataSet data) {
    List<String> shown = data.identities().stream().limit(MAPPED_PEOPLE).toList();
    return data.only(shown::contains);
  }

  private static String withoutAuxiliary(
      CheckpointManifest manifest, PersonDataSet people, PhotoMasks masks) {
    if (!manifest.network().hasAuxiliary()) {
      return "the network has no auxiliary stream";
    }
    return people.photos().stream().anyMatch(masks::has)
        ? null
        : "the data set brings no masks (masks/<identity>/<photo>.png) to make them with";
  }

  private static double threshold(CheckpointManifest manifest) {
    return manifest.recipe() == null ? 0 : manifest.recipe().masks().threshold();
  }

  private static EpochMap map(
      Checkpoint checkpoint, DalNetEncoder encoder, PersonDataSet people, CutoutWriter cutouts) {
    List<MappedPicture> pictures =
        cutouts == null
            ? ModalityMap.of(encoder, people)
            : ModalityMap.of(encoder, people, cutouts);
    return new EpochMap(checkpoint.manifest().epoch(), pictures);
  }

  private static List<AttendedQuery> attention(
      DalNetEncoder encoder, EmbeddedDataSet seen, Runnable onPart) {
    AttentionMapper mapper = new AttentionMapper(encoder);
    Set<String> shown = new HashSet<>();
    List<AttendedQuery> attention = new ArrayList<>();
    for (RankedQuery query : seen.rankings(PHOTOS)) {
      if (attention.size() < QUERIES && shown.add(query.sketch().identity())) {
        attention.add(mapper.attend(query));
        onPart.run();
      }
    }
    return attention;
  }
}
