package io.sketchwatch.operators.model;

import io.sketchwatch.operators.query.SketchToEmbed;
import java.util.List;

/**
 * A query and the models that embed it; or, without a query, word of all the models in service, as
 * in {@link ShotToEmbed}.
 *
 * @param query what to embed, or its end; null for word of the models alone
 * @param models that embed it
 * @param ended names of models under which it is not searched for any more
 */
public record QueryToEmbed(SketchToEmbed query, List<ServedModel> models, List<String> ended) {}
