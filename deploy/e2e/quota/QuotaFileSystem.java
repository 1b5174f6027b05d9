import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystemFactory;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.local.LocalFileSystem;

/**
 * Files of this machine, of scheme {@code quota}, that refuse to grow while everything in the folder
 * {@code quota.folder}, whoever wrote it, is as large as {@code quota.bytes}.
 */
public final class QuotaFileSystem extends LocalFileSystem {

  private static final String SCHEME = "quota";

  private static final ConfigOption<String> FOLDER =
      ConfigOptions.key("quota.folder").stringType().noDefaultValue();
  private static final ConfigOption<Long> BYTES =
      ConfigOptions.key("quota.bytes").longType().defaultValue(Long.MAX_VALUE);

  private final java.nio.file.Path folder;
  private final long bytes;

  private QuotaFileSystem(java.nio.file.Path folder, long bytes) {
    this.folder = folder;
    this.bytes = bytes;
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
  public FSDataOutputStream create(Path file, WriteMode mode) throws IOException {
    QuotaStream stream = new QuotaStream(super.create(file, mode), bytes - used());
    stream.take(0);
    return stream;
  }

  private long used() throws IOException {
    while (true) {
      try (Stream<java.nio.file.Path> files = Files.walk(folder)) {
        return files.mapToLong(QuotaFileSystem::size).sum();
      } catch (UncheckedIOException e) {
        // a file was deleted meanwhile
      }
    }
  }

  private static long size(java.nio.file.Path file) {
    try {
      return Files.isDirectory(file) ? 0 : Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes the room that there was when it was opened. */
  private static final class QuotaStream extends FSDataOutputStream {

    private final FSDataOutputStream stream;
    private long left;

    QuotaStream(FSDataOutputStream stream, long left) {
      this.stream = stream;
      this.left = left;
    }

    void take(int length) throws IOException {
      left -= length;
      if (left <= 0) {
        throw new IOException("The quota of this folder is used up");
      }
    }

    @Override
    public void write(int value) throws IOException {
      take(1);
      stream.write(value);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      take(length);
      stream.write(buffer, offset, length);
    }

    @Override
    public long getPos() throws IOException {
      return stream.getPos();
    }

    @Override
    public void flush() throws IOException {
      stream.flush();
    }

    @Override
    public void sync() throws IOException {
      stream.sync();
    }

    @Override
    public void close() throws IOException {
      stream.close();
    }
  }

  /** Found by Flink through {@code META-INF/services}. */
  public static final class Factory implements FileSystemFactory {

    private Configuration configuration = new Configuration();

    @Override
    public String getScheme() {
      return SCHEME;
    }

    @Override
    public void configure(Configuration settings) {
      configuration = settings;
    }

    @Override
    public FileSystem create(URI uri) throws IOException {
      java.nio.file.Path folder = java.nio.file.Path.of(configuration.get(FOLDER));
      return new QuotaFileSystem(Files.createDirectories(folder), configuration.get(BYTES));
    }
  }
}
