#!/usr/bin/env bash
# Trains and judges every row of DALNet's ablation as plan.json says, and writes each run's result,
# and those that count, to results beside it. One process a core with one thread each; the number of
# cores does not change the results. Stopped or killed, it goes on where it was; without the work
# folder, from the results. Takes a few hours on two cores.
#
# The plan's weights and scale of losses were chosen by validation people of another seed; the plan
# was then fixed before its first run.
#
#   model-export/ablation/run.sh [WORK_FOLDER]
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
work=${1:-$root/target/ablation}
workers=$(nproc)

export SKETCHWATCH_JAVA_OPTIONS="-Dai.djl.pytorch.num_threads=1 ${SKETCHWATCH_JAVA_OPTIONS:-}"
trap 'kill $(jobs -p) 2>/dev/null || true' EXIT
for ((worker = 0; worker < workers; worker++)); do
  "$root/sketchwatch" benchmark ablation --plan "$here/plan.json" --out "$work" \
    --results "$here/results" >/dev/null &
done
for job in $(jobs -p); do
  wait "$job"
done
