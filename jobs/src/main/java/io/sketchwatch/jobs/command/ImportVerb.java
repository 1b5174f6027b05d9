package io.sketchwatch.jobs.command;

import io.sketchwatch.dalnet.network.DalNetConfig;
import io.sketchwatch.dalnet.training.Checkpoint;
import io.sketchwatch.modelexport.weights.WeightImport;
import io.sketchwatch.modelexport.weights.WeightImport.Kind;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a checkpoint of weights that others trained. */
@Command(
    name = "import",
    description = {
      "Make a checkpoint of weights that others trained: a ResNet of torchvision's layout, which"
          + " train --weights starts from, or a whole DALNet. Weights are read as data; nothing in"
          + " the file is run."
    },
    footer = {
      "  sketchwatch import resnet50 --weights resnet50.pth --out weights/imagenet",
      "  sketchwatch import dalnet --weights dalnet.npz --out checkpoints/theirs",
      "  sketchwatch export --checkpoint checkpoints/theirs --out models/theirs"
    })
final class ImportVerb extends Verb {

  private static final Pattern SIZE = Pattern.compile("(\\d{1,4})x(\\d{1,4})");
  private static final int SMALLEST = 16;

  @Parameters(index = "0", paramLabel = "resnet50|dalnet", description = "What the weights are of.")
  private Kind kind;

  @Option(
      names = "--weights",
      required = true,
      paramLabel = "FILE",
      description = "PyTorch's state dict (.pth), .safetensors or .npz.")
  private Path weights;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The checkpoint; must hold none yet.")
  private Path out;

  @Option(
      names = "--input",
      paramLabel = "HEIGHTxWIDTH",
      defaultValue = "288x144",
      description = "Size of the pictures that the network sees; default: ${DEFAULT-VALUE}.")
  private String input;

  @Option(names = "--json", description = "Print the checkpoint's manifest as JSON.")
  private boolean json;

  @Override
  void run() throws Exception {
    Matcher size = SIZE.matcher(input);
    if (!size.matches()) {
      throw misuse("Input '%s' must be HEIGHTxWIDTH in pixels, such as 288x144".formatted(input));
    }
    int height = Integer.parseInt(size.group(1));
    int width = Integer.parseInt(size.group(2));
    if (height < SMALLEST || width < SMALLEST) {
      throw misuse("Input '%s' must be at least 16x16 pixels".formatted(input));
    }
    Checkpoint checkpoint = new WeightImport(kind, height, width).write(weights, out);
    if (json) {
      JsonLines.write(out(), checkpoint.manifest());
    } else {
      DalNetConfig network = checkpoint.manifest().network();
      out()
          .printf(
              "The checkpoint is in %s: width %d, blocks %s, streams %s, input %dx%d%n",
              out, network.width(), network.blocks(), network.streams(), height, width);
    }
  }
}
