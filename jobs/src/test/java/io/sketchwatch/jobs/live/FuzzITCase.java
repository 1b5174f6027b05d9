package io.sketchwatch.jobs.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.core.frame.DeadLetter;
import io.sketchwatch.jobs.topic.Topic;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Thousands of records of every input, most of them of no use, to a production job that may not
 * restart.
 *
 * <p>Property {@code fuzz.records} tells how many; with {@code fuzz.summary} the counts are written
 * to that file as a line of JSON.
 */
@Timeout(3600)
class FuzzITCase {

  private static final int RECORDS = Integer.getInteger("fuzz.records", 2000);
  private static final String SUMMARY = System.getProperty("fuzz.summary");
  private static final int LONGEST_REASON = 1000;

  private static LiveJobOnKafka job;
  private static FuzzRun run;

  @BeforeAll
  static void fuzzThenSendGoodInput(@TempDir Path savepoints) throws Exception {
    job = new LiveJobOnKafka(1, new Configuration());
    run = new FuzzRun(job, RECORDS);
    run.awaitEnd();
    job.drain(savepoints);
    if (SUMMARY != null) {
      Files.writeString(Path.of(SUMMARY), run.summary());
    }
  }

  @AfterAll
  static void stop() throws Exception {
    job.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"FRAMES", "QUERIES", "VERDICTS", "MODELS"})
  void shouldTakeOrRefuseEveryRecord(Topic topic) throws Exception {
    assertThat(run.accepted(topic)).isPositive();
    assertThat(run.rejected(topic)).isNotEmpty();
    assertThat(run.accepted(topic) + run.rejected(topic).size()).isEqualTo(run.sent(topic));
  }

  @Test
  void shouldKeepEachRefusedRecordOnceAsItCame() throws Exception {
    assertThat(job.deadLetters()).extracting(DeadLetter::origin).doesNotHaveDuplicates();
    assertThat(job.deadLetters())
        .allSatisfy(
            letter ->
                assertThat(FuzzRun.hash(letter.value()))
                    .isEqualTo(run.valuesSent().get(letter.origin())));
  }

  @Test
  void shouldTellTheReasonInOneShortLine() throws Exception {
    assertThat(job.deadLetters())
        .extracting(DeadLetter::error)
        .allSatisfy(
            reason ->
                assertThat(reason)
                    .isNotBlank()
                    .hasSizeLessThanOrEqualTo(LONGEST_REASON)
                    .doesNotContainPattern("\\p{Cntrl}"));
  }
}
