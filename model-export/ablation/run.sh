#!/usr/bin/env bash
# Trains and judges every row of DALNet's ablation as plan.json says, and writes the results that
# count beside it. One process a core with one thread each; the number of cores does not change the
# results. Stopped or killed, it goes on where it was. Takes hours: see result.jsonl's history.
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
  "$root/sketchwatch" benchmark ablation --plan "$here/plan.json" --out "$work" >/dev/null &
done
for job in $(jobs -p); do
  wait "$job"
done
cp "$work/ablation.jsonl" "$here/result.jsonl"
