package io.sketchwatch.operators.audit;

import io.sketchwatch.core.audit.AuditHead;
import io.sketchwatch.operators.gallery.BlockSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Of {@link AuditHead}. */
public final class AuditHeadSerializer extends BlockSerializer<AuditHead> {

  /** The one there is. */
  public static final AuditHeadSerializer INSTANCE = new AuditHeadSerializer();

  private static final long serialVersionUID = 1;

  private AuditHeadSerializer() {}

  @Override
  public AuditHead createInstance() {
    return AuditHead.of("");
  }

  @Override
  public void serialize(AuditHead head, DataOutputView out) throws IOException {
    head.write(out);
  }

  @Override
  public AuditHead deserialize(DataInputView in) throws IOException {
    return AuditHead.read(in);
  }

  @Override
  public TypeSerializerSnapshot<AuditHead> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Named in every checkpoint, hence never renamed. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<AuditHead> {

    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
