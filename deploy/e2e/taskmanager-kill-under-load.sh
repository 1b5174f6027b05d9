#!/usr/bin/env bash
# A TaskManager is killed while most frames wait; the job goes on in the slots that are left, and another
# TaskManager takes its place.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/scenario.sh"

disturb() {
  await_frames $((frames / 4))
  kill_process taskmanager-2
  await jobmanager 60 has_failed
  start_taskmanager taskmanager-2
}

play disturb
