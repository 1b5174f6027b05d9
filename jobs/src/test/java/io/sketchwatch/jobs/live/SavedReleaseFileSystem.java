package io.sketchwatch.jobs.live;

import java.io.IOException;
import java.net.URI;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystemFactory;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.local.LocalFileSystem;

/** The folders of {@link SavedRelease}, wherever they lie: what a savepoint names must be there. */
final class SavedReleaseFileSystem extends LocalFileSystem {

  private static final String SCHEME = "releases";

  /** A file or folder of a release, as {@code releases:///0.1/hue-2}. */
  static String uri(SavedRelease release, String name) {
    return "%s:///%s/%s".formatted(SCHEME, release.version(), name);
  }

  @Override
  public URI getUri() {
    return URI.create(SCHEME + ":///");
  }

  @Override
  public FSDataInputStream open(Path file) throws IOException {
    String inFolder = file.toUri().getPath().substring(1);
    return super.open(new Path(SavedRelease.ALL.resolve(inFolder).toUri()));
  }

  /** Found by Flink through {@code META-INF/services}. */
  public static final class Factory implements FileSystemFactory {

    @Override
    public String getScheme() {
      return SCHEME;
    }

    @Override
    public FileSystem create(URI uri) {
      return new SavedReleaseFileSystem();
    }
  }
}
