package io.sketchwatch.jobs.plan;

import io.sketchwatch.jobs.live.LiveMatchingJob;
import io.sketchwatch.jobs.topic.TopicOptions;

/**
 * What a workload needs. Bytes are without Kafka's replicas and without compression.
 *
 * @param workload what is watched
 * @param costs what it was computed from
 * @param cores load ÷ (the job's share of its stages × {@value #UTILISATION})
 * @param gpus load ÷ {@value #UTILISATION}, rounded up; 0 on the CPU
 * @param parts jobs, each with its own Kafka, that the cameras are divided into: a job has at most
 *     512 slots, the number of its key groups
 * @param slots of all parts, one a core
 * @param partitions of each part's topics that are spread by camera: the power of two from which
 *     every slot has one
 * @param galleryBytes sightings × (5 bytes a dimension + 412): {@code BucketState}
 * @param watchlistBytes each slot holds every query: 5 bytes a dimension; and 1.7 kB a query of
 *     what is known of its background (ADR 018)
 * @param frameTopicBytes frames of {@code topics.retention.frames}, by its default
 * @param galleryTopicBytes crops and sightings of the retention
 * @param toKafkaBytesPerSecond frames of the cameras, crops and sightings of the job
 * @param toFlinkBytesPerSecond frames
 * @param shuffleBytesPerSecond between TaskManagers: people's pixels from detector to tracker, and
 *     embeddings to the gallery; what is keyed by camera in between stays where it is
 * @param toStorageBytesPerSecond growth of the gallery, which incremental checkpoints upload;
 *     RocksDB's compaction uploads it once or twice more
 */
public record DeploymentPlan(
    Workload workload,
    StageCosts costs,
    double cores,
    long gpus,
    int parts,
    long slots,
    int partitions,
    long galleryBytes,
    long watchlistBytes,
    long frameTopicBytes,
    long galleryTopicBytes,
    long toKafkaBytesPerSecond,
    long toFlinkBytesPerSecond,
    long shuffleBytesPerSecond,
    long toStorageBytesPerSecond) {

  /** How far machines are used: the rest is for bursts, restarts and searches of the past. */
  public static final double UTILISATION = 0.7;

  private static final int BYTES_PER_DIMENSION = 5;

  /** Bounds, evidence and name: see BucketState. */
  private static final int BYTES_PER_SIGHTING = 412;

  private static final int BACKGROUND_BYTES_PER_QUERY = 1700;

  /** Of a record of topic sightings, but for its embedding. */
  private static final int SIGHTING_RECORD_BYTES = 300;

  /** Computes it; every figure grows with every part of the workload, or stays. */
  public static DeploymentPlan of(Workload workload, StageCosts costs) {
    double cores = costs.cpuLoad(workload) / (StageCosts.JOB_SHARE * UTILISATION);
    long slots = (long) Math.ceil(cores);
    int parts = Math.toIntExact(ceilDiv(slots, LiveMatchingJob.MAX_PARALLELISM));
    long frames = bytes(workload.allFramesPerSecond() * costs.frameBytes());
    double record = SIGHTING_RECORD_BYTES + 4.0 * costs.dimension();
    double state = BYTES_PER_SIGHTING + (double) BYTES_PER_DIMENSION * costs.dimension();
    double found = workload.sightingsPerSecond() * (costs.cropBytes() + record);
    return new DeploymentPlan(
        workload,
        costs,
        cores,
        (long) Math.ceil(costs.gpuLoad(workload) / UTILISATION),
        parts,
        slots,
        powerOfTwo(ceilDiv(slots, parts)),
        bytes(workload.sightings() * state),
        watchlist(workload, costs, slots),
        bytes((double) frames * TopicOptions.defaults().frames().toSeconds()),
        bytes(found * workload.retentionHours() * 3600),
        bytes(frames + found),
        frames,
        bytes(
            workload.allFramesPerSecond() * costs.passedBytes()
                + workload.sightingsPerSecond() * record),
        bytes(workload.sightingsPerSecond() * state));
  }

  private static long watchlist(Workload workload, StageCosts costs, long slots) {
    double perSlot = (double) BYTES_PER_DIMENSION * costs.dimension() * workload.queries();
    return bytes(slots * perSlot + (double) BACKGROUND_BYTES_PER_QUERY * workload.queries());
  }

  private static long bytes(double bytes) {
    return Math.round(bytes);
  }

  private static long ceilDiv(long value, long divisor) {
    return (value + divisor - 1) / divisor;
  }

  private static int powerOfTwo(long least) {
    int power = 1;
    while (power < least) {
      power *= 2;
    }
    return power;
  }
}
