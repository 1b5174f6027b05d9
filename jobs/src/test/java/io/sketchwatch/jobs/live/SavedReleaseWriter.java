package io.sketchwatch.jobs.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Stores the savepoint of a release; once a release, never again for an old one. No build runs it
 * unless it is named, as {@code docs/state-compatibility.md} tells.
 */
@Timeout(300)
class SavedReleaseWriter {

  @Test
  void shouldStoreTheSavepointOfThisRelease(@TempDir Path savepoints) throws Exception {
    String version = System.getProperty("release");
    assertThat(version).as("-Drelease=VERSION").isNotNull();
    SavedRelease release = SavedRelease.of(version);
    assertThat(release.folder()).as("a release is stored once").doesNotExist();

    ReleaseStory.save(release, savepoints);

    assertThat(SavedRelease.all()).contains(release);
  }
}
