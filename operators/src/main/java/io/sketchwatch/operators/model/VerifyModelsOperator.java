package io.sketchwatch.operators.model;

import io.sketchwatch.core.model.ModelAnnouncement;
import io.sketchwatch.core.model.ModelAnnouncement.State;
import io.sketchwatch.core.model.ModelManifest;
import io.sketchwatch.core.model.ModelStatus;
import io.sketchwatch.operators.DeadLetters;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Decides which models the job uses, of what is announced. Run it with parallelism 1.
 *
 * <p>An announced package is checked on a thread of its own, one after the other, each within the
 * timeout; meanwhile and after a refusal, whatever was in force goes on. What is in service is sent
 * whole whenever it changes, and each minute where it is more than the model at start, so that what
 * a model has missed is made up for. A model that is announced as RETIRED embeds no more shots, and
 * goes when its sightings can't be held any longer; so does one that others have been in force in
 * place of for as long. One whose record is deleted goes at once.
 *
 * <p>After a failure the packages in service are checked again: one that is not there any more is
 * refused, and the models before it go on. State: the models in service and the announcements that
 * wait to be checked.
 */
public final class VerifyModelsOperator extends AbstractStreamOperator<ServedModels>
    implements OneInputStreamOperator<ParsedModel, ServedModels> {

  /** What the job makes of each announcement. */
  public static final OutputTag<ModelStatus> STATUS =
      new OutputTag<>("model-status", TypeInformation.of(ModelStatus.class));

  private static final ListStateDescriptor<ServedModel> SERVED =
      new ListStateDescriptor<>("served-models", TypeInformation.of(ServedModel.class));

  private static final ListStateDescriptor<ParsedModel> WAITING =
      new ListStateDescriptor<>("models-to-verify", TypeInformation.of(ParsedModel.class));

  private static final long TICK_MILLIS = 100;
  private static final Duration REPEAT = Duration.ofMinutes(1);

  private static final long serialVersionUID = 1;

  // -- settings
  private final ServedModel start;
  private final PackageCheck check;
  private final Duration timeout;
  private final Duration lifetime;

  // -- runtime
  private transient ListState<ServedModel> servedState;
  private transient ListState<ParsedModel> waitingState;
  private transient ServedModels served;
  private transient Deque<ParsedModel> waiting;
  private transient Deque<ServedModel> toCheckAgain;
  private transient RunningCheck running;
  private transient Instant lastSent;

  /**
   * @param start the model that the job is started with
   * @param check of a package
   * @param timeout for one check
   * @param lifetime for which sightings of a model may be held after another has taken its place
   */
  public VerifyModelsOperator(
      ServedModel start, PackageCheck check, Duration timeout, Duration lifetime) {
    this.start = start;
    this.check = check;
    this.timeout = timeout;
    this.lifetime = lifetime;
  }

  // -- state

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    servedState = context.getOperatorStateStore().getListState(SERVED);
    waitingState = context.getOperatorStateStore().getListState(WAITING);
    List<ServedModel> held = new ArrayList<>();
    servedState.get().forEach(held::add);
    served = ServedModels.restored(start, held);
    waiting = new ArrayDeque<>();
    waitingState.get().forEach(waiting::add);
    toCheckAgain = new ArrayDeque<>();
    served.models().stream().filter(model -> !model.isAtStart()).forEach(toCheckAgain::add);
  }

  @Override
  public void open() throws Exception {
    super.open();
    lastSent = now();
    beginNext();
    scheduleTick();
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    servedState.update(served.models());
    waitingState.update(List.copyOf(waiting));
  }

  @Override
  public void close() throws Exception {
    if (running != null) {
      running.cancel();
    }
    super.close();
  }

  // -- announcements

  @Override
  public void processElement(StreamRecord<ParsedModel> record) {
    ParsedModel parsed = record.getValue();
    if (parsed.deadLetter() != null) {
      output.collect(DeadLetters.TAG, new StreamRecord<>(parsed.deadLetter()));
      return;
    }
    forgetWaiting(parsed.modelId());
    if (parsed.announcement() == null) {
      change(served.without(parsed.modelId()));
      report(parsed.modelId(), ModelStatus.State.RETIRED, 0, "Its record was deleted");
    } else if (parsed.announcement().state() == State.RETIRED) {
      retire(parsed);
    } else {
      waiting.add(parsed);
      beginNext();
    }
  }

  private void forgetWaiting(String modelId) {
    waiting.removeIf(earlier -> earlier.modelId().equals(modelId));
    toCheckAgain.removeIf(held -> held.modelId().equals(modelId));
    if (running != null && running.modelId().equals(modelId)) {
      running.cancel();
      running = null;
    }
  }

  private void retire(ParsedModel parsed) {
    change(served.retired(parsed.modelId(), parsed.announcedAt()));
    report(
        parsed.modelId(),
        ModelStatus.State.RETIRED,
        parsed.announcement().epoch(),
        "It was announced as retired");
  }

  private void retireWhatIsOver() {
    ServedModels left = served.at(now(), lifetime);
    for (ServedModel model : served.models()) {
      if (left.get(model.modelId()) == null && model.retiredAt() == null) {
        report(
            model.modelId(),
            ModelStatus.State.RETIRED,
            model.epoch(),
            "Others have been in force for %s".formatted(lifetime));
      }
    }
    change(left);
  }

  private void change(ServedModels next) {
    if (!next.equals(served)) {
      served = next;
      send();
    }
  }

  private void send() {
    lastSent = now();
    output.collect(new StreamRecord<>(served));
  }

  private void sendAgain() {
    if (served.models().size() > 1 && !now().isBefore(lastSent.plus(REPEAT))) {
      send();
    }
  }

  // -- checks

  private void scheduleTick() {
    ScheduledFuture<?> unused =
        getProcessingTimeService()
            .registerTimer(now().toEpochMilli() + TICK_MILLIS, time -> onTick());
  }

  private void onTick() {
    settleIfDone();
    retireWhatIsOver();
    sendAgain();
    scheduleTick();
  }

  @Override
  public void finish() throws Exception {
    while (running != null) {
      running.await();
      settleIfDone();
    }
    super.finish();
  }

  private void settleIfDone() {
    if (running != null && running.isSettled()) {
      RunningCheck settled = running;
      running = null;
      if (toCheckAgain.isEmpty()) {
        settle(waiting.remove(), settled);
      } else {
        settle(toCheckAgain.remove(), settled);
      }
      beginNext();
    }
  }

  /** Those in service first: what comes after may be in force instead. */
  private void beginNext() {
    while (running == null && !(toCheckAgain.isEmpty() && waiting.isEmpty())) {
      if (!toCheckAgain.isEmpty()) {
        running = RunningCheck.begin(check, toCheckAgain.element().modelPackage(), timeout);
      } else if (!refusedUnseen(waiting.element().announcement())) {
        running = RunningCheck.begin(check, announced(waiting.element()), timeout);
      } else {
        waiting.remove();
      }
    }
  }

  private static AnnouncedPackage announced(ParsedModel parsed) {
    ModelAnnouncement model = parsed.announcement();
    return new AnnouncedPackage(model.modelId(), model.uri(), model.sha256());
  }

  private boolean refusedUnseen(ModelAnnouncement model) {
    ServedModel held = served.get(model.modelId());
    if (held != null && !held.sha256().equals(model.sha256())) {
      refuse(
          model.modelId(),
          model.epoch(),
          "Model '%s' must have SHA-256 %s while it is in service, but was %s: publish another package under another id"
              .formatted(model.modelId(), held.sha256(), model.sha256()));
      return true;
    }
    if (held != null && held.isAtStart() && model.state() == State.CANDIDATE) {
      refuse(
          model.modelId(),
          model.epoch(),
          "Model '%s' must be another than the job was started with to be a CANDIDATE"
              .formatted(model.modelId()));
      return true;
    }
    return false;
  }

  private void settle(ServedModel held, RunningCheck checked) {
    try {
      checked.manifest();
    } catch (IOException e) {
      change(served.without(held.modelId()));
      refuse(held.modelId(), held.epoch(), e.getMessage());
    }
  }

  private void settle(ParsedModel parsed, RunningCheck checked) {
    ModelAnnouncement model = parsed.announcement();
    try {
      serve(parsed, checked.manifest());
    } catch (IOException e) {
      refuse(model.modelId(), model.epoch(), e.getMessage());
    }
  }

  private void serve(ParsedModel parsed, ModelManifest manifest) {
    ModelAnnouncement model = parsed.announcement();
    boolean candidate = model.state() == State.CANDIDATE;
    Instant from = model.activeFrom() == null ? Instant.MIN : model.activeFrom();
    change(
        served.with(
            new ServedModel(
                model.modelId(),
                model.uri(),
                model.sha256(),
                manifest.backgroundQuantiles() == null
                    ? Map.of()
                    : Map.copyOf(manifest.backgroundQuantiles()),
                candidate,
                List.of(new Activation(model.epoch(), from, parsed.announcedAt())),
                null)));
    report(
        model.modelId(),
        candidate ? ModelStatus.State.SHADOW : ModelStatus.State.LOADED,
        model.epoch(),
        null);
  }

  // -- statuses

  private void refuse(String modelId, long epoch, String reason) {
    report(modelId, ModelStatus.State.REFUSED, epoch, reason);
  }

  private void report(String modelId, ModelStatus.State state, long epoch, String reason) {
    output.collect(
        STATUS, new StreamRecord<>(new ModelStatus(modelId, state, epoch, reason, null, now())));
  }

  private Instant now() {
    return Instant.ofEpochMilli(getProcessingTimeService().getCurrentProcessingTime());
  }
}
