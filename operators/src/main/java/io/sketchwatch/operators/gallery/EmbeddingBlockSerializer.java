package io.sketchwatch.operators.gallery;

import io.sketchwatch.core.gallery.EmbeddingBlock;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Of {@link EmbeddingBlock}. */
public final class EmbeddingBlockSerializer extends BlockSerializer<EmbeddingBlock> {

  /** The one there is. */
  public static final EmbeddingBlockSerializer INSTANCE = new EmbeddingBlockSerializer();

  private static final long serialVersionUID = 1;

  private EmbeddingBlockSerializer() {}

  @Override
  public EmbeddingBlock createInstance() {
    return EmbeddingBlock.empty(1);
  }

  @Override
  public void serialize(EmbeddingBlock block, DataOutputView out) throws IOException {
    block.write(out);
  }

  @Override
  public EmbeddingBlock deserialize(DataInputView in) throws IOException {
    return EmbeddingBlock.read(in);
  }

  @Override
  public TypeSerializerSnapshot<EmbeddingBlock> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Named in every checkpoint, hence never renamed. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<EmbeddingBlock> {

    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
