#!/usr/bin/env bash
# Does bad input stop the job? Sends records of every input, most of them of no use, through the production
# job between a real broker and a Flink cluster in one process, where one failure ends it:
#   deploy/e2e/fuzz.sh [RECORDS]     default: 100000
# Prints one line of JSON on standard output; exit code 0 if each was taken, or refused once with its reason.
set -euo pipefail

root=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
records=${1:-100000}
summary=$(mktemp)
trap 'rm -f "$summary"' EXIT

mvn -q -f "$root/pom.xml" -Dquick -pl jobs -am test -Dtest=FuzzITCase -Dsurefire.failIfNoSpecifiedTests=false \
  -Dfuzz.records="$records" -Dfuzz.summary="$summary" >&2
cat "$summary"
echo
