package io.sketchwatch.dalnet.engine;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.pytorch.jni.JniUtils;
import io.sketchwatch.core.model.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ScriptedNetworkTest {

  private static final List<String> PRODUCT = List.of("y = torch.matmul(x, w[0])", "return [y, x]");
  private static final List<String> SUM = List.of("return [torch.sum(w[0])]");
  private static final int MEGABYTE = 1 << 20;

  /** Other tests train on this thread. */
  @AfterAll
  static void leaveTheThreadAsItWas() {
    JniUtils.setGraphExecutorOptimize(true);
  }

  @Test
  void shouldRunStatementsOverItsWeights() {
    Tensor weight = new Tensor(new long[] {2, 1}, new float[] {3, 4});
    try (ScriptedNetwork network =
        ScriptedNetwork.open(PRODUCT, List.of(weight), 1, Device.cpu())) {
      assertThat(network.run(floats(1, 2, 10, 20), 2, 2))
          .containsExactly(
              new Tensor(new long[] {2, 1}, new float[] {11, 110}),
              new Tensor(new long[] {2, 2}, new float[] {1, 2, 10, 20}));
    }
  }

  @Test
  void shouldUseAsManyThreadsAsItWasGivenOnEveryThreadThatCallsIt() throws Exception {
    Tensor weight = new Tensor(new long[] {1, 1}, new float[] {1});
    try (ScriptedNetwork alone = ScriptedNetwork.open(PRODUCT, List.of(weight), 1, Device.cpu());
        ScriptedNetwork shared = ScriptedNetwork.open(PRODUCT, List.of(weight), 3, Device.cpu())) {
      assertThat(onAThreadOfItsOwn(() -> threadsOf(shared))).isEqualTo(3);
      assertThat(onAThreadOfItsOwn(() -> threadsOf(alone))).isEqualTo(1);
      assertThat(threadsOf(shared)).isEqualTo(3);
    }
  }

  @Test
  void shouldLeaveTrainingItsThreads() {
    Tensor weight = new Tensor(new long[] {1, 1}, new float[] {1});
    try (ScriptedNetwork alone = ScriptedNetwork.open(PRODUCT, List.of(weight), 1, Device.cpu())) {
      assertThat(threadsOf(alone)).isEqualTo(1);
    }

    assertThat(PyTorch.engine()).isNotNull();
    assertThat(JniUtils.getNumThreads()).isEqualTo(PyTorch.threads());
  }

  @Test
  void shouldLeaveNothingBehindWhenItIsClosed() throws IOException {
    openAndClose(4);
    long before = residentBytes();

    openAndClose(40);

    assertThat(residentBytes() - before).isLessThan(40L * 16 * MEGABYTE / 2);
  }

  private static void openAndClose(int times) {
    Tensor weight = new Tensor(new long[] {MEGABYTE / 16}, new float[MEGABYTE / 16]);
    List<Tensor> weights = Collections.nCopies(64, weight);
    for (int i = 0; i < times; i++) {
      try (ScriptedNetwork network = ScriptedNetwork.open(SUM, weights, 1, Device.cpu())) {
        assertThat(network.run(floats(1), 1)).hasSize(1);
      }
    }
  }

  private static int threadsOf(ScriptedNetwork network) {
    network.run(floats(1), 1, 1);
    return JniUtils.getNumThreads();
  }

  private static <T> T onAThreadOfItsOwn(Callable<T> call) throws Exception {
    FutureTask<T> task = new FutureTask<>(call);
    new Thread(task).start();
    return task.get();
  }

  private static ByteBuffer floats(float... values) {
    ByteBuffer buffer =
        ByteBuffer.allocateDirect(Float.BYTES * values.length).order(ByteOrder.nativeOrder());
    buffer.asFloatBuffer().put(values);
    return buffer;
  }

  private static long residentBytes() throws IOException {
    System.gc();
    try (Scanner pages = new Scanner(Path.of("/proc/self/statm"), US_ASCII)) {
      pages.nextLong();
      return pages.nextLong() * 4096;
    }
  }
}
