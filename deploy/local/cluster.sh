# Where the local cluster lives, and how its processes start and end; sourced by the scripts beside it.
# shellcheck shell=bash

root=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
home=$root/target/local
conf=$home/conf
data=$home/data
logs=$home/log
pids=$home/pid
job_jar=$root/jobs/target/sketchwatch-job.jar
kafka=localhost:9092
flink=localhost:8081
# JobManager, TaskManagers and Kafka listen on these, on this machine only.
ports=(9092 9093 8081 6123)

fail() {
  echo "${0##*/}: $*" >&2
  exit 1
}

java() {
  command "${JAVA_HOME:+$JAVA_HOME/bin/}java" "$@"
}

# Names of all processes that were started and not yet stopped, the first started first.
started() {
  [ -d "$pids" ] || return 0
  (cd "$pids" && ls -tr)
}

# Prints when a process began, in ticks since boot; fails if it has ended.
birth() {
  local stat
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  # shellcheck disable=SC2086 # fields behind the name in brackets: the state is the first of them
  set -- ${stat##*) }
  [ "$1" != Z ] && echo "${20}"
}

# A process of ours, not one that has got its number since.
is_alive() {
  local pid born
  read -r pid born 2>/dev/null <"$pids/$1" && [ -n "$born" ] && [ "$(birth "$pid")" = "$born" ]
}

any_alive() {
  local name
  for name in $(started); do
    ! is_alive "$name" || return 0
  done
  return 1
}

# launch NAME JAVA-OPTION... : starts a JVM that outlives this script.
launch() {
  local name=$1
  shift
  mkdir -p "$pids" "$logs" "$data/tmp"
  MALLOC_ARENA_MAX=2 nohup "${JAVA_HOME:+$JAVA_HOME/bin/}java" \
    -Djava.io.tmpdir="$data/tmp" -Dlog.file="$logs/$name.log" \
    -Dlog4j2.configurationFile="$root/deploy/local/log4j2.properties" "$@" \
    </dev/null >>"$logs/$name.log" 2>&1 &
  echo "$! $(birth $!)" >"$pids/$name"
  disown
}

# await NAME SECONDS COMMAND... : until the command succeeds, for as long as the process lives.
await() {
  local name=$1 limit=$((SECONDS + $2))
  shift 2
  until "$@" >/dev/null 2>&1; do
    is_alive "$name" || fail "$name has ended: see $logs/$name.log"
    [ $SECONDS -lt $limit ] || fail "$name does not answer: see $logs/$name.log"
    sleep 0.5
  done
}

is_open() {
  (exec 3<>"/dev/tcp/localhost/$1") 2>/dev/null
}

stop_process() {
  local name=$1 pid born limit=$((SECONDS + 20))
  read -r pid born <"$pids/$name" || true
  if is_alive "$name"; then
    kill "$pid" || true
    while is_alive "$name"; do
      [ $SECONDS -lt $limit ] || kill -9 "$pid" || true
      sleep 0.2
    done
  fi
  rm -f "$pids/$name"
}

# Ends everything, the last started first, and deletes its data; logs stay.
stop_all() {
  local name
  for name in $(started | tac); do
    stop_process "$name"
  done
  rm -rf "$data" "$pids"
}
