package io.sketchwatch.operators.calibration;

import io.sketchwatch.core.calibration.ScoreBackground;
import io.sketchwatch.operators.gallery.BlockSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Of {@link ScoreBackground}. */
public final class ScoreBackgroundSerializer extends BlockSerializer<ScoreBackground> {

  /** The one there is. */
  public static final ScoreBackgroundSerializer INSTANCE = new ScoreBackgroundSerializer();

  private static final long serialVersionUID = 1;

  private ScoreBackgroundSerializer() {}

  @Override
  public ScoreBackground createInstance() {
    return ScoreBackground.EMPTY;
  }

  @Override
  public void serialize(ScoreBackground background, DataOutputView out) throws IOException {
    background.write(out);
  }

  @Override
  public ScoreBackground deserialize(DataInputView in) throws IOException {
    return ScoreBackground.read(in);
  }

  @Override
  public TypeSerializerSnapshot<ScoreBackground> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Named in every checkpoint, hence never renamed. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<ScoreBackground> {

    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
