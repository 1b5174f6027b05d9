#!/usr/bin/env bash
# Sends the live job to the local cluster; arguments are those of ./sketchwatch match, and win.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/cluster.sh"

any_alive || fail "The local cluster is not running: start it with deploy/local/start.sh"
options=(
  -D execution.target=remote
  -D rest.address="${flink%:*}"
  -D rest.port="${flink#*:}"
  -D parallelism.default="$(started | grep -c '^taskmanager-')"
)
# Every process of this cluster sees this machine's cache.
detector=${SKETCHWATCH_CACHE:-$HOME/.cache/sketchwatch}/models/nanodet-g-416-r1
[ ! -d "$detector" ] || options+=(-D detector.package="$detector")
exec "$root/sketchwatch" match --kafka "$kafka" "${options[@]}" "$@"
