#!/usr/bin/env bash
# Does the job stay as it is under load? Measures what it can work off, then runs it at 70% of that:
#   deploy/e2e/soak.sh [MINUTES] [REPORT]     default: 30, sketchwatch-soak.html
# Other options of benchmark soak may follow. Prints one line of JSON on standard output and plots latency,
# memory and lag over time; exit code 0 if none of them grew.
set -euo pipefail

root=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
minutes=${1:-30}
report=${2:-sketchwatch-soak.html}
shift $(($# < 2 ? $# : 2))

# A heap that can't grow tells native memory from Java's.
export SKETCHWATCH_JAVA_OPTIONS="-Xms1536m -Xmx1536m -XX:+AlwaysPreTouch"
exec "$root/sketchwatch" benchmark soak --minutes "$minutes" --report "$report" --json "$@"
