/**
 * The jobs as main classes of Flink applications: Flink starts one in the JobManager, which gives
 * it its own configuration, and the cluster ends with the job.
 */
package io.sketchwatch.jobs.application;
