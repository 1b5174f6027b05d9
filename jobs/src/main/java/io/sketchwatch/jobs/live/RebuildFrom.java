package io.sketchwatch.jobs.live;

/** What a job that starts without its state fills its gallery with, beside what is live. */
public enum RebuildFrom {
  /** Nothing: the past begins with the job. */
  NOTHING,
  /** Topics {@code sightings} and {@code reembedded-sightings}, as they were when it started. */
  SIGHTINGS
}
