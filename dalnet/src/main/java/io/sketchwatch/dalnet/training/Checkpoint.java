package io.sketchwatch.dalnet.training;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sketchwatch.core.hash.Sha256;
import io.sketchwatch.core.model.InvalidModelException;
import io.sketchwatch.core.model.Safetensors;
import io.sketchwatch.core.model.Tensor;
import io.sketchwatch.dalnet.network.DalNet;
import io.sketchwatch.dalnet.network.DalNetConfig;
import io.sketchwatch.dalnet.network.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A folder with the weights of a network ({@code checkpoint.safetensors}), the optimiser's state
 * ({@code optimizer.safetensors}; imported weights and {@link Snapshots} have none) and {@code
 * manifest.json}.
 *
 * <p>Writing is atomic: the files are made in a folder beside the old ones and moved once all are
 * there; a move that was interrupted is finished by the next {@link #open}.
 *
 * @param folder where it is
 * @param manifest what it says of itself; every hash in it has been checked
 */
public record Checkpoint(Path folder, CheckpointManifest manifest) {

  public static final String MANIFEST = "manifest.json";
  public static final String WEIGHTS = "checkpoint.safetensors";
  public static final String OPTIMIZER = "optimizer.safetensors";

  private static final String NEXT = ".next";
  private static final int FORMAT_VERSION = 1;
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** Whether a folder holds a checkpoint, whole or about to be. */
  public static boolean isIn(Path folder) {
    return Files.exists(folder.resolve(MANIFEST))
        || Files.exists(folder.resolve(NEXT).resolve(MANIFEST));
  }

  /**
   * Opens a checkpoint and checks the hashes of its files.
   *
   * @throws InvalidModelException if it is not one, or damaged
   */
  public static Checkpoint open(Path folder) throws IOException {
    finishMove(folder);
    Path file = folder.resolve(MANIFEST);
    if (!Files.isRegularFile(file)) {
      throw new InvalidModelException(
          "Folder '%s' has no %s: is it a checkpoint?".formatted(folder, MANIFEST));
    }
    CheckpointManifest manifest;
    try {
      manifest = JSON.readValue(file.toFile(), CheckpointManifest.class);
    } catch (JsonProcessingException e) {
      throw new InvalidModelException(
          "Manifest '%s' is not a checkpoint's: %s".formatted(file, e.getOriginalMessage()), e);
    }
    verify(folder, manifest);
    return new Checkpoint(folder, manifest);
  }

  private static void verify(Path folder, CheckpointManifest manifest) throws IOException {
    if (manifest.formatVersion() != FORMAT_VERSION || manifest.network() == null) {
      throw new InvalidModelException(
          "Checkpoint '%s' must have format version %d and a network, but has version %d"
              .formatted(folder, FORMAT_VERSION, manifest.formatVersion()));
    }
    for (String name : manifest.resumable() ? List.of(WEIGHTS, OPTIMIZER) : List.of(WEIGHTS)) {
      String expected = manifest.files() == null ? null : manifest.files().get(name);
      Path file = folder.resolve(name);
      if (!Files.isRegularFile(file) || !Sha256.hex(file).equals(expected)) {
        throw new InvalidModelException(
            "File '%s' of checkpoint '%s' must have SHA-256 %s, but it is another or missing"
                .formatted(name, folder, expected));
      }
    }
  }

  /** Replaces the checkpoint of a folder, which is made if need be. */
  static Checkpoint write(
      Path folder,
      CheckpointManifest manifest,
      SortedMap<String, Tensor> weights,
      SortedMap<String, Tensor> optimizer)
      throws IOException {
    return write(folder, manifest, Map.of(WEIGHTS, weights, OPTIMIZER, optimizer));
  }

  /** Replaces the checkpoint of a folder by one that can't be resumed. */
  static Checkpoint write(
      Path folder, CheckpointManifest manifest, SortedMap<String, Tensor> weights)
      throws IOException {
    return write(folder, manifest, Map.of(WEIGHTS, weights));
  }

  /**
   * Writes imported weights as a checkpoint that can be used and trained on, but not resumed.
   *
   * @param weights every tensor of the network
   */
  public static Checkpoint writeImported(
      Path folder, DalNetConfig network, WeightOrigin origin, SortedMap<String, Tensor> weights)
      throws IOException {
    CheckpointManifest manifest =
        new CheckpointManifest(
            FORMAT_VERSION, network, origin, null, null, null, null, 0, 0, 0, 0, new TreeMap<>());
    return write(folder, manifest, Map.of(WEIGHTS, weights));
  }

  private static Checkpoint write(
      Path folder, CheckpointManifest manifest, Map<String, SortedMap<String, Tensor>> files)
      throws IOException {
    finishMove(folder);
    Path next = Files.createDirectories(folder.resolve(NEXT));
    Files.deleteIfExists(next.resolve(MANIFEST));
    NavigableMap<String, String> hashes = new TreeMap<>();
    for (Map.Entry<String, SortedMap<String, Tensor>> file : files.entrySet()) {
      Safetensors.write(next.resolve(file.getKey()), file.getValue());
      hashes.put(file.getKey(), Sha256.hex(next.resolve(file.getKey())));
    }
    CheckpointManifest whole = manifest.withFiles(hashes);
    Path partial = next.resolve(MANIFEST + ".part");
    JSON.writeValue(partial.toFile(), whole);
    move(partial, next.resolve(MANIFEST));
    finishMove(folder);
    return new Checkpoint(folder, whole);
  }

  /** Moves a whole new checkpoint over the old one; the manifest last, so that it can be redone. */
  private static void finishMove(Path folder) throws IOException {
    Path next = folder.resolve(NEXT);
    if (!Files.exists(next.resolve(MANIFEST))) {
      return;
    }
    for (String name : List.of(WEIGHTS, OPTIMIZER, MANIFEST)) {
      if (Files.exists(next.resolve(name))) {
        move(next.resolve(name), folder.resolve(name));
      }
    }
    Files.deleteIfExists(next);
  }

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** The network with its weights; the parameters belong to the manager. */
  public DalNet network(NDManager manager) throws IOException {
    DalNet network = new DalNet(manifest.network());
    network.initialise(manager, manifest.seed());
    Path file = folder.resolve(WEIGHTS);
    Weights.load(network, weights(), file.toString());
    return network;
  }

  /** Every parameter and running value, by the names of the network. */
  public Map<String, Tensor> weights() throws IOException {
    return Safetensors.read(folder.resolve(WEIGHTS));
  }

  SortedMap<String, Tensor> optimizer() throws IOException {
    return Safetensors.read(folder.resolve(OPTIMIZER));
  }
}
