package io.sketchwatch.dalnet.data;

import io.sketchwatch.dalnet.data.DataSetLayout.Part;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A data set, how to read it, and which of its divisions into training and test is meant.
 *
 * @param root its folder
 * @param layout how its files lie
 * @param split from 1
 */
public record DataSetChoice(Path root, DataSetLayout layout, int split) {

  public DataSetChoice {
    if (split < 1 || split > layout.splits()) {
      throw new IllegalArgumentException(
          "Data set '%s' of layout '%s' has splits 1 to %d, but %d was asked for"
              .formatted(root, layout.name(), layout.splits(), split));
    }
  }

  /**
   * Chooses.
   *
   * @param layout its name; null to recognise it from the folder
   * @throws IllegalArgumentException if there is no such layout or split
   * @throws IOException if the folder has no known layout
   */
  public static DataSetChoice of(Path root, String layout, int split) throws IOException {
    return new DataSetChoice(
        root, layout == null ? DataSetLayouts.of(root) : DataSetLayouts.named(layout), split);
  }

  /** The people to learn from. */
  public PersonDataSet train() throws IOException {
    return layout.read(root, Part.TRAIN, split);
  }

  /** The people to be found. */
  public PersonDataSet test() throws IOException {
    return layout.read(root, Part.TEST, split);
  }
}
