package io.sketchwatch.jobs.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.commons.io.FileUtils;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * One Kafka node, broker and controller, in this process, reachable from this machine only.
 *
 * <p>It takes free ports and makes no topic by itself. A broker of its own folder deletes it on
 * close; one with a given folder keeps its topics for the next broker with that folder. One folder
 * serves one broker at a time. A fatal fault of the node ends the node, never the process.
 */
public final class EmbeddedBroker implements AutoCloseable {

  /** Largest record it takes: a frame or dead letter of 16 MiB, with room for its headers. */
  public static final int MAX_RECORD_BYTES = 18 * 1024 * 1024;

  private static final int NODE_ID = 1;
  private static final String CONTROLLER = "CONTROLLER";
  private static final String PLAINTEXT = "PLAINTEXT";

  private final Path folder;
  private final boolean temporary;
  private final String bootstrapServers;
  private final KafkaRaftServer server;

  private EmbeddedBroker(
      Path folder, boolean temporary, String protocol, Map<String, String> security)
      throws IOException {
    this.folder = folder;
    this.temporary = temporary;
    format(folder);
    int[] ports = freePorts(2);
    this.bootstrapServers = "localhost:" + ports[0];
    Map<String, String> settings = settings(folder, protocol, ports[0], ports[1]);
    settings.putAll(security);
    this.server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
  }

  /** Starts a broker in a temporary folder. */
  public static EmbeddedBroker start() throws IOException {
    return start(PLAINTEXT, Map.of());
  }

  /**
   * Starts a broker in a temporary folder that clients reach by one security protocol only.
   *
   * @param protocol such as {@code SASL_SSL}, also the listener's name
   * @param security the broker's own settings for it
   */
  static EmbeddedBroker start(String protocol, Map<String, String> security) throws IOException {
    Path folder = Files.createTempDirectory("sketchwatch-broker-");
    return start(new EmbeddedBroker(folder, true, protocol, security));
  }

  /** Starts a broker on a folder, which is made if it is not there and kept. */
  public static EmbeddedBroker start(Path folder) throws IOException {
    return start(new EmbeddedBroker(Files.createDirectories(folder), false, PLAINTEXT, Map.of()));
  }

  private static EmbeddedBroker start(EmbeddedBroker broker) throws IOException {
    keepTheProcessAlive();
    try {
      broker.server.startup();
      return broker;
    } catch (RuntimeException e) {
      broker.close();
      throw new IOException(
          "The broker on '%s' did not start: %s".formatted(broker.folder, e.getMessage()), e);
    }
  }

  /** Kafka's fault handlers end the process; inside another program they must not. */
  private static void keepTheProcessAlive() {
    Exit.Procedure refuse =
        (status, message) -> {
          throw new IllegalStateException(
              "The embedded broker failed with status %d: %s".formatted(status, message));
        };
    Exit.setExitProcedure(refuse);
    Exit.setHaltProcedure(refuse);
  }

  private static void format(Path folder) throws IOException {
    if (Files.exists(folder.resolve(MetaPropertiesEnsemble.META_PROPERTIES_NAME))) {
      return;
    }
    try {
      new Formatter()
          .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, "UTF-8"))
          .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
          .setNodeId(NODE_ID)
          .setClusterId(Uuid.randomUuid().toString())
          .addDirectory(folder.toString())
          .setMetadataLogDirectory(folder.toString())
          .setControllerListenerName(CONTROLLER)
          .setReleaseVersion(MetadataVersion.latestProduction())
          // Level 2 bumps a producer's epoch at each commit, which Flink's committer takes for a
          // fenced producer on every recovery.
          .setFeatureLevel("transaction.version", (short) 1)
          .run();
    } catch (Exception e) {
      throw new IOException(
          "The broker's folder '%s' can't be formatted: %s".formatted(folder, e.getMessage()), e);
    }
  }

  private static int[] freePorts(int count) throws IOException {
    ServerSocket[] sockets = new ServerSocket[count];
    int[] ports = new int[count];
    try {
      for (int i = 0; i < count; i++) {
        sockets[i] = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ports[i] = sockets[i].getLocalPort();
      }
    } finally {
      for (ServerSocket socket : sockets) {
        if (socket != null) {
          socket.close();
        }
      }
    }
    return ports;
  }

  private static Map<String, String> settings(
      Path folder, String protocol, int port, int controllerPort) {
    Map<String, String> settings = new HashMap<>();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", String.valueOf(NODE_ID));
    settings.put("log.dirs", folder.toString());
    settings.put("controller.quorum.voters", NODE_ID + "@localhost:" + controllerPort);
    settings.put("controller.listener.names", CONTROLLER);
    settings.put(
        "listeners",
        "%s://localhost:%d,%s://localhost:%d"
            .formatted(protocol, port, CONTROLLER, controllerPort));
    settings.put(
        "listener.security.protocol.map",
        "%s:%s,%s:%s".formatted(protocol, protocol, CONTROLLER, PLAINTEXT));
    settings.put("inter.broker.listener.name", protocol);
    settings.put("message.max.bytes", String.valueOf(MAX_RECORD_BYTES));
    settings.put("auto.create.topics.enable", "false");
    settings.put("group.initial.rebalance.delay.ms", "0");
    putSizes(settings);
    return settings;
  }

  /** What a cluster would have three or fifty of, one of. */
  private static void putSizes(Map<String, String> settings) {
    for (String one :
        List.of(
            "offsets.topic.num.partitions",
            "offsets.topic.replication.factor",
            "transaction.state.log.num.partitions",
            "transaction.state.log.replication.factor",
            "transaction.state.log.min.isr",
            "share.coordinator.state.topic.num.partitions",
            "share.coordinator.state.topic.replication.factor",
            "share.coordinator.state.topic.min.isr",
            "default.replication.factor",
            "min.insync.replicas",
            "num.recovery.threads.per.data.dir")) {
      settings.put(one, "1");
    }
    settings.put("num.network.threads", "2");
    settings.put("num.io.threads", "2");
    settings.put("log.cleaner.dedupe.buffer.size", "4194304");
  }

  /** {@code host:port}, as Kafka clients take it. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  /** Stops the node and waits until it has; then deletes a temporary folder. */
  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
    if (temporary) {
      try {
        FileUtils.deleteDirectory(folder.toFile());
      } catch (IOException e) {
        throw new UncheckedIOException("The broker's folder '%s' stays".formatted(folder), e);
      }
    }
  }
}
