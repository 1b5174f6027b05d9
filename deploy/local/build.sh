#!/usr/bin/env bash
# Builds what the local cluster runs, where it is missing or stale: the command, the job jar, and Flink from
# Maven's jars.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/cluster.sh"

is_stale() {
  [ ! -e "$job_jar" ] ||
    [ -n "$(find "$root"/pom.xml "$root"/*/pom.xml "$root"/*/src/main -newer "$job_jar" | head -n 1)" ]
}

maven() {
  mvn -q --offline "$@" >/dev/null 2>&1 || mvn -q "$@" >&2 || fail "The build failed: see Maven's message above"
}

"$root/sketchwatch" --version >/dev/null
if is_stale; then
  echo "Building the job jar ..." >&2
  maven -f "$root/pom.xml" -Dquick -Dmaven.test.skip=true package
fi
if [ ! -e "$home/flink/pom.xml" ] || [ "$root/pom.xml" -nt "$home/flink/pom.xml" ] ||
  ! cmp -s "$root/deploy/local/pom.xml" "$home/flink/pom.xml"; then
  rm -rf "$home/flink"
  maven -f "$root/deploy/local/pom.xml" dependency:copy-dependencies -DincludeScope=runtime \
    -DoutputDirectory="$home/flink"
  cp "$root/deploy/local/pom.xml" "$home/flink/pom.xml"
fi
