package io.sketchwatch.operators.embedding;

import io.sketchwatch.core.crop.CropStore;
import java.io.IOException;
import java.io.Serializable;

/** Says where a job keeps its crops; travels with the job graph and opens the store per subtask. */
@FunctionalInterface
public interface CropStoreFactory extends Serializable {

  /** Opens the store; the caller closes it. */
  CropStore open() throws IOException;
}
