package io.sketchwatch.dalnet.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import io.sketchwatch.dalnet.engine.PyTorch;
import io.sketchwatch.dalnet.network.DalNet;
import io.sketchwatch.dalnet.network.Stream;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The way back through the network reads what the way there has closed: none of it may be memory
 * that the garbage collector takes back.
 */
class BackwardMemoryTest {

  private static final int COUNT = 4;
  private static final Shape SHAPE = new Shape(COUNT, 3, 32, 16);
  private static final Cleaner CLEANER = Cleaner.create();

  @Test
  void shouldComeToTheSameGradientsWhateverTheGarbageCollectorDoes() throws InterruptedException {
    assertThat(gradients(true)).isEqualTo(gradients(false));
  }

  private static SortedMap<String, Float> gradients(boolean collect) throws InterruptedException {
    TrainingConfig recipe = SmallRecipe.of(1);
    try (NDManager manager = PyTorch.manager(Device.cpu());
        GradientCollector collector = PyTorch.engine().newGradientCollector()) {
      DalNet network = new DalNet(recipe.networkFor(2));
      network.initialise(manager, 1);
      try (NDArray loss = loss(network, manager, new Objective(recipe.losses()))) {
        if (collect) {
          collectAndOverwrite();
        }
        collector.backward(loss);
      }
      SortedMap<String, Float> sums = new TreeMap<>();
      for (Map.Entry<String, Parameter> entry : network.parametersByName().entrySet()) {
        if (entry.getValue().requiresGradient()) {
          NDArray gradient = entry.getValue().getArray().getGradient();
          sums.put(entry.getKey(), gradient.abs().sum().getFloat());
        }
      }
      return sums;
    }
  }

  private static NDArray loss(DalNet network, NDManager manager, Objective objective) {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      Random random = new Random(4);
      Upload upload = new Upload(manager);
      Map<Stream, NDArray> pictures = new EnumMap<>(Stream.class);
      pictures.put(Stream.PHOTO, upload.of(noise(SHAPE, random), SHAPE));
      pictures.put(Stream.SKETCH, upload.of(noise(SHAPE, random), SHAPE));
      Shape single = new Shape(COUNT, 1, 32, 16);
      NDArray photos = upload.of(noise(SHAPE, random), SHAPE);
      NDArray masks = upload.of(noise(single, random), single);
      pictures.put(Stream.AUXILIARY, DalNet.normalise(network.auxiliary(photos, masks)));
      NDArray loss =
          objective
              .of(network.forward(pictures, true), new long[] {0, 0, 1, 1})
              .get(Objective.TOTAL);
      NDScope.unregister(loss);
      return loss;
    }
  }

  private static float[] noise(Shape shape, Random random) {
    float[] values = new float[(int) shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    return values;
  }

  /** Waits until the collector has been by, then writes over the memory that it has set free. */
  private static void collectAndOverwrite() throws InterruptedException {
    CountDownLatch collected = new CountDownLatch(1);
    CLEANER.register(new Object(), collected::countDown);
    do {
      System.gc();
    } while (!collected.await(100, TimeUnit.MILLISECONDS));
    for (int size = 1; size <= 1 << 16; size *= 2) {
      for (int i = 0; i < 500; i++) {
        ByteBuffer junk = ByteBuffer.allocateDirect(size);
        while (junk.hasRemaining()) {
          junk.put((byte) -1);
        }
      }
    }
  }
}
