package io.sketchwatch.operators.inference;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.HistogramStatistics;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/**
 * What an {@link InferenceService} measures of itself; its histograms hold the last {@value
 * #WINDOW} batches or inputs. Thread-safe.
 */
public final class InferenceMetrics {

  private static final int WINDOW = 1000;

  private final Histogram batchSize = new DescriptiveStatisticsHistogram(WINDOW);
  private final Histogram batchLatencyMs = new DescriptiveStatisticsHistogram(WINDOW);
  private final Histogram queueWaitMs = new DescriptiveStatisticsHistogram(WINDOW);
  private final AtomicInteger inflightBatches = new AtomicInteger();

  /**
   * Shows {@code batchSize} (inputs), {@code batchLatencyMs}, {@code queueWaitMs} (both in whole
   * milliseconds) and {@code inflightBatches} in an operator's group. Subtasks that share the
   * service show the same figures.
   */
  public void register(MetricGroup group) {
    group.histogram("batchSize", new Shared(batchSize));
    group.histogram("batchLatencyMs", new Shared(batchLatencyMs));
    group.histogram("queueWaitMs", new Shared(queueWaitMs));
    group.gauge("inflightBatches", this::inflightBatches);
  }

  /** Inputs of a batch. */
  public HistogramStatistics batchSize() {
    return batchSize.getStatistics();
  }

  /** Milliseconds that the model took for a batch. */
  public HistogramStatistics batchLatencyMs() {
    return batchLatencyMs.getStatistics();
  }

  /** Milliseconds that an input was queued, until its batch began. */
  public HistogramStatistics queueWaitMs() {
    return queueWaitMs.getStatistics();
  }

  /** Batches that the model works on now. */
  public int inflightBatches() {
    return inflightBatches.get();
  }

  void waited(long nanos) {
    queueWaitMs.update(TimeUnit.NANOSECONDS.toMillis(nanos));
  }

  void begun(int inputs) {
    batchSize.update(inputs);
    inflightBatches.incrementAndGet();
  }

  void ended(long nanos) {
    batchLatencyMs.update(TimeUnit.NANOSECONDS.toMillis(nanos));
    inflightBatches.decrementAndGet();
  }

  /** One of several views of a histogram: reporters know a metric by its identity. */
  private static final class Shared implements Histogram {

    private final Histogram histogram;

    Shared(Histogram histogram) {
      this.histogram = histogram;
    }

    @Override
    public void update(long value) {
      histogram.update(value);
    }

    @Override
    public long getCount() {
      return histogram.getCount();
    }

    @Override
    public HistogramStatistics getStatistics() {
      return histogram.getStatistics();
    }
  }
}
