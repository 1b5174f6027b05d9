package io.sketchwatch.jobs.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OrderlyEndTest {

  @Test
  void shouldEndTheWorkAfterAStepAndHoldTheProcessUntilThen() throws Exception {
    OrderlyEnd end = OrderlyEnd.listening();
    assertThatCode(end::check).doesNotThrowAnyException();
    Thread asking = new Thread(end::ask);
    asking.start();

    while (!isStopped(end)) {
      Thread.onSpinWait();
    }

    assertThat(asking.isAlive()).isTrue();
    end.close();
    asking.join();
    assertThat(asking.isAlive()).isFalse();
  }

  private static boolean isStopped(OrderlyEnd end) {
    try {
      end.check();
      return false;
    } catch (CancellationException e) {
      assertThat(e).hasMessageContaining("give the same command again");
      return true;
    }
  }
}
