package io.sketchwatch.jobs.demo;

import io.sketchwatch.core.hash.Sha256;
import io.sketchwatch.core.model.ModelPackage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.apache.commons.io.FileUtils;

/**
 * The small model that comes with the product, trained on drawn people only; its manifest says how.
 * It is unpacked into the cache once, because models are opened from folders.
 */
public final class DemoModel {

  private static final String RESOURCES = "/demo-model/";
  private static final List<String> FILES =
      List.of(ModelPackage.PHOTO_ENCODER, ModelPackage.SKETCH_ENCODER, ModelPackage.MANIFEST);

  private DemoModel() {}

  /**
   * Unpacks it, if it is not there, and verifies it.
   *
   * @param cache where fetched and unpacked models are kept
   */
  public static ModelPackage open(Path cache) throws IOException {
    String version = Sha256.hex(read(ModelPackage.MANIFEST)).substring(0, 12);
    Path folder = cache.resolve("demo-model-" + version);
    if (!Files.exists(folder)) {
      unpack(cache, folder);
    }
    return ModelPackage.open(folder);
  }

  private static void unpack(Path cache, Path folder) throws IOException {
    Files.createDirectories(cache);
    Path work = Files.createTempDirectory(cache, ".demo-model-");
    try {
      for (String file : FILES) {
        Files.write(work.resolve(file), read(file));
      }
      Files.move(work, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      FileUtils.deleteDirectory(work.toFile());
    } catch (IOException e) {
      FileUtils.deleteDirectory(work.toFile());
      throw e;
    }
  }

  private static byte[] read(String file) throws IOException {
    try (InputStream in = DemoModel.class.getResourceAsStream(RESOURCES + file)) {
      if (in == null) {
        throw new IOException("This build has no demo model: name one with --model DIR");
      }
      return in.readAllBytes();
    }
  }
}
