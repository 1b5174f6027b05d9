package io.sketchwatch.jobs.command;

/** The recipe of a network that trains within a second, for tests. */
public final class SmallTraining {

  /** One epoch of batches of four people. */
  public static final String RECIPE = recipe(1);

  private SmallTraining() {}

  /** So many epochs. */
  public static String recipe(int epochs) {
    return """
    {"network": {"width": 2, "blocks": [1, 1, 1, 1], "inputHeight": 32, "inputWidth": 16},
     "batches": {"identities": 4, "examplesPerIdentity": 1},
     "optimiser": {"epochs": %d, "warmUpEpochs": 1}}
    """
        .formatted(epochs);
  }
}
