package io.sketchwatch.jobs.training;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystemFactory;
import org.apache.flink.core.fs.local.LocalFileSystem;

/** A file system of Flink's of its own scheme, found as a plugin's is; files of this machine. */
final class ElsewhereFileSystem extends LocalFileSystem {

  private static final String SCHEME = "elsewhere";
  private static final List<URI> OPENED = new CopyOnWriteArrayList<>();

  /** A folder of this machine as one of this file system. */
  static String uri(Path folder) {
    return SCHEME + "://" + folder.toAbsolutePath();
  }

  /** Every file that was read. */
  static List<URI> opened() {
    return List.copyOf(OPENED);
  }

  @Override
  public URI getUri() {
    return URI.create(SCHEME + ":///");
  }

  @Override
  public boolean isDistributedFS() {
    return true;
  }

  @Override
  public FSDataInputStream open(org.apache.flink.core.fs.Path file) throws IOException {
    OPENED.add(file.toUri());
    return super.open(file);
  }

  /** Found by Flink through {@code META-INF/services}. */
  public static final class Factory implements FileSystemFactory {

    @Override
    public String getScheme() {
      return SCHEME;
    }

    @Override
    public FileSystem create(URI uri) {
      return new ElsewhereFileSystem();
    }
  }
}
