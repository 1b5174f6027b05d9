package io.sketchwatch.dalnet.training;

import java.util.Locale;

/** What to lower where the memory does not do for a training step, native or Java's own. */
final class MemoryAdvice {

  private MemoryAdvice() {}

  /** Whether an error says that there was too little memory, on any device. */
  static boolean isFor(Throwable error) {
    String message = String.valueOf(error.getMessage()).toLowerCase(Locale.ROOT);
    return error instanceof OutOfMemoryError
        || message.contains("can't allocate memory")
        || message.contains("not enough memory")
        || message.contains("out of memory");
  }

  /** The advice in one line. */
  static String of(TrainingConfig recipe, int epoch) {
    TrainingConfig.Batches batches = recipe.batches();
    TrainingConfig.Network network = recipe.network();
    return ("Training ran out of memory in epoch %d, with batches of %d × %d examples at %d × %d"
            + " pixels: lower batches.identities (memory falls with it), network.inputHeight and"
            + " inputWidth, or network.width, or use a machine with more memory")
        .formatted(
            epoch,
            batches.identities(),
            batches.examplesPerIdentity(),
            network.inputHeight(),
            network.inputWidth());
  }
}
