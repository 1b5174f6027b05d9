#!/usr/bin/env bash
# Makes the demo model from nothing: draws people who do not exist, trains on them, exports,
# and puts the package among the resources of jobs. The same sources, JDK and number of processors
# make the same bytes. Takes about an hour on two cores.
#
#   model-export/demo-model/make.sh [WORK_FOLDER]
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
work=${1:-$root/target/demo-model}
resources=$root/jobs/src/main/resources/demo-model

"$root/sketchwatch" synthesize --out "$work/data" --identities 2000 --photos 3 --sketches 4 --seed 1
"$root/sketchwatch" train --data "$work/data" --out "$work/checkpoint" --config "$here/recipe.json"
"$root/sketchwatch" export --checkpoint "$work/checkpoint" --data "$work/data/test" \
  --id dalnet-demo-1 --precision float16 --out "$work/package"
mkdir -p "$resources"
cp "$work/package"/{manifest.json,photo.onnx,sketch.onnx} "$resources/"
