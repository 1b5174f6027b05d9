package io.sketchwatch.operators.gallery;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes immutable values, such as packed blocks, in their own layout, which begins with its
 * version: a later release reads earlier layouts, so the serializer itself stays compatible. Values
 * are never copied.
 */
public abstract class BlockSerializer<T> extends TypeSerializerSingleton<T> {

  private static final long serialVersionUID = 1;

  private static final int VARIES = -1;

  @Override
  public final boolean isImmutableType() {
    return true;
  }

  @Override
  public final T copy(T block) {
    return block;
  }

  @Override
  public final T copy(T block, T reuse) {
    return block;
  }

  @Override
  public final int getLength() {
    return VARIES;
  }

  @Override
  public final T deserialize(T reuse, DataInputView in) throws IOException {
    return deserialize(in);
  }

  @Override
  public final void copy(DataInputView in, DataOutputView out) throws IOException {
    serialize(deserialize(in), out);
  }
}
