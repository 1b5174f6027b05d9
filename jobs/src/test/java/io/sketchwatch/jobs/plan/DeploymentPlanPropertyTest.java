package io.sketchwatch.jobs.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class DeploymentPlanPropertyTest {

  @Property(tries = 300)
  void shouldNeedNoLessForMore(
      @ForAll("workloads") Workload less,
      @ForAll("costs") StageCosts costs,
      @ForAll @IntRange(max = 5_000) int cameras,
      @ForAll @DoubleRange(max = 20) double fps,
      @ForAll @IntRange(max = 5_000) int queries,
      @ForAll @DoubleRange(max = 200) double hours,
      @ForAll @DoubleRange(max = 500) double people) {
    Workload more =
        new Workload(
            less.cameras() + cameras,
            less.framesPerSecond() + fps,
            less.queries() + queries,
            less.retentionHours() + hours,
            less.peoplePerHour() + people);

    DeploymentPlan small = DeploymentPlan.of(less, costs);
    DeploymentPlan large = DeploymentPlan.of(more, costs);

    assertThat(figures())
        .allSatisfy(
            figure ->
                assertThat(figure.applyAsDouble(large))
                    .isGreaterThanOrEqualTo(figure.applyAsDouble(small)));
  }

  @Property(tries = 300)
  void shouldGiveEverySlotACoreAPartitionAndAKeyGroup(
      @ForAll("workloads") Workload workload, @ForAll("costs") StageCosts costs) {
    DeploymentPlan plan = DeploymentPlan.of(workload, costs);

    assertThat((double) plan.slots()).isBetween(plan.cores(), plan.cores() + 1);
    assertThat((long) plan.partitions() * plan.parts()).isGreaterThanOrEqualTo(plan.slots());
    assertThat(plan.partitions()).isBetween(1, 512);
    assertThat(512L * plan.parts()).isGreaterThanOrEqualTo(plan.slots());
  }

  @Property(tries = 300)
  void shouldWorkOffWhatItWasPlannedFor(
      @ForAll("workloads") Workload workload, @ForAll("costs") StageCosts costs) {
    Workload unasked =
        new Workload(
            workload.cameras(),
            workload.framesPerSecond(),
            0,
            workload.retentionHours(),
            workload.peoplePerHour());
    DeploymentPlan plan = DeploymentPlan.of(unasked, costs);
    double cropsPerFrame = unasked.sightingsPerSecond() / unasked.allFramesPerSecond();

    assertThat(costs.framesPerSecond(1, cropsPerFrame) * plan.slots() * DeploymentPlan.UTILISATION)
        .isGreaterThanOrEqualTo(unasked.allFramesPerSecond() * (1 - 1e-9));
  }

  @Provide
  Arbitrary<Workload> workloads() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 20_000),
            Arbitraries.doubles().between(0.1, 30),
            Arbitraries.integers().between(0, 10_000),
            Arbitraries.doubles().between(0.1, 1_000),
            Arbitraries.doubles().between(0, 5_000))
        .as(Workload::new);
  }

  @Provide
  Arbitrary<StageCosts> costs() {
    Arbitrary<Double> seconds = Arbitraries.doubles().between(0, 0.1).ofScale(6);
    return Combinators.combine(
            Arbitraries.integers().between(1, 4096),
            Arbitraries.doubles().between(1e-4, 0.5).ofScale(6),
            seconds,
            Arbitraries.doubles().between(0, 1e-6).ofScale(9),
            seconds,
            seconds,
            Arbitraries.longs().between(0, 1_000_000))
        .as(
            (dimension, frame, crop, comparison, gpuFrame, gpuCrop, bytes) ->
                new StageCosts(
                    "d",
                    "m",
                    dimension,
                    frame,
                    crop,
                    comparison,
                    gpuFrame,
                    gpuCrop,
                    bytes,
                    bytes,
                    bytes));
  }

  private static Stream<ToDoubleFunction<DeploymentPlan>> figures() {
    return Stream.of(
        DeploymentPlan::cores,
        DeploymentPlan::gpus,
        DeploymentPlan::parts,
        DeploymentPlan::slots,
        DeploymentPlan::partitions,
        DeploymentPlan::galleryBytes,
        DeploymentPlan::watchlistBytes,
        DeploymentPlan::frameTopicBytes,
        DeploymentPlan::galleryTopicBytes,
        DeploymentPlan::toKafkaBytesPerSecond,
        DeploymentPlan::toFlinkBytesPerSecond,
        DeploymentPlan::shuffleBytesPerSecond,
        DeploymentPlan::toStorageBytesPerSecond);
  }
}
