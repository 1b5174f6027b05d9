#!/usr/bin/env bash
# The Kafka broker is killed while frames wait, and comes back on the same disk half a minute later.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/scenario.sh"

disturb() {
  await_frames $((frames / 4))
  kill_process kafka
  sleep 30
  start_kafka
}

play disturb
