package io.sketchwatch.dalnet.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * An operation of PyTorch that DJL does not offer, as a TorchScript module of one function, which
 * is written in memory and compiled by the engine. Gradients pass through it. Thread-safe; lives as
 * long as the process.
 *
 * <p>Keep it to one operation that makes an array: from two on, the compiler derives gradients of
 * its own once it has seen a few calls, and the last bits of a run would depend on when it began.
 */
public final class ScriptedOperation {

  private static final String FOLDER = "operation/";
  private static final String CLASS =
      """
      class Operation(Module):
        __parameters__ = []
        __buffers__ = []
        training : bool
        def forward(self: __torch__.Operation, %s) -> Tensor:
          return %s
      """;

  /** Pickle, protocol 2, of an {@code Operation} whose one attribute is {@code training = True}. */
  private static final String MODULE =
      "\u0080\u0002c__torch__\nOperation\nq\0)\u0081}(X\u0008\0\0\0trainingq\u0001\u0088ub.";

  private static final String EMPTY_TUPLE = "\u0080\u0002).";

  private final PtSymbolBlock block;

  /**
   * Compiles an operation.
   *
   * @param parameters as TorchScript declares them, such as {@code x: Tensor, weight: Tensor}
   * @param result an expression in canonical TorchScript, such as {@code torch.to(x, 15)}
   */
  public ScriptedOperation(String parameters, String result) {
    try {
      byte[] module = module(CLASS.formatted(parameters, result));
      PtNDManager manager = (PtNDManager) PyTorch.manager(Device.cpu());
      block = JniUtils.loadModule(manager, new ByteArrayInputStream(module), false, false);
    } catch (IOException e) {
      throw new UncheckedIOException("Memory can always be read", e);
    }
  }

  /** The result for some arrays, one a parameter. It belongs to the first array's manager. */
  public NDArray apply(NDArray... inputs) {
    return IValueUtils.forward(block, new NDList(inputs), true).singletonOrThrow();
  }

  private static byte[] module(String code) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setMethod(ZipOutputStream.STORED);
      add(zip, "data.pkl", MODULE.getBytes(ISO_8859_1));
      add(zip, "code/__torch__.py", code.getBytes(UTF_8));
      add(zip, "constants.pkl", EMPTY_TUPLE.getBytes(ISO_8859_1));
      add(zip, "version", "3\n".getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(FOLDER + name);
    CRC32 checksum = new CRC32();
    checksum.update(content);
    entry.setCrc(checksum.getValue());
    entry.setSize(content.length);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }
}
