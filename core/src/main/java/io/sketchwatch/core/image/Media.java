package io.sketchwatch.core.image;

import java.util.Arrays;
import java.util.Objects;

/**
 * An encoded picture, in line or by reference: exactly one of {@code data} and {@code uri} is set.
 *
 * <p>Equal by content.
 *
 * @param mediaType such as {@code image/png}
 * @param data encoded bytes, or null
 * @param uri where the bytes are, or null
 */
public record Media(String mediaType, byte[] data, String uri) {

  public Media {
    if ((data == null) == (uri == null)) {
      throw new IllegalArgumentException(
          "Expected either data or a URI, but %s given"
              .formatted(data == null ? "none is" : "both are"));
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Media that
        && Objects.equals(mediaType, that.mediaType)
        && Arrays.equals(data, that.data)
        && Objects.equals(uri, that.uri);
  }

  @Override
  public int hashCode() {
    return Objects.hash(mediaType, uri) * 31 + Arrays.hashCode(data);
  }
}
