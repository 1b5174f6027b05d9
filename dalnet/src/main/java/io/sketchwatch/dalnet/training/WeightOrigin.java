package io.sketchwatch.dalnet.training;

/**
 * Where first weights come from.
 *
 * @param kind what they were of, such as {@code RESNET50}; {@code CHECKPOINT} for one of our own
 * @param file name of the file that was imported, or of the checkpoint's folder
 * @param sha256 of the file, or of the checkpoint's weights, in lower-case hex
 */
public record WeightOrigin(String kind, String file, String sha256) {

  /** Of a checkpoint: what it was imported from or trained from, or else itself. */
  static WeightOrigin of(Checkpoint checkpoint) {
    CheckpointManifest manifest = checkpoint.manifest();
    return manifest.origin() != null
        ? manifest.origin()
        : new WeightOrigin(
            "CHECKPOINT",
            checkpoint.folder().toAbsolutePath().normalize().getFileName().toString(),
            manifest.files().get(Checkpoint.WEIGHTS));
  }
}
