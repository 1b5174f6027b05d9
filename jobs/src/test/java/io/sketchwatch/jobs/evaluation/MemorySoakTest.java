package io.sketchwatch.jobs.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.jobs.demo.DemoModel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The short form of {@code benchmark memory}. Java's heap is counted here, for it may grow: the
 * limit lies between that and what sixty models take that are left open.
 */
@EnabledOnOs(OS.LINUX)
class MemorySoakTest {

  private static final int MOST_MEGABYTES = 250;
  private static final MemorySoak.Work WARM_UP = new MemorySoak.Work(20, 3, 3);
  private static final MemorySoak.Work WORK = new MemorySoak.Work(100, 10, 60);

  @TempDir Path cache;

  @Test
  void shouldStayAsLargeAsItIs() throws Exception {
    assertThat(growth(false)).isLessThan(MOST_MEGABYTES);
  }

  @Test
  void shouldSeeAModelThatIsLeftOpenAtEachSwap() throws Exception {
    assertThat(growth(true)).isGreaterThan(MOST_MEGABYTES);
  }

  private double growth(boolean leaks) throws Exception {
    String folder = DemoModel.open(cache).folder().toString();
    return new MemorySoak(generation -> new SoakedModel(folder, generation, leaks), 8)
        .growth(WARM_UP, WORK);
  }
}
