package io.sketchwatch.jobs.kafka;

import java.io.Serializable;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * How to reach Kafka. It may hold passwords: its text names the servers only.
 *
 * @param bootstrapServers {@code host:port,…}
 * @param clientSettings given to every client as they are, such as {@code security.protocol} and
 *     {@code sasl.jaas.config}
 */
public record KafkaConnection(String bootstrapServers, Map<String, String> clientSettings)
    implements Serializable {

  public KafkaConnection {
    if (bootstrapServers == null || bootstrapServers.isBlank()) {
      throw new IllegalArgumentException(
          "Bootstrap servers must be host:port, but were '%s'".formatted(bootstrapServers));
    }
    clientSettings = Map.copyOf(clientSettings);
  }

  /** A connection without client settings of its own. */
  public static KafkaConnection to(String bootstrapServers) {
    return new KafkaConnection(bootstrapServers, Map.of());
  }

  /** What every Kafka client is made with; the caller's to add to. */
  public Properties properties() {
    Properties properties = new Properties();
    properties.putAll(clientSettings);
    properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    return properties;
  }

  @Override
  public String toString() {
    return "KafkaConnection[" + bootstrapServers + "]";
  }
}
