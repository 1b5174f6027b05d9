#!/usr/bin/env bash
# The JobManager is killed while frames wait; the next one finds the job and its last checkpoint by ZooKeeper.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/scenario.sh"

disturb() {
  await_frames $((frames / 4))
  kill_process jobmanager
  start_jobmanager
  await jobmanager 90 is_job RUNNING
}

play disturb --ha
