package io.sketchwatch.dalnet.training;

import io.sketchwatch.dalnet.network.Interaction;
import io.sketchwatch.dalnet.network.Stream;
import java.util.List;
import java.util.Set;

/**
 * The rows of the paper's ablation tables. Each adds to the one above it, up to {@link #FULL}; the
 * last two take something away from that.
 */
public enum AblationRow {
  /** Photo and sketch streams, identity loss alone. */
  BASELINE(false, Interaction.NONE, Set.of()),
  /** The auxiliary stream and its identity loss. */
  AUXILIARY(true, Interaction.NONE, Set.of()),
  /** The original circle loss over the joint batch. */
  CIRCLE(true, Interaction.NONE, Set.of(Part.CIRCLE)),
  /** The cross-modal circle loss instead of the original one. */
  CROSS_MODAL(true, Interaction.NONE, Set.of(Part.CROSS_MODAL)),
  /** The style refinement loss. */
  STYLE(true, Interaction.NONE, Set.of(Part.CROSS_MODAL, Part.STYLE)),
  /** Bilinear alignment and the identity loss of its embeddings. */
  BILINEAR_ALIGNMENT(true, Interaction.BILINEAR_ALIGNMENT, Set.of(Part.CROSS_MODAL, Part.STYLE)),
  /** Auxiliary cross-attention after it. */
  CROSS_ATTENTION(true, Interaction.CROSS_ATTENTION, Set.of(Part.CROSS_MODAL, Part.STYLE)),
  /** The intra-modal circle loss: the whole method. */
  FULL(true, Interaction.CROSS_ATTENTION, Set.of(Part.CROSS_MODAL, Part.STYLE, Part.INTRA_MODAL)),
  /** The whole method with the auxiliary generator's kernel as it starts. */
  FIXED_KERNEL(
      true,
      Interaction.CROSS_ATTENTION,
      Set.of(Part.CROSS_MODAL, Part.STYLE, Part.INTRA_MODAL, Part.FIXED_KERNEL)),
  /** The whole method without the style refinement loss. */
  WITHOUT_STYLE(true, Interaction.CROSS_ATTENTION, Set.of(Part.CROSS_MODAL, Part.INTRA_MODAL));

  private enum Part {
    CIRCLE,
    CROSS_MODAL,
    STYLE,
    INTRA_MODAL,
    FIXED_KERNEL
  }

  private final boolean auxiliary;
  private final Interaction interaction;
  private final Set<Part> parts;

  AblationRow(boolean auxiliary, Interaction interaction, Set<Part> parts) {
    this.auxiliary = auxiliary;
    this.interaction = interaction;
    this.parts = parts;
  }

  /**
   * A recipe with this row's parts and losses, those at the recipe's weights; the original circle
   * loss has the weight of the cross-modal one, whose place it takes. Sizes, rates and all else
   * stay.
   */
  public TrainingConfig of(TrainingConfig recipe) {
    TrainingConfig.Network old = recipe.network();
    TrainingConfig.Losses settings = recipe.losses();
    return new TrainingConfig(
        new TrainingConfig.Network(
            old.width(),
            old.blocks(),
            old.inputHeight(),
            old.inputWidth(),
            auxiliary ? List.of(Stream.values()) : List.of(Stream.PHOTO, Stream.SKETCH),
            !parts.contains(Part.FIXED_KERNEL),
            interaction,
            old.reduction()),
        recipe.batches(),
        recipe.masks(),
        recipe.augmentation(),
        recipe.optimiser(),
        new TrainingConfig.Losses(
            weight(Part.STYLE, settings.style()),
            weight(Part.CROSS_MODAL, settings.crossModal()),
            weight(Part.INTRA_MODAL, settings.intraModal()),
            weight(Part.CIRCLE, settings.crossModal()),
            settings.tau(),
            settings.margin(),
            settings.gamma()),
        recipe.precision(),
        recipe.seed());
  }

  private double weight(Part loss, double weight) {
    return parts.contains(loss) ? weight : 0;
  }
}
