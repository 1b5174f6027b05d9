/**
 * What a finished run found and did, as one page for people: no job, no Kafka, no Flink in here.
 */
package io.sketchwatch.jobs.report;
