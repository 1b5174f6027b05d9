package io.sketchwatch.dalnet.data;

import java.io.IOException;
import java.nio.file.Path;

/** How the files of a data set lie in their folder, as it was published, and how it is divided. */
public interface DataSetLayout {

  /** What a part of a data set is for. */
  enum Part {
    TRAIN,
    TEST
  }

  /** What it is called on the command line, such as {@code pku-sketch}. */
  String name();

  /** Where its files are expected, in one line. */
  String description();

  /** Whether a folder looks like one; looks at names only. */
  boolean isIn(Path root);

  /** How many divisions into training and test there are; 1 where it is given. */
  int splits();

  /**
   * Lists the pictures of a part; none is read yet.
   *
   * @param split from 1 to {@link #splits}
   * @throws IOException if the part has no photos or no sketches
   */
  PersonDataSet read(Path root, Part part, int split) throws IOException;
}
