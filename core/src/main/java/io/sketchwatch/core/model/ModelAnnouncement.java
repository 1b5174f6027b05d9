package io.sketchwatch.core.model;

import java.net.URI;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * What is wanted of one model: topic {@code models} holds the last of each.
 *
 * <p>Of all that are ACTIVE the one of the highest epoch is in force, of equal epochs the later
 * record; going back to an earlier model is announcing it again with a higher epoch.
 *
 * @param modelId names the model everywhere; on one line, never blank
 * @param uri where its package lies: a folder of any file system that Flink knows
 * @param sha256 of the package, see {@link ModelPackage#sha256()}
 * @param state what the job is to do with it
 * @param epoch at least 1
 * @param activeFrom capture time of the first sighting it is used for; null for no bound, which an
 *     ACTIVE one must not have
 */
public record ModelAnnouncement(
    String modelId, String uri, String sha256, State state, long epoch, Instant activeFrom) {

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  /** What the job is to do with a model. */
  public enum State {
    /** Runs beside the one in force; its alerts are compared, not sent. */
    CANDIDATE,
    /** May be in force. */
    ACTIVE,
    /** Is no longer used. */
    RETIRED
  }

  public ModelAnnouncement {
    require(isId(modelId), modelId, "have an id on one line", modelId);
    require(isAbsolute(uri), modelId, "have an absolute 'uri'", uri);
    require(
        SHA256.matcher(sha256).matches(),
        modelId,
        "have 64 lower-case hex digits 'sha256'",
        sha256);
    require(epoch >= 1, modelId, "have an 'epoch' of at least 1", epoch);
    require(
        state != State.ACTIVE || activeFrom != null,
        modelId,
        "have an 'activeFrom' where it is ACTIVE",
        "without one");
  }

  private static void require(boolean holds, String modelId, String rule, Object actual) {
    if (!holds) {
      throw new IllegalArgumentException(
          "Model '%s' must %s, but was %s".formatted(modelId, rule, actual));
    }
  }

  private static boolean isId(String text) {
    return !text.isBlank() && text.codePoints().noneMatch(Character::isISOControl);
  }

  private static boolean isAbsolute(String uri) {
    try {
      return URI.create(uri).isAbsolute();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
