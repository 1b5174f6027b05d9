package io.sketchwatch.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.tools.ToolProvider;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code docs/state-compatibility.md} says of records and enums in state, by Flink's own
 * serializers: a release and the one after it are compiled here, each with a class loader.
 */
class StateEvolutionTest {

  private static final String WITH_COUNT = "public record Held(String id, int count) {}";
  private static final String TWO_COLOURS = "public enum Held { RED, BLUE }";

  @TempDir private Path folder;

  private final List<URLClassLoader> loaders = new ArrayList<>();

  @AfterEach
  void closeLoaders() throws IOException {
    for (URLClassLoader loader : loaders) {
      loader.close();
    }
  }

  @Test
  void shouldReadNothingIntoAComponentThatIsAdded() throws Exception {
    Evolution evolution =
        evolve(
            "public record Held(String id) {}",
            "public record Held(String id, String name, int count, boolean seen) {}",
            "t-1");

    assertThat(evolution.compatibility().isCompatibleAfterMigration()).isTrue();
    assertThat(evolution.read()).hasToString("Held[id=t-1, name=null, count=0, seen=false]");
  }

  @Test
  void shouldLeaveOutAComponentThatIsRemoved() throws Exception {
    Evolution evolution = evolve(WITH_COUNT, "public record Held(int count) {}", "t-1", 7);

    assertThat(evolution.compatibility().isCompatibleAfterMigration()).isTrue();
    assertThat(evolution.read()).hasToString("Held[count=7]");
  }

  @Test
  void shouldFindComponentsByNameWhereverTheyStand() throws Exception {
    Evolution evolution =
        evolve(WITH_COUNT, "public record Held(int count, String id) {}", "t-1", 7);

    assertThat(evolution.compatibility().isIncompatible()).isFalse();
    assertThat(evolution.read()).hasToString("Held[count=7, id=t-1]");
  }

  @Test
  void shouldLoseTheValueOfAComponentThatIsRenamed() throws Exception {
    Evolution evolution =
        evolve(WITH_COUNT, "public record Held(String id, int number) {}", "t-1", 7);

    assertThat(evolution.compatibility().isCompatibleAfterMigration()).isTrue();
    assertThat(evolution.read()).hasToString("Held[id=t-1, number=0]");
  }

  @Test
  void shouldRefuseAComponentOfAnotherType() throws Exception {
    Evolution evolution =
        evolve(WITH_COUNT, "public record Held(String id, long count) {}", "t-1", 7);

    assertThat(evolution.compatibility().isIncompatible()).isTrue();
  }

  @Test
  void shouldTakeAConstantThatIsAddedWhereverItStands() throws Exception {
    Evolution evolution = evolve(TWO_COLOURS, "public enum Held { GREEN, RED, BLUE }", "BLUE");

    assertThat(evolution.compatibility().isIncompatible()).isFalse();
    assertThat(evolution.read()).hasToString("BLUE");
  }

  @Test
  void shouldRefuseAnEnumThatLacksAConstant() {
    assertThatThrownBy(() -> evolve(TWO_COLOURS, "public enum Held { RED, NAVY }", "RED"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("an enum value was removed");
  }

  /** Writes a value as the first source says, and finds it in state as the second says. */
  private Evolution evolve(String before, String after, Object... components) throws Exception {
    Class<?> old = compile("before", before);
    TypeSerializer<Object> writer = serializer(old);
    DataOutputSerializer written = new DataOutputSerializer(64);
    writer.serialize(value(old, components), written);
    DataOutputSerializer snapshot = new DataOutputSerializer(64);
    TypeSerializerSnapshot.writeVersionedSnapshot(snapshot, writer.snapshotConfiguration());

    Class<?> young = compile("after", after);
    TypeSerializerSnapshot<Object> restored =
        inLoaderOf(
            young,
            () ->
                TypeSerializerSnapshot.readVersionedSnapshot(
                    new DataInputDeserializer(snapshot.getCopyOfBuffer()), young.getClassLoader()));
    return new Evolution(young, serializer(young), restored, written.getCopyOfBuffer());
  }

  private Class<?> compile(String release, String source) throws Exception {
    Path sources = Files.createDirectories(folder.resolve(release));
    Path file = Files.writeString(sources.resolve("Held.java"), source);
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", sources.toString(), file.toString());
    assertThat(failed).as(source).isZero();
    URLClassLoader loader = new URLClassLoader(new URL[] {sources.toUri().toURL()});
    loaders.add(loader);
    return loader.loadClass("Held");
  }

  @SuppressWarnings("unchecked")
  private static TypeSerializer<Object> serializer(Class<?> type) {
    return (TypeSerializer<Object>)
        TypeInformation.of(type).createSerializer(new SerializerConfigImpl());
  }

  private static Object value(Class<?> type, Object... components) throws Exception {
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .filter(constant -> constant.toString().equals(components[0]))
          .findFirst()
          .orElseThrow();
    }
    return type.getConstructors()[0].newInstance(components);
  }

  /** Flink looks for some classes by the thread's loader. */
  private static <T> T inLoaderOf(Class<?> type, Action<T> action) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(type.getClassLoader());
    try {
      return action.run();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private interface Action<T> {
    T run() throws Exception;
  }

  /** State of the release before, in the one after. */
  private record Evolution(
      Class<?> type,
      TypeSerializer<Object> serializer,
      TypeSerializerSnapshot<Object> restored,
      byte[] written) {

    TypeSerializerSchemaCompatibility<Object> compatibility() {
      return serializer.snapshotConfiguration().resolveSchemaCompatibility(restored);
    }

    /** As a state backend does: by the serializer of before, then by the one of now. */
    Object read() throws Exception {
      Object held =
          inLoaderOf(
              type,
              () -> restored.restoreSerializer().deserialize(new DataInputDeserializer(written)));
      TypeSerializer<Object> now =
          compatibility().isCompatibleWithReconfiguredSerializer()
              ? compatibility().getReconfiguredSerializer()
              : serializer;
      DataOutputSerializer migrated = new DataOutputSerializer(64);
      now.serialize(held, migrated);
      return now.deserialize(new DataInputDeserializer(migrated.getCopyOfBuffer()));
    }
  }
}
