package io.sketchwatch.operators.calibration;

import io.sketchwatch.core.calibration.Calibration;
import io.sketchwatch.operators.gallery.BlockSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Of {@link Calibration}. */
public final class CalibrationSerializer extends BlockSerializer<Calibration> {

  /** The one there is. */
  public static final CalibrationSerializer INSTANCE = new CalibrationSerializer();

  private static final long serialVersionUID = 1;

  private CalibrationSerializer() {}

  @Override
  public Calibration createInstance() {
    return null;
  }

  @Override
  public void serialize(Calibration calibration, DataOutputView out) throws IOException {
    calibration.write(out);
  }

  @Override
  public Calibration deserialize(DataInputView in) throws IOException {
    return Calibration.read(in);
  }

  @Override
  public TypeSerializerSnapshot<Calibration> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Named in every checkpoint, hence never renamed. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<Calibration> {

    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
