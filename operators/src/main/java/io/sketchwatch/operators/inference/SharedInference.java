package io.sketchwatch.operators.inference;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * The inference services of this process, one a key, shared by all subtasks of a TaskManager and
 * counted: the first lease opens a service, the last release closes it and its native memory.
 *
 * <p>Thread-safe. While one is opened or closed the others wait, so a key never has two models at
 * once, not even for a moment.
 */
public final class SharedInference {

  private static final Map<String, Shared> SERVICES = new HashMap<>();

  private SharedInference() {}

  /**
   * Leases the service of a key; opens it if nobody holds it.
   *
   * @param key names the model, its place (device) and its kind; all who use a key must ask for the
   *     same types
   * @throws IOException if the model can't be opened; the key then stays free
   */
  @SuppressWarnings("unchecked")
  public static <I, O> Lease<I, O> acquire(String key, Factory<I, O> factory) throws IOException {
    synchronized (SERVICES) {
      Shared shared = SERVICES.get(key);
      if (shared == null) {
        shared = new Shared(factory.open());
        SERVICES.put(key, shared);
      }
      shared.leases++;
      return new Lease<>(key, (InferenceService<I, O>) shared.service);
    }
  }

  private static void release(String key) {
    synchronized (SERVICES) {
      Shared shared = SERVICES.get(key);
      shared.leases--;
      if (shared.leases == 0) {
        SERVICES.remove(key);
        shared.service.close();
      }
    }
  }

  /** Opens the service of a key; called at most once for as long as somebody holds it. */
  @FunctionalInterface
  public interface Factory<I, O> {
    InferenceService<I, O> open() throws IOException;
  }

  /** The right to use a service until {@link #close}, which may be called more than once. */
  public static final class Lease<I, O> implements AutoCloseable {

    private final String key;
    private final InferenceService<I, O> service;
    private boolean released;

    private Lease(String key, InferenceService<I, O> service) {
      this.key = key;
      this.service = service;
    }

    public InferenceService<I, O> service() {
      return service;
    }

    @Override
    public synchronized void close() {
      if (!released) {
        released = true;
        release(key);
      }
    }
  }

  private static final class Shared {

    private final InferenceService<?, ?> service;
    private int leases;

    private Shared(InferenceService<?, ?> service) {
      this.service = service;
    }
  }
}
