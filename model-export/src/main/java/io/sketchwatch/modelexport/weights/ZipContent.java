package io.sketchwatch.modelexport.weights;

import io.sketchwatch.core.model.InvalidModelException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** The entries of a zip file, in memory on demand; together at most 2 GiB once unpacked. */
final class ZipContent implements AutoCloseable {

  private final Path file;
  private final ZipFile zip;

  private ZipContent(Path file, ZipFile zip) {
    this.file = file;
    this.zip = zip;
  }

  static ZipContent open(Path file) throws IOException {
    ZipContent content;
    try {
      content = new ZipContent(file, new ZipFile(file.toFile()));
    } catch (ZipException e) {
      throw new InvalidModelException(
          "File '%s' is no whole zip file: %s".formatted(file, e.getMessage()), e);
    }
    if (content.unpacksToMoreThan(WeightFile.MAX_BYTES)) {
      content.close();
      throw content.refusal(
          "must unpack to at most %d bytes, but holds more".formatted(WeightFile.MAX_BYTES));
    }
    return content;
  }

  private boolean unpacksToMoreThan(long limit) {
    long left = limit;
    for (ZipEntry entry : Collections.list(zip.entries())) {
      if (entry.getSize() < 0 || entry.getSize() > left) {
        return true;
      }
      left -= entry.getSize();
    }
    return false;
  }

  List<String> names() {
    return zip.stream().map(ZipEntry::getName).sorted().toList();
  }

  boolean has(String name) {
    return zip.getEntry(name) != null;
  }

  /** Unpacks one entry; its size and checksum have been checked. */
  ByteBuffer read(String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw refusal("lacks entry '%s'".formatted(name));
    }
    int size = (int) Math.min(entry.getSize(), Integer.MAX_VALUE - 8);
    byte[] bytes;
    boolean more;
    try (InputStream in = zip.getInputStream(entry)) {
      bytes = in.readNBytes(size);
      more = in.read() >= 0;
    } catch (ZipException e) {
      throw refusal("can't be unpacked: entry '%s': %s".formatted(name, e.getMessage()));
    }
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    if (more || bytes.length != entry.getSize() || checksum.getValue() != entry.getCrc()) {
      throw refusal("is damaged: entry '%s' has another size or checksum".formatted(name));
    }
    return ByteBuffer.wrap(bytes);
  }

  /** An error about this file. */
  InvalidModelException refusal(String rule) {
    return new InvalidModelException("File '%s' %s".formatted(file, rule));
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
