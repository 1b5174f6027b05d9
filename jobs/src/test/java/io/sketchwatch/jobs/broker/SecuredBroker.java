package io.sketchwatch.jobs.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * A broker that only speaks TLS, asks everybody for a name and a password, and lets nobody do what
 * an ACL does not allow. Its certificate is made when it starts.
 */
public final class SecuredBroker implements AutoCloseable {

  private static final String ADMIN = "admin";
  private static final String KEYSTORE_PASSWORD = "keystore-secret";
  private static final String LOGIN = "org.apache.kafka.common.security.plain.PlainLoginModule";

  private final EmbeddedBroker broker;
  private final Path certificate;
  private final Map<String, String> passwords;

  private SecuredBroker(EmbeddedBroker broker, Path certificate, Map<String, String> passwords) {
    this.broker = broker;
    this.certificate = certificate;
    this.passwords = passwords;
  }

  /**
   * Starts it.
   *
   * @param folder for the certificate
   * @param passwords by user; an administrator is added
   */
  public static SecuredBroker start(Path folder, Map<String, String> passwords) throws Exception {
    Map<String, String> all = new HashMap<>(passwords);
    all.put(ADMIN, "admin-secret");
    Path keystore = folder.resolve("broker.p12");
    Path certificate = folder.resolve("broker.pem");
    keytool(
        "-genkeypair -alias broker -keyalg EC -groupname secp256r1 -dname CN=localhost"
            + " -ext san=dns:localhost -storetype PKCS12 -keystore "
            + keystore);
    keytool("-exportcert -rfc -alias broker -keystore " + keystore + " -file " + certificate);
    Map<String, String> settings = settings(keystore, certificate, all);
    return new SecuredBroker(EmbeddedBroker.start("SASL_SSL", settings), certificate, all);
  }

  private static void keytool(String arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments.split(" ")));
    command.addAll(List.of("-storepass", KEYSTORE_PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("keytool failed: " + said);
    }
  }

  private static Map<String, String> settings(
      Path keystore, Path certificate, Map<String, String> passwords) {
    StringBuilder users = new StringBuilder();
    passwords.forEach((user, word) -> users.append(" user_%s=\"%s\"".formatted(user, word)));
    Map<String, String> settings = new HashMap<>();
    settings.put("ssl.keystore.type", "PKCS12");
    settings.put("ssl.keystore.location", keystore.toString());
    settings.put("ssl.keystore.password", KEYSTORE_PASSWORD);
    settings.put("ssl.truststore.type", "PEM");
    settings.put("ssl.truststore.location", certificate.toString());
    settings.put("sasl.enabled.mechanisms", "PLAIN");
    settings.put("sasl.mechanism.inter.broker.protocol", "PLAIN");
    settings.put(
        "listener.name.sasl_ssl.plain.sasl.jaas.config",
        jaas(ADMIN, passwords.get(ADMIN)).replace(";", users + ";"));
    settings.put(
        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    // The node is its own controller, which it asks without a name.
    settings.put("super.users", "User:admin;User:ANONYMOUS");
    return settings;
  }

  private static String jaas(String user, String password) {
    return "%s required username=\"%s\" password=\"%s\";".formatted(LOGIN, user, password);
  }

  /** {@code host:port}. */
  public String bootstrapServers() {
    return broker.bootstrapServers();
  }

  /** Settings that let a user in. */
  public Map<String, String> settings(String user) {
    return settings(user, passwords.get(user));
  }

  /** Settings of a client that trusts the broker and says this password. */
  public Map<String, String> settings(String user, String password) {
    Map<String, String> settings = new HashMap<>();
    settings.put("bootstrap.servers", broker.bootstrapServers());
    settings.put("security.protocol", "SASL_SSL");
    settings.put("ssl.truststore.type", "PEM");
    settings.put("ssl.truststore.location", certificate.toString());
    settings.put("sasl.mechanism", "PLAIN");
    settings.put("sasl.jaas.config", jaas(user, password));
    return settings;
  }

  /**
   * Allows a user something.
   *
   * @param name of the resource; of transactional ids, what they begin with
   */
  public void allow(String user, ResourceType type, String name, AclOperation... operations)
      throws Exception {
    PatternType pattern =
        type == ResourceType.TRANSACTIONAL_ID ? PatternType.PREFIXED : PatternType.LITERAL;
    ResourcePattern resource = new ResourcePattern(type, name, pattern);
    List<AclBinding> bindings = new ArrayList<>();
    for (AclOperation operation : operations) {
      bindings.add(
          new AclBinding(
              resource,
              new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW)));
    }
    try (Admin admin = Admin.create(new HashMap<>(settings(ADMIN)))) {
      admin.createAcls(bindings).all().get(20, TimeUnit.SECONDS);
    }
  }

  /** Writes settings into a file for the command. */
  public static Path write(Path file, Map<String, String> settings) throws IOException {
    List<String> lines = new ArrayList<>();
    settings.forEach((name, value) -> lines.add(name + "=" + value));
    return Files.write(file, lines);
  }

  @Override
  public void close() {
    broker.close();
  }
}
