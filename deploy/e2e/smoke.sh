#!/usr/bin/env bash
# Does the job find anybody on a real cluster? Starts Kafka, a JobManager and two TaskManagers, sends the
# job, a drawn street and a sketch with a threshold that everybody passes, waits for alerts, stops all.
# Prints one line of JSON on standard output; exit code 0 if there was an alert.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../local/cluster.sh"

patience=180
sketchwatch=$root/sketchwatch

! any_alive || fail "The local cluster is running already: stop it with deploy/local/stop.sh"
work=$(mktemp -d)
finish() {
  local status=$?
  trap - EXIT
  stop_all
  rm -rf "$work"
  exit $status
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

count_alerts() {
  "$sketchwatch" alerts --kafka "$kafka" --json >"$work/alerts.json"
  wc -l <"$work/alerts.json"
}

# The answer of Flink about the job, or about a part of it.
ask() {
  curl -fsS "http://$flink/jobs/$job$1"
}

"$root/deploy/local/start.sh" 2 >&2
java -cp "$(cat "$root/target/command/classpath")" "$root/deploy/e2e/DrawnStreet.java" "$work"
"$sketchwatch" topics create --kafka "$kafka" -D topics.partitions=4 >&2
submitted=$("$root/deploy/local/submit.sh")
echo "$submitted" >&2
job=$(sed -n 's/^Job \([0-9a-f]*\) .*/\1/p' <<<"$submitted")

"$sketchwatch" ingest --kafka "$kafka" --folder-fps 5 --start "$(date -u -d '-5 minutes' +%FT%TZ)" \
  "$work/street-1" "$work/street-2" >&2
"$sketchwatch" query add --kafka "$kafka" --id smoke --sketch "$work/sketch.png" --threshold 0 >&2

limit=$((SECONDS + patience))
alerts=0
while [ "$alerts" -eq 0 ] && [ $SECONDS -lt $limit ]; do
  sleep 2
  alerts=$(count_alerts)
done
state=$(ask "" | sed -n 's/.*"name":"sketchwatch[^"]*"[^}]*"state":"\([A-Z]*\)".*/\1/p')
failures=$(ask /exceptions | awk '{ print gsub(/"exceptionName"/, "") }')
printf '{"scenario":"smoke","alerts":%d,"taskManagers":2,"job":"%s","state":"%s","failures":%d,"seconds":%d}\n' \
  "$alerts" "$job" "$state" "$failures" $SECONDS
[ "$alerts" -gt 0 ]
