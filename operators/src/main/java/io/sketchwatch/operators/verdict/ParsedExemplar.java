package io.sketchwatch.operators.verdict;

import io.sketchwatch.core.frame.DeadLetter;

/**
 * What a source made of one record of the exemplar topic.
 *
 * @param queryId what follows is keyed by; empty if it could not be read
 * @param update what changes, or null
 * @param deadLetter why that can't be told, or null
 */
public record ParsedExemplar(String queryId, ExemplarUpdate update, DeadLetter deadLetter) {}
