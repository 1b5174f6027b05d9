package io.sketchwatch.jobs.kafka;

import java.io.IOException;
import java.io.Reader;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.provider.EnvVarConfigProvider;
import org.apache.kafka.common.config.provider.FileConfigProvider;

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

  /**
   * Reads client settings from a properties file. Secrets that it names, by {@code
   * ${file:PATH:KEY}}, {@code ${env:NAME}} or a config provider of its own, stay names: each client
   * looks them up where it runs, so that no job carries them.
   *
   * @throws IOException if it can't be read
   */
  public static Map<String, String> settings(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    Map<String, String> settings = new HashMap<>();
    settings.put(AbstractConfig.CONFIG_PROVIDERS_CONFIG, "file,env");
    settings.put("config.providers.file.class", FileConfigProvider.class.getName());
    settings.put("config.providers.env.class", EnvVarConfigProvider.class.getName());
    properties.forEach((name, value) -> settings.put((String) name, (String) value));
    return settings;
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
