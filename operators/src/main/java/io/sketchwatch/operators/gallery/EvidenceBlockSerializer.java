package io.sketchwatch.operators.gallery;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Of {@link EvidenceBlock}. */
public final class EvidenceBlockSerializer extends BlockSerializer<EvidenceBlock> {

  /** The one there is. */
  public static final EvidenceBlockSerializer INSTANCE = new EvidenceBlockSerializer();

  private static final long serialVersionUID = 1;

  private EvidenceBlockSerializer() {}

  @Override
  public EvidenceBlock createInstance() {
    return EvidenceBlock.EMPTY;
  }

  @Override
  public void serialize(EvidenceBlock block, DataOutputView out) throws IOException {
    block.write(out);
  }

  @Override
  public EvidenceBlock deserialize(DataInputView in) throws IOException {
    return EvidenceBlock.read(in);
  }

  @Override
  public TypeSerializerSnapshot<EvidenceBlock> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Named in every checkpoint, hence never renamed. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<EvidenceBlock> {

    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
