package io.sketchwatch.jobs.live;

import io.sketchwatch.core.alert.Alert;
import io.sketchwatch.core.audit.AuditAnchor;
import io.sketchwatch.core.audit.AuditRecord;
import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.core.frame.Coverage;
import io.sketchwatch.core.frame.DeadLetter;
import io.sketchwatch.core.model.ModelStatus;
import io.sketchwatch.core.query.QueryStatus;
import io.sketchwatch.operators.verdict.ExemplarUpdate;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * What the job produces.
 *
 * @param sightings for topic {@code sightings}
 * @param alerts for topic {@code alerts}
 * @param exemplars for topic {@code exemplars}, from where they come back as input
 * @param statuses for topic {@code query-status}
 * @param modelStatuses for topic {@code model-status}
 * @param coverage for topic {@code coverage}
 * @param deadLetters for topic {@code dead-letters}
 * @param audit for topic {@code audit}, to be written exactly once
 * @param auditAnchors for topic {@code audit-anchors}, likewise
 */
public record LiveOutputs(
    DataStream<Sighting> sightings,
    DataStream<Alert> alerts,
    DataStream<ExemplarUpdate> exemplars,
    DataStream<QueryStatus> statuses,
    DataStream<ModelStatus> modelStatuses,
    DataStream<Coverage> coverage,
    DataStream<DeadLetter> deadLetters,
    DataStream<AuditRecord> audit,
    DataStream<AuditAnchor> auditAnchors) {}
