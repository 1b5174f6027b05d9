package io.sketchwatch.operators.model;

import io.sketchwatch.core.hash.Sha256;
import io.sketchwatch.core.model.InvalidModelException;
import io.sketchwatch.core.model.ModelManifest;
import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.operators.AllowedRoots;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.net.URI;
import java.nio.file.Files;
import org.apache.commons.io.FileUtils;
import org.apache.flink.core.fs.Path;

/**
 * A package as it was announced: where it lies, and what it must be.
 *
 * @param modelId its model
 * @param uri its folder, on any file system that Flink knows
 * @param sha256 of the package, see {@link ModelPackage#sha256()}
 */
public record AnnouncedPackage(String modelId, String uri, String sha256) implements Serializable {

  /** Makes something of a package's files while they are there. */
  @FunctionalInterface
  public interface Opener<T> {
    T open(ModelPackage verified) throws IOException;
  }

  /**
   * Checks where the package lies, and reads nothing.
   *
   * @throws IOException in one line, if that is not below a root
   */
  public void requireBelow(AllowedRoots roots) throws IOException {
    Path unused = roots.path(uri);
  }

  /**
   * Copies the package to this machine, verifies the copy and opens it; then the copy is deleted. A
   * package that changes where it lies can therefore not be used unverified.
   *
   * @throws InvalidModelException if it is not what was announced, not a sound package, or the
   *     opener refuses it; the message names the package where it was announced, not the copy
   * @throws IOException if it can't be read
   */
  public <T> T open(Opener<T> opener) throws IOException {
    java.nio.file.Path work = Files.createTempDirectory("sketchwatch-model-");
    try {
      return opener.open(verifiedCopy(work));
    } catch (InvalidModelException e) {
      throw new InvalidModelException(asAnnounced(e.getMessage(), work), e);
    } finally {
      FileUtils.deleteDirectory(work.toFile());
    }
  }

  private String asAnnounced(String message, java.nio.file.Path work) {
    String folder = uri.endsWith("/") ? uri : uri + "/";
    return message.replace(work + "/", folder).replace(work.toString(), uri);
  }

  private ModelPackage verifiedCopy(java.nio.file.Path work) throws IOException {
    copy(ModelPackage.MANIFEST, work);
    String actual = Sha256.hex(work.resolve(ModelPackage.MANIFEST));
    if (!actual.equals(sha256)) {
      throw new InvalidModelException(
          "Package '%s' of model '%s' must have SHA-256 %s, but was %s"
              .formatted(uri, modelId, sha256, actual));
    }
    ModelManifest manifest = ModelPackage.readManifest(work);
    if (!manifest.modelId().equals(modelId)) {
      throw new InvalidModelException(
          "Package '%s' must be of model '%s', but was of '%s'"
              .formatted(uri, modelId, manifest.modelId()));
    }
    for (String name : manifest.files().keySet()) {
      copy(name, work);
    }
    return ModelPackage.open(work);
  }

  private void copy(String name, java.nio.file.Path work) throws IOException {
    Path file = new Path(new Path(URI.create(uri)), name);
    try (InputStream in = file.getFileSystem().open(file)) {
      Files.copy(in, work.resolve(name));
    } catch (IOException e) {
      throw new IOException(
          "File '%s' of package '%s' can't be read: %s".formatted(name, uri, e.getMessage()), e);
    }
  }
}
