#!/usr/bin/env bash
# A TaskManager is killed in the midst of searches of the past, some done and some not begun; they go on from the
# last checkpoint. Slices of one key group make searches take long enough to be hit.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/scenario.sh"

options=(-D gallery.search-slice=0ms)

disturb() {
  await_frames "$frames"
  tool AwaitSearch "$kafka" 5 &
  ask_for "${sketches[@]:half}"
  wait $!
  kill_process taskmanager-2
  await jobmanager 60 has_failed
  start_taskmanager taskmanager-2
}

play disturb
