package io.sketchwatch.jobs.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnknownFieldSet;
import io.sketchwatch.core.embedding.Embedding;
import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.jobs.codec.proto.BoxMessage;
import io.sketchwatch.jobs.codec.proto.SightingMessage;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SightingCodecTest {

  private static final Sighting SIGHTING = Samples.aSighting("gate", 2);

  @Property(tries = 100)
  void shouldReadBackEverySighting(
      @ForAll @Size(min = 1, max = 50) @FloatRange(min = -1, max = 1) float[] values,
      @ForAll @IntRange(max = 2) int shot)
      throws Exception {
    Sighting sighting = withEmbedding(values, shot);

    assertThat(SightingCodec.decode(SightingCodec.encode(sighting))).isEqualTo(sighting);
  }

  @Test
  void shouldReadBackASightingWithoutACrop() throws Exception {
    Sighting sighting =
        new Sighting(
            SIGHTING.cameraId(),
            SIGHTING.trackletId(),
            0,
            SIGHTING.firstSeen(),
            SIGHTING.lastSeen(),
            SIGHTING.box(),
            SIGHTING.quality(),
            SIGHTING.frame(),
            SIGHTING.modelId(),
            SIGHTING.embedding(),
            null);

    assertThat(SightingCodec.decode(SightingCodec.encode(sighting))).isEqualTo(sighting);
  }

  @Test
  void shouldIgnoreFieldsOfANewerWriter() throws Exception {
    UnknownFieldSet.Field unknown =
        UnknownFieldSet.Field.newBuilder()
            .addLengthDelimited(ByteString.copyFrom("blue coat", UTF_8))
            .build();
    byte[] newer =
        message()
            .setUnknownFields(UnknownFieldSet.newBuilder().addField(99, unknown).build())
            .build()
            .toByteArray();

    assertThat(newer).hasSizeGreaterThan(SightingCodec.encode(SIGHTING).length);
    assertThat(SightingCodec.decode(newer)).isEqualTo(SIGHTING);
  }

  @Test
  void shouldRefuseWhatIsNoSightingInOneLine() throws Exception {
    assertRefused("hello".getBytes(UTF_8), "Sighting must be a SightingMessage");
    assertRefused(new byte[0], "must have a frame and a box");
    assertRefused(message().clearEmbedding().build().toByteArray(), "but its 0 values are not");
    assertRefused(
        message().setEmbedding(0, Float.NaN).build().toByteArray(), "an embedding of finite");
    assertRefused(
        message().setBox(BoxMessage.getDefaultInstance()).build().toByteArray(), "at least 1x1");
    assertRefused(
        message()
            .setFirstSeen(Timestamp.newBuilder().setSeconds(Long.MAX_VALUE))
            .build()
            .toByteArray(),
        "must be an instant");
    assertRefused(message().clearCameraId().build().toByteArray(), "Camera of Sighting");
  }

  private static void assertRefused(byte[] bytes, String expected) {
    assertThatExceptionOfType(BadRecordException.class)
        .isThrownBy(() -> SightingCodec.decode(bytes))
        .withMessageContaining(expected)
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
  }

  private static SightingMessage.Builder message() throws Exception {
    return SightingMessage.parseFrom(SightingCodec.encode(SIGHTING)).toBuilder();
  }

  private static Sighting withEmbedding(float[] values, int shot) {
    return new Sighting(
        SIGHTING.cameraId(),
        SIGHTING.trackletId(),
        shot,
        SIGHTING.firstSeen(),
        SIGHTING.lastSeen(),
        SIGHTING.box(),
        SIGHTING.quality(),
        SIGHTING.frame(),
        SIGHTING.modelId(),
        new Embedding(values),
        SIGHTING.crop());
  }
}
