package io.sketchwatch.core.gallery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sketchwatch.core.embedding.Embedding;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlockLayoutTest {

  private static final Embedding FIRST = new Embedding(new float[] {0.6f, -0.8f});
  private static final Embedding SECOND = new Embedding(new float[] {1, 0});

  @Test
  void shouldReadBackCodes() throws IOException {
    CodeBlock block = CodeBlock.of(2, List.of(FIRST, SECOND));

    assertThat(CodeBlock.read(in(bytes(block)))).isEqualTo(block);
  }

  @Test
  void shouldReadBackEmbeddings() throws IOException {
    EmbeddingBlock block = EmbeddingBlock.empty(2).with(FIRST).with(SECOND);

    EmbeddingBlock read = EmbeddingBlock.read(in(bytes(block)));

    assertThat(read).isEqualTo(block);
    assertThat(read.embedding(1)).isEqualTo(SECOND);
  }

  @Test
  void shouldKeepTheLayoutOfEmbeddings() throws IOException {
    assertThat(HexFormat.of().formatHex(bytes(EmbeddingBlock.empty(2).with(SECOND))))
        .isEqualTo("01" + "00000001" + "00000002" + "0000803f" + "00000000");
  }

  @Test
  void shouldKeepTheLayoutOfCodes() throws IOException {
    String written = HexFormat.of().formatHex(bytes(CodeBlock.of(2, List.of(SECOND, FIRST))));

    assertThat(written).startsWith("01" + "00000002" + "00000002" + "7f00" + "5f81" + "0402013c");
    assertThat(written).hasSize(2 * (9 + 2 * (2 + 12)));
  }

  @Test
  void shouldRefuseALaterVersion() throws IOException {
    byte[] later = bytes(CodeBlock.of(2, List.of(FIRST)));
    later[0] = 9;

    assertThatThrownBy(() -> CodeBlock.read(in(later)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("layout version 1, but was 9");
  }

  private static DataInputStream in(byte[] bytes) {
    return new DataInputStream(new ByteArrayInputStream(bytes));
  }

  private static byte[] bytes(CodeBlock block) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    block.write(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static byte[] bytes(EmbeddingBlock block) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    block.write(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }
}
