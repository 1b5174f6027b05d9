package io.sketchwatch.operators.embedding;

import io.sketchwatch.core.crop.StoredCrops;
import java.io.Serializable;

/** Says where a job finds crops; travels with the job graph and opens them per subtask. */
@FunctionalInterface
public interface StoredCropsFactory extends Serializable {

  /** Opens them; the caller closes them. */
  StoredCrops open();
}
