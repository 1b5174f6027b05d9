package io.sketchwatch.jobs.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.DateTimeException;
import java.time.Instant;

/** The rules for text and time that every contract shares. */
final class Texts {

  /** Most characters of an id from outside: it is part of keys, headers and other ids. */
  static final int MAX_ID = 250;

  /** Most characters of an id that is made of others, such as a tracklet's. */
  static final int MAX_JOINED_ID = 2000;

  private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private Texts() {}

  /** Decodes UTF-8 and refuses what is not. */
  static String utf8(String subject, byte[] bytes) throws BadRecordException {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new BadRecordException(
          "%s must be UTF-8, but its %d bytes are not".formatted(subject, bytes.length));
    }
  }

  /**
   * An id: at most {@value #MAX_ID} characters, not blank, and on one line, since ids are joined by
   * line feeds and logged.
   */
  static String id(String subject, String text) throws BadRecordException {
    return id(subject, text, MAX_ID);
  }

  /** An id that is made of others: the same with at most {@value #MAX_JOINED_ID} characters. */
  static String joinedId(String subject, String text) throws BadRecordException {
    return id(subject, text, MAX_JOINED_ID);
  }

  private static String id(String subject, String text, int longest) throws BadRecordException {
    if (text.length() > longest) {
      throw new BadRecordException(
          "%s must have at most %d characters, but has %d"
              .formatted(subject, longest, text.length()));
    }
    if (text.isBlank() || text.codePoints().anyMatch(Character::isISOControl)) {
      throw new BadRecordException(
          "%s must be text on one line and not blank, but was '%s'".formatted(subject, text));
    }
    return text;
  }

  /**
   * A record's key, which is an id.
   *
   * @param subject what the record is
   * @param role what its key has to be, as errors call it
   */
  static String key(String subject, String role, byte[] key) throws BadRecordException {
    return id(subject + "'s key", keyText(subject, role, key));
  }

  /** A record's key, which is an id that is made of others. */
  static String joinedKey(String subject, String role, byte[] key) throws BadRecordException {
    return joinedId(subject + "'s key", keyText(subject, role, key));
  }

  private static String keyText(String subject, String role, byte[] key) throws BadRecordException {
    if (key == null) {
      throw new BadRecordException(
          "%s must have %s as key, but has no key".formatted(subject, role));
    }
    return utf8(subject + "'s key", key);
  }

  /** An ISO-8601 instant, in UTC or with an offset, of the years 0 to 9999. */
  static Instant instant(String subject, String text) throws BadRecordException {
    try {
      return bounded(subject, Instant.parse(text));
    } catch (DateTimeException e) {
      throw new BadRecordException(
          "%s must be an instant such as 2026-05-01T12:00:00Z, but was '%s'"
              .formatted(subject, text));
    }
  }

  /** Years 0 to 9999, as RFC 3339 has it: any of them fits in milliseconds. */
  static Instant bounded(String subject, Instant time) throws BadRecordException {
    if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
      throw new BadRecordException(
          "%s must be of the years 0 to 9999, but was '%s'".formatted(subject, time));
    }
    return time;
  }
}
