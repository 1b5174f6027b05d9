#!/usr/bin/env bash
# The job is stopped with a savepoint and goes on from it with twice the parallelism, then with half of what it
# had, while frames wait.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/scenario.sh"

# upgrade PARALLELISM
upgrade() {
  stop_with_savepoint false
  note "upgrade to parallelism $1 from $savepoint"
  submit -D execution.state-recovery.path="$savepoint" -D parallelism.default="$1"
}

disturb() {
  await_frames $((frames / 4))
  upgrade 4
  await_frames $((frames / 2))
  upgrade 1
}

play disturb
