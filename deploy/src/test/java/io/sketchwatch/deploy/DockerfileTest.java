package io.sketchwatch.deploy;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openrewrite.InMemoryExecutionContext;
import org.openrewrite.SourceFile;
import org.openrewrite.docker.DockerParser;
import org.openrewrite.docker.tree.Docker;

/** By a parser of Dockerfiles, and by what a build would trip over. */
class DockerfileTest {

  private static final String FILE = "docker/Dockerfile";
  private static final Path CONTEXT = Path.of("..");

  @Test
  void shouldParse() {
    assertThat(faults(Documents.text(FILE))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          FROM build AS models | FORM build AS models
          WORKDIR /build       | WORKDIRR /build
          USER root            | USR root
          """)
  void shouldRefuseASpoiledCopy(String part, String spoiled) {
    assertThat(faults(Documents.spoiled(FILE, part, spoiled))).isNotEmpty();
  }

  @Test
  void shouldRunAsANumberedUserWithoutPrivileges() {
    assertThat(lastUser()).matches("[1-9][0-9]+");
  }

  @Test
  void shouldCopyOnlyFromStagesBeforeAndFilesThatAreThere() {
    Set<String> before = new HashSet<>();
    for (Docker.Stage stage : dockerfile().getStages()) {
      for (Docker.Copy copy : instructions(stage, Docker.Copy.class)) {
        String from = flag(copy.getFlags(), "from");
        if (from != null) {
          assertThat(before).contains(from);
        } else {
          assertThat(copy.getShellForm().getSources())
              .allSatisfy(source -> assertThat(CONTEXT.resolve(text(source))).exists());
        }
      }
      before.add(stage.getFrom().getAs().getName().getText());
    }
  }

  @Test
  void shouldBuildEachStageOnAStageBeforeOrOnATaggedImage() {
    Set<String> before = new HashSet<>(Set.of("$BASE"));
    for (Docker.Stage stage : dockerfile().getStages()) {
      String image = text(stage.getFrom().getImageName());
      assertThat(before.contains(image) || stage.getFrom().getTag() != null).as(image).isTrue();
      before.add(stage.getFrom().getAs().getName().getText());
    }
  }

  @Test
  void shouldOfferBothEntryPoints() {
    Docker.Stage last = last();

    assertThat(instructions(last, Docker.Entrypoint.class)).isEmpty();
    assertThat(Documents.text("docker/sketchwatch"))
        .contains(io.sketchwatch.jobs.command.SketchwatchCommand.class.getName());
    assertThat(Documents.text(FILE)).contains("/opt/flink/lib", "/usr/local/bin/sketchwatch");
  }

  /** The user id of the image. */
  static String lastUser() {
    List<Docker.User> users = instructions(last(), Docker.User.class);
    return text(users.get(users.size() - 1).getUser());
  }

  private static Docker.Stage last() {
    List<Docker.Stage> stages = dockerfile().getStages();
    return stages.get(stages.size() - 1);
  }

  private static Docker.File dockerfile() {
    return (Docker.File) parse(Documents.text(FILE), new ArrayList<>());
  }

  /** What the parser says, and what it passes over: lines that are no instruction of its own. */
  private static List<String> faults(String text) {
    List<Throwable> errors = new ArrayList<>();
    SourceFile parsed = parse(text, errors);
    List<String> faults = new ArrayList<>(errors.stream().map(Throwable::toString).toList());
    List<String> seen = parsed instanceof Docker.File file ? keywords(file) : List.of();
    List<String> written = keywords(text);
    if (!seen.equals(written)) {
      faults.add("Expected %s, but were %s".formatted(written, seen));
    }
    return faults;
  }

  private static List<String> keywords(Docker.File file) {
    Stream<String> stages =
        file.getStages().stream()
            .flatMap(
                stage ->
                    Stream.concat(
                        Stream.of("FROM"),
                        stage.getInstructions().stream().map(DockerfileTest::keyword)));
    return Stream.concat(file.getGlobalArgs().stream().map(DockerfileTest::keyword), stages)
        .toList();
  }

  private static String keyword(Docker instruction) {
    return instruction.getClass().getSimpleName().toUpperCase(Locale.ROOT);
  }

  /** The first words of the lines, where lines that end in a backslash go on. */
  private static List<String> keywords(String text) {
    return text.replaceAll("(?m)^#.*\\n", "")
        .replace("\\\n", "")
        .lines()
        .filter(line -> !line.isBlank())
        .map(line -> line.split(" ", 2)[0])
        .toList();
  }

  private static SourceFile parse(String text, List<Throwable> faults) {
    return DockerParser.builder()
        .build()
        .parse(new InMemoryExecutionContext(faults::add), text)
        .findFirst()
        .orElseThrow();
  }

  private static <T> List<T> instructions(Docker.Stage stage, Class<T> type) {
    return stage.getInstructions().stream().filter(type::isInstance).map(type::cast).toList();
  }

  private static String flag(List<Docker.Flag> flags, String name) {
    return Stream.ofNullable(flags)
        .flatMap(List::stream)
        .filter(flag -> flag.getName().equals(name))
        .map(flag -> text(flag.getValue()))
        .findFirst()
        .orElse(null);
  }

  private static String text(Docker.Argument argument) {
    return argument.getContents().stream()
        .map(
            part ->
                part instanceof Docker.Literal literal
                    ? literal.getText()
                    : "$" + ((Docker.EnvironmentVariable) part).getName())
        .collect(joining());
  }
}
