package io.sketchwatch.jobs.live;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.legacy.YieldingOperatorFactory;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeServiceAware;

/**
 * Makes one operator of a production graph throw once, some records after a completed checkpoint,
 * by standing between it and Flink. The operator itself and its place in a chain are not changed.
 */
final class FailOnce {

  private static final Set<String> ARMED = ConcurrentHashMap.newKeySet();

  private FailOnce() {}

  /**
   * Arms one operator, named by uid.
   *
   * @param checkpoints how many are completed first, so that there is something to go back to
   * @param records of one subtask: the last of so many after that checkpoint is where it throws
   */
  static void arm(StreamGraph graph, String uid, int checkpoints, int records) {
    StreamNode node =
        graph.getStreamNodes().stream()
            .filter(candidate -> uid.equals(candidate.getTransformationUID()))
            .findFirst()
            .orElseThrow(() -> new AssertionError("No operator has uid '" + uid + "'"));
    ARMED.add(uid);
    @SuppressWarnings("unchecked")
    StreamOperatorFactory<Object> factory =
        (StreamOperatorFactory<Object>) node.getOperatorFactory();
    node.setOperatorFactory(new FailingFactory(uid, checkpoints, records, factory));
  }

  /** Whether an operator that was armed has failed. */
  static boolean hasFailed(String uid) {
    return !ARMED.contains(uid);
  }

  private static final class FailingFactory extends AbstractStreamOperatorFactory<Object>
      implements YieldingOperatorFactory<Object> {

    private static final long serialVersionUID = 1;

    private final String uid;
    private final int checkpoints;
    private final int records;
    private final StreamOperatorFactory<Object> factory;

    FailingFactory(
        String uid, int checkpoints, int records, StreamOperatorFactory<Object> factory) {
      this.uid = uid;
      this.checkpoints = checkpoints;
      this.records = records;
      this.factory = factory;
      this.chainingStrategy = factory.getChainingStrategy();
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <T extends StreamOperator<Object>> T createStreamOperator(
        StreamOperatorParameters<Object> parameters) {
      if (factory instanceof YieldingOperatorFactory<?> yielding) {
        yielding.setMailboxExecutor(getMailboxExecutor());
      }
      if (factory instanceof ProcessingTimeServiceAware aware) {
        aware.setProcessingTimeService(processingTimeService);
      }
      StreamOperator<Object> operator = factory.createStreamOperator(parameters);
      return (T)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              interfaces(operator.getClass()),
              new Countdown(uid, checkpoints, records, operator));
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

  /** Of one subtask, which calls it from one thread. */
  private static final class Countdown implements InvocationHandler {

    private final String uid;
    private final StreamOperator<Object> operator;
    private int checkpoints;
    private int records;

    Countdown(String uid, int checkpoints, int records, StreamOperator<Object> operator) {
      this.uid = uid;
      this.checkpoints = checkpoints;
      this.records = records;
      this.operator = operator;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
      if (method.getName().equals("notifyCheckpointComplete")) {
        checkpoints--;
      } else if (method.getName().startsWith("processElement")
          && checkpoints <= 0
          && --records <= 0
          && ARMED.remove(uid)) {
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
