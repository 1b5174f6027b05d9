# What the scenarios of failure share; sourced by the scripts beside it, each of which says in a function what
# it breaks, and gives it to play.
#
# play runs the job three times over the same frames, from the first one: undisturbed, and with the disturbance
# in both delivery guarantees. Half of the queries come before the job, half after the disturbance. Each run ends
# when the job has taken up every frame and is drained: what is missing then never comes. Last line on standard
# output:
#   {"scenario","killed":[pids],"expected":n,"got":n,"missing":[],"extra":[]}
# over both disturbed runs, of alert ids with the guarantee in front. With exactly-once, a revision that
# read-committed consumers see twice is extra; with at-least-once, consumers drop repeated ids. Exit code 0 if
# nothing is missing or extra. SKETCHWATCH_SABOTAGE=drop-alert loses an alert of each, which must be noticed.
# shellcheck shell=bash
. "$(dirname "${BASH_SOURCE[0]}")/../local/cluster.sh"
. "$root/deploy/local/processes.sh"

scenario=$(basename "$0" .sh)
least_alerts=50
options=() # of the job, those of match; a scenario may have its own
killed=()
job=

note() {
  echo "$scenario, ${SECONDS} s: $*" >&2
}

# -- Cluster

# begin [START-OPTION...] : starts a cluster that ends with this script, and shows it a street.
begin() {
  ! any_alive || fail "The local cluster is running already: stop it with deploy/local/stop.sh"
  work=$(mktemp -d)
  trap finish EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  "$root/deploy/local/start.sh" "$@" >&2
  classpath=$work/classes:$(cat "$root/target/command/classpath")
  jdk javac -cp "$classpath" -d "$work/classes" "$root"/deploy/e2e/*.java
  tool DrawnStreet "$work"
  frames=$(find "$work"/street-* -type f | wc -l)
  sketches=("$work"/sketches/*)
  half=$((${#sketches[@]} / 2))
  start_over
  sketchwatch ingest --kafka "$kafka" --folder-fps 5 --start "$(date -u -d '-5 minutes' +%FT%TZ)" \
    "$work"/street-* >&2
  note "$frames frames are in Kafka"
}

finish() {
  local status=$?
  trap - EXIT
  stop_all
  rm -rf "$work"
  exit $status
}

jdk() {
  local program=$1
  shift
  "${JAVA_HOME:+$JAVA_HOME/bin/}$program" "$@"
}

# tool CLASS ARGUMENT... : runs a class whose source is beside this file.
tool() {
  java -XX:TieredStopAtLevel=1 -cp "$classpath" "$@"
}

sketchwatch() {
  SKETCHWATCH_JAVA_OPTIONS=-XX:TieredStopAtLevel=1 "$root/sketchwatch" "$@"
}

# Ends a process as a power cut would.
kill_process() {
  local pid
  read -r pid _ <"$pids/$1"
  kill -9 "$pid"
  while is_alive "$1"; do
    sleep 0.1
  done
  killed+=("$pid")
  note "killed $1, process $pid"
}

start_over() {
  tool StartOver "$kafka" 2
}

# -- Job

# The answer of Flink about the job, or about a part of it.
ask() {
  curl -fsS "http://$flink/jobs/$job$1"
}

# submit OPTION...
submit() {
  local submitted
  submitted=$(SKETCHWATCH_JAVA_OPTIONS=-XX:TieredStopAtLevel=1 "$root/deploy/local/submit.sh" \
    -D execution.checkpointing.interval=1s -D delivery.guarantee="$guarantee" "${options[@]}" "$@")
  job=$(sed -n 's/^Job \([0-9a-f]*\) .*/\1/p' <<<"$submitted")
}

# await_frames COUNT : until a checkpoint has taken up so many.
await_frames() {
  tool AwaitFrames "$kafka" "$1" 120
}

ask_for() {
  tool AskForEach "$kafka" "$@"
}

has_failed() {
  ask /exceptions | grep -qF '"exceptionName"'
}

is_job() {
  [[ $(ask /status) == "{\"status\":\"$1\"}" ]]
}

# stop_with_savepoint DRAIN : if DRAIN is true, the job first works off what it has taken up. Leaves savepoint.
stop_with_savepoint() {
  local request
  request=$(curl -fsS -X POST -H 'Content-Type: application/json' -d "{\"drain\": $1}" \
    "http://$flink/jobs/$job/stop" | sed 's/.*"request-id":"\([0-9a-f]*\)".*/\1/')
  await jobmanager 90 is_job FINISHED
  savepoint=$(ask "/savepoints/$request" | sed 's/.*"location":"\([^"]*\)".*/\1/')
}

# run GUARANTEE [DISTURBANCE] : leaves a line "id revision" for each alert that was sent in alerts.GUARANTEE.
run() {
  guarantee=$1
  start_over
  ask_for "${sketches[@]:0:half}"
  submit
  "${2:-true}"
  ask_for "${sketches[@]:half}"
  await_frames "$frames"
  stop_with_savepoint true
  sketchwatch alerts --kafka "$kafka" --json >"$work/alerts.json"
  sed -n 's/.*"alertId":"\([0-9a-f]*\)".*"revision":\([0-9]*\).*/\1 \2/p' "$work/alerts.json" |
    sort >"$work/alerts.$guarantee"
  note "$guarantee: $(wc -l <"$work/alerts.$guarantee") alerts"
}

# -- Comparison

# Alert ids, each once.
ids() {
  cut -d ' ' -f 1 "$work/alerts.$1" | uniq
}

# Ids of both disturbed runs, with the guarantee in front; lines that no guarantee allows come again.
got() {
  {
    ids exactly-once
    uniq -d "$work/alerts.exactly-once"
  } | sort | sabotaged | sed 's/^/exactly-once /'
  ids at-least-once | sabotaged | sed 's/^/at-least-once /'
}

sabotaged() {
  if [ "${SKETCHWATCH_SABOTAGE:-}" = drop-alert ]; then
    sed 1d
  else
    cat
  fi
}

json() {
  sed 's/.*/"&"/' | paste -s -d ,
}

judge() {
  local missing extra
  sort "$work/expected" -o "$work/expected"
  got | sort >"$work/got"
  missing=$(comm -23 "$work/expected" "$work/got" | json)
  extra=$(comm -13 "$work/expected" "$work/got" | json)
  printf '{"scenario":"%s","killed":[%s],"expected":%d,"got":%d,"missing":[%s],"extra":[%s]}\n' "$scenario" \
    "$(IFS=,; echo "${killed[*]}")" "$(wc -l <"$work/expected")" "$(wc -l <"$work/got")" "$missing" "$extra"
  [ -z "$missing$extra" ] && [ "$(wc -l <"$work/expected")" -ge $((2 * least_alerts)) ]
}

# play DISTURBANCE [START-OPTION...]
play() {
  local disturbance=$1 each
  shift
  begin "$@"
  run at-least-once
  for each in exactly-once at-least-once; do
    ids at-least-once | sed "s/^/$each /"
  done >"$work/expected"
  run exactly-once "$disturbance"
  run at-least-once "$disturbance"
  judge
}
