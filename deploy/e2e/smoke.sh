#!/usr/bin/env bash
# Does the job find anybody on a real cluster? Starts Kafka, a JobManager and two TaskManagers, sends the
# job, a drawn street and sketches with a threshold that about everybody passes, waits for alerts, stops all.
# Prints one line of JSON on standard output; exit code 0 if there was an alert.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/scenario.sh"

has_alerts() {
  sketchwatch alerts --kafka "$kafka" --json >"$work/alerts.json"
  [ -s "$work/alerts.json" ]
}

begin 2
guarantee=at-least-once
submit
ask_for "${sketches[@]}"
await jobmanager 180 has_alerts
state=$(ask /status)
printf '{"scenario":"smoke","alerts":%d,"taskManagers":2,"job":"%s",%s,"failures":%d,"seconds":%d}\n' \
  "$(wc -l <"$work/alerts.json")" "$job" "${state:1:-1}" \
  "$(ask /exceptions | awk '{ print gsub(/"exceptionName"/, "") }')" $SECONDS
