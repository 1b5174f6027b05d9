package io.sketchwatch.core.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sketchwatch.core.hash.Sha256;

/** The identity of an alert, a function of its query and tracklet alone. */
public final class AlertIds {

  private AlertIds() {}

  /** First 16 bytes, in lower-case hex, of SHA-256 of {@code queryId \n trackletId} in UTF-8. */
  public static String alertId(String queryId, String trackletId) {
    return Sha256.hex((queryId + "\n" + trackletId).getBytes(UTF_8)).substring(0, 32);
  }
}
