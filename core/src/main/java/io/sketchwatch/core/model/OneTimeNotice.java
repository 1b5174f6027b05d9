package io.sketchwatch.core.model;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Says something once, however many subtasks or models find it out. Thread-safe. */
public final class OneTimeNotice {

  private final AtomicBoolean isGiven = new AtomicBoolean();
  private final Consumer<String> listener;

  /** A notice for a listener, such as a logger. */
  public OneTimeNotice(Consumer<String> listener) {
    this.listener = listener;
  }

  /** Gives the notice, unless one was given before. */
  public void give(String notice) {
    if (isGiven.compareAndSet(false, true)) {
      listener.accept(notice);
    }
  }
}
