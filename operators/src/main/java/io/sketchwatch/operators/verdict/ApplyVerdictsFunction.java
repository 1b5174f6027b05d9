package io.sketchwatch.operators.verdict;

import io.sketchwatch.core.alert.Verdict;
import io.sketchwatch.core.alert.Verdict.Decision;
import io.sketchwatch.core.query.Exemplar;
import io.sketchwatch.operators.gallery.GalleryRetention;
import io.sketchwatch.operators.match.Match;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Lets matches pass but those that verdicts hide, and makes exemplars of confirmed photos, by query
 * id.
 *
 * <p>A rejected tracklet is hidden, and so is every match whose most alike judged photo is a
 * rejected one, see {@link PhotoThresholds}. What is hidden is kept, and passes when the verdict is
 * revoked or another one makes a better case. The photo that a verdict speaks of is the tracklet's
 * best match so far; its embedding came with the match. A confirmed photo goes out to {@link
 * #EXEMPLARS} and comes back by the watchlist; what it then finds of its own tracklet is no news
 * and is dropped.
 *
 * <p>A verdict may come before its tracklet is found, as in a job that began anew: it is applied
 * then. State: one photo a judged tracklet until its verdict is revoked; one a tracklet that
 * matched, and what is hidden, for twice the gallery's retention by the wall clock. A verdict that
 * comes later finds no photo: it holds for the tracklet alone.
 */
public final class ApplyVerdictsFunction
    extends KeyedCoProcessFunction<String, Match, Verdict, Match> {

  /** Confirmed photos, and those taken back, for the watchlist. */
  public static final OutputTag<ExemplarUpdate> EXEMPLARS =
      new OutputTag<>("exemplars", TypeInformation.of(ExemplarUpdate.class));

  private static final long serialVersionUID = 1;

  private final GalleryRetention retention;
  private final PhotoThresholds thresholds;

  private transient MapState<String, JudgedTracklet> judged;
  private transient MapState<String, MatchedPhoto> photos;
  private transient MapState<String, Match> hidden;

  /**
   * @param retention the gallery's
   * @param thresholds how alike photos of one person are
   */
  public ApplyVerdictsFunction(GalleryRetention retention, PhotoThresholds thresholds) {
    this.retention = retention;
    this.thresholds = thresholds;
  }

  @Override
  public void open(OpenContext context) {
    judged = getRuntimeContext().getMapState(byText("judged-tracklets", JudgedTracklet.class));
    photos = getRuntimeContext().getMapState(passing("matched-photos", MatchedPhoto.class));
    hidden = getRuntimeContext().getMapState(passing("hidden-matches", Match.class));
  }

  private <T> MapStateDescriptor<String, T> passing(String name, Class<T> type) {
    MapStateDescriptor<String, T> descriptor = byText(name, type);
    descriptor.enableTimeToLive(
        StateTtlConfig.newBuilder(retention.longest().multipliedBy(2)).build());
    return descriptor;
  }

  private static <T> MapStateDescriptor<String, T> byText(String name, Class<T> type) {
    return new MapStateDescriptor<>(name, Types.STRING, TypeInformation.of(type));
  }

  @Override
  public void processElement1(Match match, Context context, Collector<Match> out) throws Exception {
    if (match.isByItself()) {
      return;
    }
    note(match, context);
    if (isHidden(match)) {
      hidden.put(name(match), match);
    } else {
      out.collect(match);
    }
  }

  /** A tracklet that is judged already keeps the photo that was. */
  private void note(Match match, Context context) throws Exception {
    JudgedTracklet tracklet = judged.get(match.trackletId());
    if (tracklet == null) {
      MatchedPhoto best = photos.get(match.trackletId());
      if (best == null || best.isWeakerThan(match)) {
        photos.put(match.trackletId(), MatchedPhoto.of(match));
      }
    } else if (tracklet.photo() == null) {
      judge(new JudgedTracklet(tracklet.verdict(), MatchedPhoto.of(match)), context);
    }
  }

  private boolean isHidden(Match match) throws Exception {
    JudgedTracklet tracklet = judged.get(match.trackletId());
    return tracklet == null
        ? thresholds.isOfRejected(match, judged.values())
        : !tracklet.isConfirmed();
  }

  @Override
  public void processElement2(Verdict verdict, Context context, Collector<Match> out)
      throws Exception {
    JudgedTracklet before = judged.get(verdict.trackletId());
    MatchedPhoto photo = before == null ? photos.get(verdict.trackletId()) : before.photo();
    if (mayEndAnExemplar(verdict, before)) {
      context.output(EXEMPLARS, new ExemplarUpdate(verdict.queryId(), verdict.alertId(), null));
    }
    if (verdict.decision() != Decision.REVOKE) {
      judge(new JudgedTracklet(verdict, photo), context);
    } else if (before != null) {
      judged.remove(verdict.trackletId());
      if (photo != null) {
        photos.put(verdict.trackletId(), photo);
      }
    }
    release(out);
  }

  /** Whether the photo was confirmed, or may have been before this job began. */
  private static boolean mayEndAnExemplar(Verdict verdict, JudgedTracklet before) {
    return verdict.decision() != Decision.CONFIRM && (before == null || before.isConfirmed());
  }

  private void judge(JudgedTracklet tracklet, Context context) throws Exception {
    Verdict verdict = tracklet.verdict();
    judged.put(verdict.trackletId(), tracklet);
    MatchedPhoto photo = tracklet.photo();
    if (tracklet.isConfirmed() && photo != null) {
      context.output(
          EXEMPLARS,
          ExemplarUpdate.joins(
              new Exemplar(
                  verdict.queryId(),
                  verdict.alertId(),
                  photo.photo(),
                  photo.modelId(),
                  photo.embedding())));
    }
  }

  private static String name(Match match) {
    return String.join("\n", match.photo(), match.modelId(), match.exemplar());
  }

  private void release(Collector<Match> out) throws Exception {
    List<Match> free = new ArrayList<>();
    for (Match match : hidden.values()) {
      if (!isHidden(match)) {
        free.add(match);
      }
    }
    free.sort(Match.BY_TIME);
    for (Match match : free) {
      hidden.remove(name(match));
      out.collect(match);
    }
  }
}
