package io.sketchwatch.core.query;

/**
 * On whose word a search runs.
 *
 * @param reference the case
 * @param purpose why, in words
 * @param owner who answers for it
 */
public record Authority(String reference, String purpose, String owner) {}
