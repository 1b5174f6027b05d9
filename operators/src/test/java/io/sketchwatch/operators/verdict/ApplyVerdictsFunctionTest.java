package io.sketchwatch.operators.verdict;

import static io.sketchwatch.operators.gallery.SightingBuilder.NOON;
import static io.sketchwatch.operators.gallery.SightingBuilder.at;
import static io.sketchwatch.operators.match.MatchBuilder.aMatch;
import static io.sketchwatch.operators.verdict.VerdictBuilder.alertOn;
import static io.sketchwatch.operators.verdict.VerdictBuilder.confirm;
import static io.sketchwatch.operators.verdict.VerdictBuilder.reject;
import static io.sketchwatch.operators.verdict.VerdictBuilder.revoke;
import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.core.alert.Verdict;
import io.sketchwatch.core.query.Exemplar;
import io.sketchwatch.operators.match.MatchBuilder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two photos show one person if they look in directions of 18 degrees or less. */
class ApplyVerdictsFunctionTest {

  private VerdictHarness job;

  @BeforeEach
  void open() throws Exception {
    job = new VerdictHarness();
  }

  @AfterEach
  void close() throws Exception {
    job.close();
  }

  @Test
  void shouldHideARejectedTrackletAndItsLikeAndNobodyElse() throws Exception {
    see(aMatch("rejected").looking(0));
    say(reject("rejected"));
    see(
        aMatch("rejected").shot(1).looking(60),
        aMatch("like").looking(17),
        aMatch("other").looking(20));

    assertThat(passed()).containsExactly("rejected 0", "other 0");
  }

  @Test
  void shouldLetWhatWasHiddenPassInOrderOfTimeWhenTheVerdictIsRevoked() throws Exception {
    see(aMatch("rejected").looking(0));
    say(reject("rejected"));
    see(
        aMatch("later").at(NOON.plusSeconds(9)).looking(5),
        aMatch("rejected").shot(1).looking(2),
        aMatch("earlier").at(NOON.minusSeconds(9)).looking(5));
    say(revoke("rejected"));
    see(aMatch("new").looking(3));

    assertThat(passed())
        .containsExactly("rejected 0", "earlier 0", "rejected 1", "later 0", "new 0");
  }

  @Test
  void shouldKeepHidingWhoIsLikeAnotherRejectedOne() throws Exception {
    see(aMatch("a").looking(0), aMatch("b").looking(19));
    say(reject("a"), reject("b"));
    see(aMatch("between").looking(10));
    say(revoke("a"));

    assertThat(passed()).containsExactly("a 0", "b 0");
  }

  @Test
  void shouldLetWhoIsMoreLikeAConfirmedPhotoPass() throws Exception {
    see(aMatch("rejected").looking(0), aMatch("confirmed").looking(12));
    say(reject("rejected"));
    see(aMatch("like both").looking(8));
    say(confirm("confirmed"));

    assertThat(passed()).containsExactly("rejected 0", "confirmed 0", "like both 0");
  }

  @Test
  void shouldNotCompareAcrossModels() throws Exception {
    see(aMatch("rejected").looking(0));
    say(reject("rejected"));
    see(aMatch("of another model").under("m2").looking(0));

    assertThat(passed()).containsExactly("rejected 0", "of another model 0");
  }

  @Test
  void shouldMakeAnExemplarOfTheBestShotThatWasConfirmed() throws Exception {
    see(
        aMatch("t").scoring(0.6).looking(10),
        aMatch("t").shot(1).scoring(0.8).looking(20),
        aMatch("t").shot(2).scoring(0.7).looking(30));
    say(confirm("t"));
    see(aMatch("t").shot(2).scoring(0.9).looking(40));

    Exemplar photo = new Exemplar("q", alertOn("t"), "c1/t/1", "m1", at(20));
    assertThat(exemplars()).containsExactly(ExemplarUpdate.joins(photo));
    assertThat(passed()).containsExactly("t 0", "t 1", "t 2", "t 2");
  }

  @Test
  void shouldTakeAnExemplarBackWhenItIsRevokedOrRejected() throws Exception {
    see(aMatch("a").looking(0), aMatch("b").looking(90));
    say(confirm("a"), confirm("b"), revoke("a"), reject("b"));

    ExemplarUpdate end = new ExemplarUpdate("q", alertOn("a"), null);
    assertThat(exemplars()).hasSize(4).endsWith(end, new ExemplarUpdate("q", alertOn("b"), null));
  }

  @Test
  void shouldTakeAnExemplarBackThatWasConfirmedBeforeTheJobBegan() throws Exception {
    say(revoke("a"), reject("b"), revoke("b"));

    assertThat(exemplars())
        .containsExactly(
            new ExemplarUpdate("q", alertOn("a"), null),
            new ExemplarUpdate("q", alertOn("b"), null));
  }

  @Test
  void shouldApplyAVerdictThatComesBeforeItsTracklet() throws Exception {
    say(reject("rejected"), confirm("confirmed"));
    see(aMatch("rejected").looking(0), aMatch("like").looking(5), aMatch("confirmed").looking(90));

    assertThat(passed()).containsExactly("confirmed 0");
    assertThat(exemplars())
        .filteredOn(update -> update.exemplar() != null)
        .extracting(update -> update.exemplar().photo())
        .containsExactly("c1/confirmed/0");
  }

  @Test
  void shouldDropWhatAPhotoFindsOfItsOwnTracklet() throws Exception {
    see(aMatch("t").by("c1/t/1", 0.8), aMatch("t2").looking(90).by("c1/t/1", 0.8));

    assertThat(passed()).containsExactly("t2 0");
  }

  @Test
  void shouldRememberVerdictsAndWhatIsHiddenAcrossAFailure() throws Exception {
    see(aMatch("rejected").looking(0));
    say(reject("rejected"));
    see(aMatch("like").looking(5));
    assertThat(passed()).containsExactly("rejected 0");
    job.restore();

    see(aMatch("like too").looking(6));
    assertThat(passed()).isEmpty();
    say(revoke("rejected"));

    assertThat(passed()).containsExactlyInAnyOrder("like 0", "like too 0");
  }

  @Test
  void shouldForgetWhatWasHiddenWithTheGalleryButNotTheVerdict() throws Exception {
    job.setTime(Duration.ZERO);
    see(aMatch("rejected").looking(0));
    say(reject("rejected"));
    see(aMatch("like").looking(5));
    job.setTime(VerdictHarness.RETENTION.longest().multipliedBy(2).plusMillis(1));

    see(aMatch("like again").looking(5));
    say(revoke("rejected"));

    assertThat(passed()).containsExactly("rejected 0", "like again 0");
  }

  private void see(MatchBuilder... matches) throws Exception {
    for (MatchBuilder match : matches) {
      job.see(match.build());
    }
  }

  private void say(Verdict... verdicts) throws Exception {
    for (Verdict verdict : verdicts) {
      job.say(verdict);
    }
  }

  private List<String> passed() {
    return job.takePassed().stream().map(match -> match.trackletId() + " " + match.shot()).toList();
  }

  private List<ExemplarUpdate> exemplars() {
    return job.exemplars();
  }
}
