package io.sketchwatch.jobs.evaluation;

/**
 * What a soaked job looked like at one moment.
 *
 * @param second since the load began
 * @param medianMs median time from capture to alert since the sample before, in milliseconds; that
 *     of the sample before where there was no alert
 * @param slowestMs the 99th percentile of the same
 * @param heapMb of Java objects that are reachable, in megabytes of 1,048,576 bytes
 * @param nativeMb that the process holds beside Java's heap
 * @param lag frames that were sent and not taken up at the last checkpoint
 */
public record SoakSample(
    double second, double medianMs, double slowestMs, double heapMb, double nativeMb, double lag) {}
