package io.sketchwatch.modelexport.weights;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PickleTest {

  /**
   * Python's {@code pickle.dumps({"a": [1, -2, 300, 70000, -2**40], "b": (None, True, 0.5)}, 2)}.
   */
  private static final String DUMPED =
      "\u0080\u0002}q\0(X\1\0\0\0aq\1]q\2(K\1J\u00fe\u00ff\u00ff\u00ffM,\1Jp\u0011\1\0"
          + "\u008a\6\0\0\0\0\0\u00ffeX\1\0\0\0bq\3N\u0088G?\u00e0\0\0\0\0\0\0\u0087q\4u.";

  @Test
  void shouldReadWhatPythonWrote() {
    assertThat(read(DUMPED))
        .isEqualTo(
            Map.of(
                "a",
                List.of(1L, -2L, 300L, 70000L, -(1L << 40)),
                "b",
                Arrays.asList(null, true, 0.5)));
  }

  @ParameterizedTest
  @CsvSource({
    "cos/system/(X1aR., refuses os.system",
    "cbuiltins/eval/., refuses builtins.eval",
    "ios/system/., instruction 0x69 at byte 0",
    "}., ends early",
    "(K1, ends early",
    "cos, ends early",
    "., takes more than it has made",
    "t., closes a collection",
    "h5., refers to something that it has not kept",
    "}]K1s., a dict whose key is neither text nor number",
    "}(K1u., a key without a value",
    "K1K1a., something else where a List must be",
    "NK1a., something else where a List must be",
    "]K1b., something else where a Map must be",
    "K1)R., refuses to call"
  })
  void shouldRefuseAnythingElse(String code, String reason) {
    String pickle = code.replace('/', '\n').replace('1', '\1').replace('5', '\5');
    String ended = reason.equals("ends early") ? pickle.replace(".", "") : pickle;

    assertThatThrownBy(() -> read(ended))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void shouldRefuseOtherProtocols() {
    assertThatThrownBy(() -> read("\u0080\4K\1."))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be of protocol 2");
  }

  @Test
  void shouldBoundTheLengthsThatAPickleClaims() {
    assertThatThrownBy(() -> read("X\u00ff\u00ff\u00ff\u007fabc."))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ends early");
    assertThatThrownBy(() -> read("\u008a\u00ff" + "a".repeat(255) + "."))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("an integer of 255 bytes");
  }

  @Test
  void shouldBoundTheDepthOfNesting() {
    assertThat(read("(".repeat(1000) + "t".repeat(1000) + ".")).isInstanceOf(List.class);
    assertThatThrownBy(() -> read("(".repeat(1001) + "t".repeat(1001) + "."))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nested deeper than 1000");
  }

  @Test
  void shouldReadACollectionThatHoldsItself() {
    Object read = read("]q\0h\0a.");

    assertThat(((List<?>) read).get(0)).isSameAs(read);
  }

  private static Object read(String pickle) {
    return Pickle.read(ByteBuffer.wrap(pickle.getBytes(ISO_8859_1)), new NoNames());
  }

  private static final class NoNames implements Pickle.Names {

    @Override
    public Object global(String name) {
      throw new IllegalArgumentException("refuses " + name);
    }

    @Override
    public Object call(Object global, List<?> arguments) {
      throw new IllegalArgumentException("refuses to call");
    }

    @Override
    public Object persistent(Object id) {
      throw new IllegalArgumentException("refuses to look outside");
    }
  }
}
