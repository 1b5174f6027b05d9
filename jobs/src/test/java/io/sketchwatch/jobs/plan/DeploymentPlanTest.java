package io.sketchwatch.jobs.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DeploymentPlanTest {

  /** 40 ms a frame, 10 ms a crop. */
  private static final StageCosts COSTS =
      new StageCosts("d", "m", 512, 0.04, 0.01, 2e-8, 0, 0, 60_000, 4_000, 50_000);

  private static final StageCosts ON_GPU =
      new StageCosts("d", "m", 512, 0.0091, 0.001, 2e-8, 0.002, 0.0005, 60_000, 4_000, 50_000);

  @Test
  void shouldDivideTheLoadByWhatACoreGives() {
    DeploymentPlan plan = DeploymentPlan.of(new Workload(100, 5, 0, 24, 0), COSTS);

    assertThat(plan.cores()).isCloseTo(500 * 0.04 / 0.85 / 0.7, within(1e-9));
    assertThat(plan.slots()).isEqualTo(34);
    assertThat(plan.partitions()).isEqualTo(64);
    assertThat(plan.parts()).isEqualTo(1);
    assertThat(plan.gpus()).isZero();
  }

  @Test
  void shouldAddEmbeddingAndMatchingOfEverySighting() {
    // 100 cameras × 120 people × 3 shots ÷ 3600 s = 10 sightings/s
    Workload workload = new Workload(100, 5, 1000, 24, 120);

    double cores = DeploymentPlan.of(workload, COSTS).cores();

    assertThat(cores)
        .isCloseTo((500 * 0.04 + 10 * (0.01 + 1000 * 2e-8)) / 0.85 / 0.7, within(1e-9));
  }

  @Test
  void shouldHoldEverySightingOfTheRetentionInTheGallery() {
    DeploymentPlan plan = DeploymentPlan.of(new Workload(100, 5, 0, 24, 120), COSTS);

    // 10 sightings/s × 86,400 s, each of 5 × 512 + 412 bytes
    assertThat(plan.galleryBytes()).isEqualTo(864_000L * (5 * 512 + 412));
    assertThat(plan.toStorageBytesPerSecond()).isEqualTo(10L * (5 * 512 + 412));
    assertThat(plan.galleryTopicBytes()).isEqualTo(864_000L * (4_000 + 300 + 4 * 512));
  }

  @Test
  void shouldKeepFramesForSixHours() {
    DeploymentPlan plan = DeploymentPlan.of(new Workload(100, 5, 0, 24, 0), COSTS);

    assertThat(plan.toFlinkBytesPerSecond()).isEqualTo(500L * 60_000);
    assertThat(plan.frameTopicBytes()).isEqualTo(500L * 60_000 * 6 * 3600);
    assertThat(plan.shuffleBytesPerSecond()).isEqualTo(500L * 50_000);
  }

  @Test
  void shouldHoldTheWatchlistInEverySlot() {
    DeploymentPlan plan = DeploymentPlan.of(new Workload(100, 5, 1000, 24, 0), COSTS);

    assertThat(plan.watchlistBytes()).isEqualTo(1000L * (34 * 5 * 512 + 1700));
  }

  @Test
  void shouldCountGpusForWhatRunsOnThem() {
    DeploymentPlan plan = DeploymentPlan.of(new Workload(1000, 5, 0, 24, 120), ON_GPU);

    // (5,000 frames/s × 2 ms + 100 crops/s × 0.5 ms) ÷ 0.7 = 14.4
    assertThat(plan.gpus()).isEqualTo(15);
  }

  @Test
  void shouldDivideACityThatIsTooLargeForOneJob() {
    DeploymentPlan plan = DeploymentPlan.of(new Workload(20_000, 5, 1000, 72, 300), COSTS);

    assertThat(plan.slots()).isGreaterThan(512);
    assertThat(plan.parts()).isEqualTo((int) Math.ceil(plan.slots() / 512.0));
    assertThat(plan.partitions()).isEqualTo(512);
  }

  @Test
  void shouldTellWhatAMachineCanDo() {
    // 2 cores × 0.85 ÷ (40 ms + 1 × 10 ms)
    assertThat(COSTS.framesPerSecond(2, 1)).isCloseTo(34, within(1e-9));
  }

  @Test
  void shouldRefuseAWorkloadOfNothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Workload(0, 5, 0, 24, 0))
        .withMessage("Expected --cameras at least 1, but was 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Workload(1, Double.NaN, 0, 24, 0))
        .withMessage("Expected --fps above 0, but was NaN");
  }
}
