#!/usr/bin/env bash
# The disk of checkpoints is full for a while: a file of another program takes the room that a quota leaves. The
# job goes on without checkpoints, and takes them again when there is room.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/scenario.sh"

disk=$data/quota
options=(-D execution.checkpointing.dir="quota://$disk")
export FLINK_PROPERTIES="quota.folder: $disk
quota.bytes: 67108864"
export FLINK_PLUGINS_DIR=$home/plugins

# The quota is a plugin of Flink's, made for this alone.
build_plugin() {
  local classes=$home/quota
  rm -rf "$classes" "$FLINK_PLUGINS_DIR"
  mkdir -p "$FLINK_PLUGINS_DIR/quota"
  jdk javac -cp "$home/flink/*" -d "$classes" "$root"/deploy/e2e/quota/*.java
  jdk jar --create --file "$FLINK_PLUGINS_DIR/quota/quota.jar" -C "$classes" . -C "$root/deploy/e2e/quota" META-INF
}

checkpoints() {
  ask /checkpoints | grep -o "\"$1\":[0-9]*" | head -n 1 | cut -d : -f 2
}

has_more_checkpoints() {
  [ "$(checkpoints "$1")" -ge "$2" ]
}

disturb() {
  await_frames $((frames / 4))
  truncate -s 64M "$disk/ballast"
  note "the disk of checkpoints is full"
  await jobmanager 60 has_more_checkpoints failed 3
  rm "$disk/ballast"
  note "the disk of checkpoints has room again"
  await jobmanager 60 has_more_checkpoints completed $(($(checkpoints completed) + 1))
  ! has_failed || fail "The job has failed: see http://$flink/jobs/$job/exceptions"
}

"$root/deploy/local/build.sh"
build_plugin
play disturb
