package io.sketchwatch.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.util.ExceptionUtils;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.SaslConfigs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class KafkaOptionsTest {

  private static final String LOGIN =
      "sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required"
          + " username=\"camera\" password=";

  @TempDir private Path folder;
  private Path file;
  private KafkaOptions options;

  @BeforeEach
  void parse() {
    file = folder.resolve("client.properties");
    options = CommandLine.populateCommand(new KafkaOptions(), "--kafka-config", file.toString());
  }

  @Test
  void shouldTakeSecretsFromAnotherFile() throws Exception {
    Path secrets = Files.writeString(folder.resolve("secrets.properties"), "camera=from-a-file\n");
    Files.writeString(file, LOGIN + "\"${file:" + secrets + ":camera}\";\n");

    assertThat(login()).endsWith("password=\"from-a-file\";");
  }

  @Test
  void shouldTakeSecretsFromTheEnvironment() throws Exception {
    Files.writeString(file, LOGIN + "\"${env:PATH}\";\n");

    assertThat(login()).endsWith("password=\"" + System.getenv("PATH") + "\";");
  }

  @Test
  void shouldLetAJobCarryTheNameOfASecretOnly() throws Exception {
    Files.writeString(file, LOGIN + "\"${env:PATH}\";\n");

    assertThat(options.connection().clientSettings().values())
        .noneMatch(value -> value.contains(System.getenv("PATH")))
        .anyMatch(value -> value.contains("${env:PATH}"));
  }

  @Test
  void shouldTakeTheProvidersOfTheFile() throws Exception {
    Files.writeString(
        file,
        "config.providers=vault\n"
            + "config.providers.vault.class="
            + "org.apache.kafka.common.config.provider.DirectoryConfigProvider\n"
            + LOGIN
            + "\"${vault:"
            + folder
            + ":word}\";\n");
    Files.writeString(folder.resolve("word"), "from-a-folder");

    assertThat(login()).endsWith("password=\"from-a-folder\";");
  }

  @Test
  void shouldNameTheFileThatHoldsASettingThatCanNotBeUsed() throws Exception {
    Files.writeString(file, "security.protocol=SSL\nssl.truststore.location=/nowhere.jks\n");

    assertThatIOException()
        .isThrownBy(options::requireAnswer)
        .withMessage(
            "Kafka's settings in '%s' can't be used: file '/nowhere.jks' does not exist", file);
  }

  @Test
  void shouldNotPrintTheSecretOfALoginThatCanNotBeRead() throws Exception {
    Files.writeString(
        file, "security.protocol=SASL_PLAINTEXT\nsasl.mechanism=PLAIN\n" + LOGIN + "\"secret\"\n");

    assertThatIOException()
        .isThrownBy(options::requireAnswer)
        .withMessageContaining("JAAS config entry not terminated by semi-colon")
        .satisfies(failure -> assertThat(failure).hasStackTraceContaining("JaasConfig"))
        .satisfies(
            failure ->
                assertThat(ExceptionUtils.stringifyException(failure)).doesNotContain("secret"));
  }

  private String login() throws Exception {
    return new AdminClientConfig(options.settings())
        .getPassword(SaslConfigs.SASL_JAAS_CONFIG)
        .value();
  }
}
