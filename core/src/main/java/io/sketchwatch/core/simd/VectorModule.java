package io.sketchwatch.core.simd;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The module of the JDK's Vector API, which incubates: a JVM has it only if it was started with
 * {@code --add-modules jdk.incubator.vector}.
 */
public final class VectorModule {

  /** Its name. */
  public static final String NAME = "jdk.incubator.vector";

  private static final Logger LOG = LoggerFactory.getLogger(VectorModule.class);

  private VectorModule() {}

  /**
   * An instance of a class that is written with the Vector API, or empty where this JVM can't load
   * it.
   *
   * @param caller may call the class's constructor, which takes nothing
   * @param type that it is used as
   * @param name of the class, which lies in the caller's package
   */
  public static <T> Optional<T> load(MethodHandles.Lookup caller, Class<T> type, String name) {
    if (ModuleLayer.boot().findModule(NAME).isEmpty()) {
      return Optional.empty();
    }
    try {
      Class<?> found = caller.findClass(caller.lookupClass().getPackageName() + "." + name);
      return Optional.of(
          type.cast(caller.findConstructor(found, MethodType.methodType(void.class)).invoke()));
    } catch (Throwable e) {
      // A class of another JDK's Vector API fails to link with an error, as its constructor may.
      LOG.warn("Class '{}' can't be loaded: this JVM's {} is another", name, NAME, e);
      return Optional.empty();
    }
  }
}
