package io.sketchwatch.dalnet.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** TorchScript modules of one function, written in memory and compiled by the engine. */
final class TorchScript {

  private static final String FOLDER = "operation/";
  private static final String CLASS =
      """
      class Operation(Module):
        __parameters__ = []
        __buffers__ = []
        training : bool
        def forward(self: __torch__.Operation, %s) -> %s:
      %s
      """;

  /** Pickle, protocol 2, of an {@code Operation} whose one attribute is {@code training = True}. */
  private static final String MODULE =
      "\u0080\u0002c__torch__\nOperation\nq\0)\u0081}(X\u0008\0\0\0trainingq\u0001\u0088ub.";

  private static final String EMPTY_TUPLE = "\u0080\u0002).";

  private TorchScript() {}

  /**
   * Compiles a function in canonical TorchScript.
   *
   * @param manager owns the module
   * @param parameters as TorchScript declares them, such as {@code x: Tensor, weight: Tensor}
   * @param result its type
   * @param statements a line each; the last one returns the result
   */
  static PtSymbolBlock compile(
      PtNDManager manager, String parameters, String result, List<String> statements) {
    String body = statements.stream().map("    "::concat).collect(Collectors.joining("\n"));
    try {
      byte[] module = module(CLASS.formatted(parameters, result, body));
      return JniUtils.loadModule(manager, new ByteArrayInputStream(module), false, false);
    } catch (IOException e) {
      throw new UncheckedIOException("Memory can always be read", e);
    }
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
