package io.sketchwatch.operators.gallery;

import io.sketchwatch.core.gallery.CodeBlock;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Of {@link CodeBlock}. */
public final class CodeBlockSerializer extends BlockSerializer<CodeBlock> {

  /** The one there is. */
  public static final CodeBlockSerializer INSTANCE = new CodeBlockSerializer();

  private static final long serialVersionUID = 1;

  private CodeBlockSerializer() {}

  @Override
  public CodeBlock createInstance() {
    return CodeBlock.empty(1);
  }

  @Override
  public void serialize(CodeBlock block, DataOutputView out) throws IOException {
    block.write(out);
  }

  @Override
  public CodeBlock deserialize(DataInputView in) throws IOException {
    return CodeBlock.read(in);
  }

  @Override
  public TypeSerializerSnapshot<CodeBlock> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Named in every checkpoint, hence never renamed. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<CodeBlock> {

    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
