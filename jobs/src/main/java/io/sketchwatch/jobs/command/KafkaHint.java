package io.sketchwatch.jobs.command;

import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;

/** Which settings to look at when Kafka does not let the command in, or not do what it asks. */
final class KafkaHint {

  private KafkaHint() {}

  /** The failure's message with its hint; as it is if it has nothing to do with being let in. */
  static String added(String message, Throwable failure) {
    String hint = of(failure);
    return hint.isEmpty() ? message : message.replaceFirst("\\.$", "") + ": " + hint;
  }

  private static String of(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SslAuthenticationException) {
        return "look at ssl.truststore.* in --kafka-config, which must trust the broker's"
            + " certificate, and that it is for the host of --kafka";
      }
      if (cause instanceof AuthenticationException) {
        return "look at sasl.mechanism and sasl.jaas.config in --kafka-config";
      }
      if (cause instanceof AuthorizationException) {
        return "the user of --kafka-config lacks an ACL for it";
      }
    }
    return "";
  }
}
