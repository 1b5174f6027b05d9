package io.sketchwatch.dalnet.training;

/**
 * A file whose weights were imported.
 *
 * @param kind what the weights were of, such as {@code RESNET50}
 * @param file its name
 * @param sha256 of its bytes, in lower-case hex
 */
public record WeightOrigin(String kind, String file, String sha256) {}
