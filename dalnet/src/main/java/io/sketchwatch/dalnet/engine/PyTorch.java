package io.sketchwatch.dalnet.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.StandardCapabilities;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import com.sun.jna.Function;
import com.sun.jna.Platform;
import io.sketchwatch.core.model.InvalidModelException;
import io.sketchwatch.core.model.OneTimeNotice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens DJL's PyTorch engine, by name, because ONNX Runtime's may be on the class path too.
 *
 * <p>The engine is set up once a process, before its native library loads: nothing is fetched, no
 * usage is reported, large arrays lie in huge pages, and waiting threads sleep instead of spinning,
 * which on a busy machine is the difference between a fraction of a second and several seconds a
 * step. Once something is trained, glibc keeps freed memory for the next step instead of returning
 * it to the system.
 */
public final class PyTorch {

  private static final Logger LOG = LoggerFactory.getLogger(PyTorch.class);
  private static final OneTimeNotice NOTICE = new OneTimeNotice(LOG::warn);
  private static final String NAME = "PyTorch";

  private static final String THREADS = "ai.djl.pytorch.num_threads";

  /** Parameters of glibc's mallopt, from malloc.h. */
  private static final int M_TRIM_THRESHOLD = -1;

  private static final int M_TOP_PAD = -2;
  private static final int M_MMAP_THRESHOLD = -3;
  private static final int M_ARENA_MAX = -8;

  private static boolean keepsFreedMemory;

  private PyTorch() {}

  /** The engine, to train with, on the calling thread, whatever was run on it before. */
  public static Engine engine() {
    Engine engine = Loaded.ENGINE;
    keepFreedMemory();
    JniUtils.setNumThreads(threads());
    return engine;
  }

  /** A manager of native memory on a device, to train with; whoever opens it closes it. */
  public static NDManager manager(Device device) {
    return engine().newBaseManager(device);
  }

  /** The same for networks that are only run: what they leave goes back to the system. */
  static NDManager servingManager(Device device) {
    return Loaded.ENGINE.newBaseManager(device);
  }

  /**
   * The wanted device, or the CPU where there is no such GPU or this build's PyTorch can't use it;
   * the process then warns once.
   */
  public static Device usable(Device wanted) {
    return usable(wanted, gpus(), NOTICE);
  }

  static Device usable(Device wanted, int gpus, OneTimeNotice notice) {
    if (isUsable(wanted, gpus)) {
      return wanted;
    }
    notice.give(
        "The network was to run on %s, but PyTorch can use %d GPUs here, so the CPU is used"
            .formatted(wanted, gpus));
    return Device.cpu();
  }

  /**
   * Requires a device.
   *
   * @throws InvalidModelException if there is no such GPU, or this build's PyTorch can't use it
   */
  public static void require(Device wanted) throws InvalidModelException {
    int gpus = gpus();
    if (!isUsable(wanted, gpus)) {
      throw new InvalidModelException(
          "PyTorch was to run on %s, but can use %d GPUs here".formatted(wanted, gpus));
    }
  }

  private static boolean isUsable(Device wanted, int gpus) {
    return !wanted.isGpu() || wanted.getDeviceId() < gpus;
  }

  private static int gpus() {
    Engine engine = Loaded.ENGINE;
    return engine.hasCapability(StandardCapabilities.CUDA) ? engine.getGpuCount() : 0;
  }

  /** Threads of one operation: that system property, or else all processors. */
  public static int threads() {
    return Integer.getInteger(THREADS, Runtime.getRuntime().availableProcessors());
  }

  private static synchronized void keepFreedMemory() {
    if (keepsFreedMemory || !Platform.isLinux()) {
      return;
    }
    keepsFreedMemory = true;
    try {
      Function mallopt = Function.getFunction("c", "mallopt");
      mallopt.invokeInt(new Object[] {M_ARENA_MAX, 1});
      mallopt.invokeInt(new Object[] {M_MMAP_THRESHOLD, Integer.MAX_VALUE});
      mallopt.invokeInt(new Object[] {M_TRIM_THRESHOLD, Integer.MAX_VALUE});
      mallopt.invokeInt(new Object[] {M_TOP_PAD, 256 << 20});
    } catch (UnsatisfiedLinkError e) {
      LOG.info("The C library is not glibc: training will be slower");
    }
  }

  private static final class Loaded {

    static final Engine ENGINE = load();

    private static Engine load() {
      System.setProperty("ai.djl.offline", "true");
      System.setProperty("OPT_OUT_TRACKING", "true");
      System.setProperty(THREADS, Integer.toString(threads()));
      if (Platform.isLinux()) {
        preset("OMP_WAIT_POLICY", "PASSIVE");
        preset("THP_MEM_ALLOC_ENABLE", "1");
      }
      return Engine.getEngine(NAME);
    }

    /** Java can't change the environment that native libraries read; the user's choice stands. */
    private static void preset(String variable, String value) {
      Function.getFunction("c", "setenv").invokeInt(new Object[] {variable, value, 0});
    }
  }
}
