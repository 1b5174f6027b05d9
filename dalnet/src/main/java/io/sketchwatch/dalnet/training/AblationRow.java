package io.sketchwatch.dalnet.training;

import io.sketchwatch.dalnet.network.Interaction;
import io.sketchwatch.dalnet.network.Stream;
import java.util.List;

/**
 * The rows of the paper's ablation tables. Each adds to the one above it, up to {@link #FULL}; the
 * last two take something away from that.
 */
public enum AblationRow {
  /** Photo and sketch streams, identity loss alone. */
  BASELINE(false, Interaction.NONE, true, 0, 0, 0, 0),
  /** The auxiliary stream and its identity loss. */
  AUXILIARY(true, Interaction.NONE, true, 0, 0, 0, 0),
  /** The original circle loss over the joint batch. */
  CIRCLE(true, Interaction.NONE, true, 0, 0, 0, 1),
  /** The cross-modal circle loss instead of the original one. */
  CROSS_MODAL(true, Interaction.NONE, true, 0, 1, 0, 0),
  /** The style refinement loss. */
  STYLE(true, Interaction.NONE, true, 1, 1, 0, 0),
  /** Bilinear alignment and the identity loss of its embeddings. */
  BILINEAR_ALIGNMENT(true, Interaction.BILINEAR_ALIGNMENT, true, 1, 1, 0, 0),
  /** Auxiliary cross-attention after it. */
  CROSS_ATTENTION(true, Interaction.CROSS_ATTENTION, true, 1, 1, 0, 0),
  /** The intra-modal circle loss: the whole method. */
  FULL(true, Interaction.CROSS_ATTENTION, true, 1, 1, 1, 0),
  /** The whole method with the auxiliary generator's kernel as it starts. */
  FIXED_KERNEL(true, Interaction.CROSS_ATTENTION, false, 1, 1, 1, 0),
  /** The whole method without the style refinement loss. */
  WITHOUT_STYLE(true, Interaction.CROSS_ATTENTION, true, 0, 1, 1, 0);

  private final boolean auxiliary;
  private final Interaction interaction;
  private final boolean kernelTrained;
  private final int style;
  private final int crossModal;
  private final int intraModal;
  private final int circle;

  AblationRow(
      boolean auxiliary,
      Interaction interaction,
      boolean kernelTrained,
      int style,
      int crossModal,
      int intraModal,
      int circle) {
    this.auxiliary = auxiliary;
    this.interaction = interaction;
    this.kernelTrained = kernelTrained;
    this.style = style;
    this.crossModal = crossModal;
    this.intraModal = intraModal;
    this.circle = circle;
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
            kernelTrained,
            interaction,
            old.reduction()),
        recipe.batches(),
        recipe.masks(),
        recipe.augmentation(),
        recipe.optimiser(),
        new TrainingConfig.Losses(
            style * settings.style(),
            crossModal * settings.crossModal(),
            intraModal * settings.intraModal(),
            circle * settings.crossModal(),
            settings.tau(),
            settings.margin(),
            settings.gamma()),
        recipe.precision(),
        recipe.seed());
  }
}
