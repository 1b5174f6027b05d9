package io.sketchwatch.operators.model;

import io.sketchwatch.core.tracklet.Shot;
import java.util.List;

/**
 * A shot and the models that embed it; or, without a shot, word of all the models in service, so
 * that they are loaded before the first shot and given back after the last.
 *
 * @param shot what to embed; null for word of the models alone
 * @param models the one in force for its tracklet, then the candidates
 */
public record ShotToEmbed(Shot shot, List<ServedModel> models) {}
