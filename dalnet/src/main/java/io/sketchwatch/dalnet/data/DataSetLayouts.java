package io.sketchwatch.dalnet.data;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The layouts that are known: five published data sets and the plain one. */
public final class DataSetLayouts {

  private static final List<DataSetLayout> ALL =
      List.of(
          new PkuSketchLayout(),
          new MarketSketchLayout(),
          QmulLayout.SHOES,
          QmulLayout.CHAIRS,
          new CufsfLayout(),
          new PlainLayout());

  private DataSetLayouts() {}

  /** All of them; the first that fits a folder is meant. */
  public static List<DataSetLayout> all() {
    return ALL;
  }

  /**
   * The layout of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static DataSetLayout named(String name) {
    return ALL.stream()
        .filter(layout -> layout.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Expected a layout of %s, but was '%s'".formatted(names(), name)));
  }

  /**
   * The layout that a folder looks like.
   *
   * @throws IOException if it looks like none, or is no folder
   */
  public static DataSetLayout of(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      throw new IOException("Data set '%s' is not a folder".formatted(root));
    }
    return ALL.stream()
        .filter(layout -> layout.isIn(root))
        .findFirst()
        .orElseThrow(
            () ->
                new IOException(
                    "Data set '%s' has none of the known layouts: %s; name one with --layout"
                        .formatted(root, descriptions())));
  }

  private static String names() {
    return ALL.stream().map(DataSetLayout::name).collect(joining(", "));
  }

  private static String descriptions() {
    return ALL.stream()
        .map(layout -> layout.name() + " (" + layout.description() + ")")
        .collect(joining(", "));
  }
}
