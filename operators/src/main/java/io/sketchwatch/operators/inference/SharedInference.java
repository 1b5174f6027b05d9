package io.sketchwatch.operators.inference;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The inference services of this process, one a key, shared by all subtasks of a TaskManager and
 * counted: the first lease opens a service, the last release closes it and its native memory.
 *
 * <p>Thread-safe. While one is opened or closed others of its key wait, so a key never has two
 * models at once, not even for a moment; those of other keys don't.
 */
public final class SharedInference {

  private static final Map<String, Shared> SERVICES = new ConcurrentHashMap<>();

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
    Shared shared = SERVICES.computeIfAbsent(key, name -> new Shared());
    return new Lease<>(shared, (InferenceService<I, O>) shared.acquire(factory));
  }

  /** Opens the service of a key; called at most once for as long as somebody holds it. */
  @FunctionalInterface
  public interface Factory<I, O> {
    InferenceService<I, O> open() throws IOException;
  }

  /** The right to use a service until {@link #close}, which may be called more than once. */
  public static final class Lease<I, O> implements AutoCloseable {

    private final Shared shared;
    private final InferenceService<I, O> service;
    private boolean released;

    private Lease(Shared shared, InferenceService<I, O> service) {
      this.shared = shared;
      this.service = service;
    }

    public InferenceService<I, O> service() {
      return service;
    }

    @Override
    public synchronized void close() {
      if (!released) {
        released = true;
        shared.release();
      }
    }
  }

  /** The place of one key, which stays when its service goes. */
  private static final class Shared {

    private InferenceService<?, ?> service;
    private int leases;

    synchronized InferenceService<?, ?> acquire(Factory<?, ?> factory) throws IOException {
      if (leases == 0) {
        service = factory.open();
      }
      leases++;
      return service;
    }

    synchronized void release() {
      leases--;
      if (leases == 0) {
        service.close();
        service = null;
      }
    }
  }
}
