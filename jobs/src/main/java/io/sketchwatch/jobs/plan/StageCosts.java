package io.sketchwatch.jobs.plan;

/**
 * What each stage takes of a machine, each measured alone.
 *
 * @param detector its id
 * @param model the encoder's id
 * @param dimension of its embeddings
 * @param cpuSecondsPerFrame processor time of decoding, detecting and tracking
 * @param cpuSecondsPerCrop processor time of embedding, in batches of 16
 * @param cpuSecondsPerComparison processor time of one sighting with one query
 * @param gpuSecondsPerFrame time of a GPU that detects; 0 where the CPU does
 * @param gpuSecondsPerCrop time of a GPU that embeds; 0 where the CPU does
 * @param frameBytes of a frame as JPEG, mean
 * @param cropBytes of a stored crop as JPEG, mean
 * @param passedBytes pixels of the people of a frame, which go from detector to tracker, mean
 */
public record StageCosts(
    String detector,
    String model,
    int dimension,
    double cpuSecondsPerFrame,
    double cpuSecondsPerCrop,
    double cpuSecondsPerComparison,
    double gpuSecondsPerFrame,
    double gpuSecondsPerCrop,
    long frameBytes,
    long cropBytes,
    long passedBytes) {

  /**
   * What the whole job is taken to reach of what its stages would allow: the rest goes into Kafka's
   * clients, serialization, checkpoints and waiting. {@code benchmark live} measures more, with the
   * broker in the same process, no TLS and state on the heap; see PERFORMANCE.md.
   */
  public static final double JOB_SHARE = 0.85;

  public StageCosts {
    if (dimension < 1
        || !(cpuSecondsPerFrame > 0)
        || !(cpuSecondsPerCrop >= 0)
        || !(cpuSecondsPerComparison >= 0)
        || !(gpuSecondsPerFrame >= 0)
        || !(gpuSecondsPerCrop >= 0)
        || Math.min(frameBytes, Math.min(cropBytes, passedBytes)) < 0) {
      throw new IllegalArgumentException(
          "Costs must be 0 or more, with a dimension and a processor time of frames above 0, but"
              + " were %d dimensions, %s s a frame, %s s a crop, %s s a comparison"
                  .formatted(
                      dimension, cpuSecondsPerFrame, cpuSecondsPerCrop, cpuSecondsPerComparison));
    }
  }

  /**
   * Frames a second that the whole job works off when it uses its cores fully.
   *
   * @param cores that it has
   * @param cropsPerFrame that are embedded
   */
  public double framesPerSecond(int cores, double cropsPerFrame) {
    return cores * JOB_SHARE / (cpuSecondsPerFrame + cropsPerFrame * cpuSecondsPerCrop);
  }

  /** Processor seconds a second that the stages take for a workload, without the job's share. */
  double cpuLoad(Workload workload) {
    return workload.allFramesPerSecond() * cpuSecondsPerFrame
        + workload.sightingsPerSecond()
            * (cpuSecondsPerCrop + workload.queries() * cpuSecondsPerComparison);
  }

  /** GPU seconds a second. */
  double gpuLoad(Workload workload) {
    return workload.allFramesPerSecond() * gpuSecondsPerFrame
        + workload.sightingsPerSecond() * gpuSecondsPerCrop;
  }
}
