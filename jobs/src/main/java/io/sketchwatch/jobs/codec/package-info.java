/**
 * What crosses Kafka, byte for byte: frames as CloudEvents in binary mode, queries, statuses,
 * alerts, verdicts, exemplars, coverage and models as JSON (schemas under {@code schema/}),
 * sightings as Protobuf, dead letters as they came.
 *
 * <p>Readers tolerate fields they don't know, so that a newer writer is understood; they refuse
 * everything else that breaks the contract, with one line that names the field.
 */
package io.sketchwatch.jobs.codec;
