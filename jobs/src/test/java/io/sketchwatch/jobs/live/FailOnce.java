package io.sketchwatch.jobs.live;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/**
 * Makes one operator of a production graph throw once, after it has processed some records, by
 * standing between it and Flink. The operator itself is not changed.
 */
final class FailOnce {

  private static final Map<String, AtomicInteger> COUNTDOWNS = new ConcurrentHashMap<>();

  private FailOnce() {}

  /** Arms one operator, named by uid, before record number {@code records} of this process. */
  static void arm(StreamGraph graph, String uid, int records) {
    StreamNode node =
        graph.getStreamNodes().stream()
            .filter(candidate -> uid.equals(candidate.getTransformationUID()))
            .findFirst()
            .orElseThrow(() -> new AssertionError("No operator has uid '" + uid + "'"));
    COUNTDOWNS.put(uid, new AtomicInteger(records));
    @SuppressWarnings("unchecked")
    StreamOperatorFactory<Object> factory =
        (StreamOperatorFactory<Object>) node.getOperatorFactory();
    node.setOperatorFactory(new FailingFactory(uid, factory));
  }

  /** Whether an armed operator has failed. */
  static boolean hasFailed(String uid) {
    return COUNTDOWNS.get(uid).get() <= 0;
  }

  private static final class FailingFactory extends AbstractStreamOperatorFactory<Object> {

    private static final long serialVersionUID = 1;

    private final String uid;
    private final StreamOperatorFactory<Object> factory;

    FailingFactory(String uid, StreamOperatorFactory<Object> factory) {
      this.uid = uid;
      this.factory = factory;
      this.chainingStrategy = ChainingStrategy.NEVER;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T extends StreamOperator<Object>> T createStreamOperator(
        StreamOperatorParameters<Object> parameters) {
      StreamOperator<Object> operator = factory.createStreamOperator(parameters);
      return (T)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              interfaces(operator.getClass()),
              new Countdown(uid, operator));
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
      return factory.getStreamOperatorClass(classLoader);
    }

    private static Class<?>[] interfaces(Class<?> type) {
      Set<Class<?>> all = new LinkedHashSet<>();
      for (Class<?> each = type; each != null; each = each.getSuperclass()) {
        all.addAll(Set.of(each.getInterfaces()));
      }
      return all.toArray(Class<?>[]::new);
    }
  }

  private record Countdown(String uid, Object operator) implements InvocationHandler {

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
      if (method.getName().startsWith("processElement")
          && COUNTDOWNS.get(uid).decrementAndGet() == 0) {
        throw new IllegalStateException("Failure thrown on purpose in '" + uid + "'");
      }
      try {
        return method.invoke(operator, arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }
  }
}
