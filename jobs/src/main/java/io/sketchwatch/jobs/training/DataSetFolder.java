package io.sketchwatch.jobs.training;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.sketchwatch.core.hash.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;

/**
 * The folder on this machine that holds a data set's files: the named one, or a copy of one on
 * another Flink file system, such as {@code s3://bucket/people}.
 *
 * <p>Pictures are read many times, so that a copy is made once and kept in the cache. Each opening
 * lists the origin and copies what is not here with the same length and time, so that a copy that
 * was interrupted goes on, and follows its origin. The file system's own settings say how long a
 * read may take.
 */
public final class DataSetFolder {

  private static final String PART = ".part";

  private final FileSystem origin;
  private final org.apache.flink.core.fs.Path root;
  private final Path copy;
  private final Runnable onFile;

  private DataSetFolder(URI uri, Path copy, Runnable onFile) throws IOException {
    this.origin = FileSystem.get(uri);
    this.root = new org.apache.flink.core.fs.Path(uri);
    this.copy = copy;
    this.onFile = onFile;
  }

  /**
   * Whether a data set of this name is on this machine: a path, or a URI of scheme {@code file}.
   */
  public static boolean isLocal(String data) {
    return !data.matches("[A-Za-z][A-Za-z0-9+.-]+://.*") || data.startsWith("file:");
  }

  /**
   * Finds or makes the folder.
   *
   * @param data a path, or a URI of any scheme that Flink knows
   * @param cache folder of what was fetched
   * @param onFile told after each file of a copy that is in place
   * @throws IOException if the origin can't be read, or has no files
   */
  public static Path open(String data, Path cache, Runnable onFile) throws IOException {
    if (!isLocal(data)) {
      URI uri = uri(data);
      Path copy = cache.resolve("data-sets").resolve(folderName(uri));
      new DataSetFolder(uri, copy, onFile).update();
      return copy;
    }
    return data.startsWith("file:") ? Path.of(uri(data)) : Path.of(data);
  }

  private static URI uri(String data) throws IOException {
    try {
      return new URI(data).normalize();
    } catch (URISyntaxException e) {
      throw new IOException(
          "Data set '%s' must be a path or a URI: %s".formatted(data, e.getMessage()), e);
    }
  }

  private static String folderName(URI uri) {
    return Sha256.hex(uri.toString().getBytes(UTF_8)).substring(0, 16);
  }

  /** One process copies, others wait. */
  private void update() throws IOException {
    Files.createDirectories(copy.getParent());
    Path lock = copy.resolveSibling(copy.getFileName() + ".lock");
    try (FileChannel channel = FileChannel.open(lock, CREATE, WRITE);
        FileLock held = channel.lock()) {
      Set<Path> files = new HashSet<>();
      copyFolder(origin.getFileStatus(root), copy, files);
      if (files.isEmpty()) {
        throw new IOException("Data set '%s' must have files, but has none".formatted(root));
      }
      deleteAllBut(files);
    }
  }

  private void copyFolder(FileStatus folder, Path into, Set<Path> files) throws IOException {
    FileStatus[] children = origin.listStatus(folder.getPath());
    if (children == null) {
      throw new IOException("Folder '%s' can't be listed".formatted(folder.getPath()));
    }
    Files.createDirectories(into);
    for (FileStatus child : children) {
      Path target = into.resolve(child.getPath().getName());
      if (child.isDir()) {
        copyFolder(child, target, files);
      } else {
        copyFile(child, target);
        files.add(target);
        onFile.run();
      }
    }
  }

  private void copyFile(FileStatus file, Path target) throws IOException {
    FileTime time = FileTime.fromMillis(file.getModificationTime());
    if (isSame(target, file.getLen(), time)) {
      return;
    }
    Path part = target.resolveSibling(target.getFileName() + PART);
    try (InputStream in = origin.open(file.getPath())) {
      Files.copy(in, part, REPLACE_EXISTING);
    }
    if (Files.size(part) != file.getLen()) {
      throw new IOException(
          "File '%s' must have %d bytes, but %d were read: is it being written?"
              .formatted(file.getPath(), file.getLen(), Files.size(part)));
    }
    Files.setLastModifiedTime(part, time);
    Files.move(part, target, ATOMIC_MOVE, REPLACE_EXISTING);
  }

  private static boolean isSame(Path target, long length, FileTime time) throws IOException {
    return Files.isRegularFile(target)
        && Files.size(target) == length
        && Files.getLastModifiedTime(target).toMillis() == time.toMillis();
  }

  private void deleteAllBut(Set<Path> files) throws IOException {
    try (Stream<Path> held = Files.walk(copy)) {
      for (Path file : held.filter(Files::isRegularFile).toList()) {
        if (!files.contains(file)) {
          Files.delete(file);
        }
      }
    }
  }
}
