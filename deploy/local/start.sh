#!/usr/bin/env bash
# Starts a Kafka broker, a Flink JobManager and TaskManagers as processes of their own, from Maven's jars:
#   deploy/local/start.sh [TASKMANAGERS]     default: 2, with two slots each
# SKETCHWATCH_METRICS_PORTS, such as 9249-9259, lets Prometheus read metrics there, a port a Flink process.
# JAVA_HOME is the JDK to use; default: the one on the PATH.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/cluster.sh"

taskmanagers=${1:-2}
[[ $taskmanagers =~ ^[1-9][0-9]?$ ]] || fail "TASKMANAGERS must be 1 to 99, but was '$taskmanagers'"
! any_alive || fail "The local cluster is running already: stop it with deploy/local/stop.sh"
for port in "${ports[@]}"; do
  ! is_open "$port" || fail "Port $port of this machine is taken: stop what listens there"
done

# -- Build

is_stale() {
  [ ! -e "$job_jar" ] ||
    [ -n "$(find "$root"/pom.xml "$root"/*/pom.xml "$root"/*/src/main -newer "$job_jar" | head -n 1)" ]
}

maven() {
  mvn -q --offline "$@" >/dev/null 2>&1 || mvn -q "$@" >&2 || fail "The build failed: see Maven's message above"
}

build() {
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
}

# -- Kafka: one node, broker and controller

start_kafka() {
  cat >"$conf/kafka.properties" <<EOF
process.roles=broker,controller
node.id=1
log.dirs=$data/kafka
controller.quorum.voters=1@localhost:9093
controller.listener.names=CONTROLLER
listeners=PLAINTEXT://localhost:9092,CONTROLLER://localhost:9093
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
message.max.bytes=18874368
auto.create.topics.enable=false
group.initial.rebalance.delay.ms=0
offsets.topic.num.partitions=1
offsets.topic.replication.factor=1
transaction.state.log.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.num.partitions=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
default.replication.factor=1
log.cleaner.dedupe.buffer.size=4194304
EOF
  local classpath
  classpath=$(cat "$root/target/command/classpath")
  # transaction.version 2 bumps a producer's epoch at each commit, which Flink takes for a fenced producer.
  java -cp "$classpath" kafka.tools.StorageTool format --cluster-id "$(uuid)" \
    --config "$conf/kafka.properties" --release-version 4.2 --feature transaction.version=1 \
    >"$logs/kafka-format.log" 2>&1 || fail "Kafka's storage can't be formatted: see $logs/kafka-format.log"
  launch kafka -Xmx512m -cp "$classpath" kafka.Kafka "$conf/kafka.properties"
  await kafka 60 is_open 9092
}

uuid() {
  head -c 16 /dev/urandom | base64 | tr '+/' 'ab' | tr -d '='
}

# -- Flink

start_flink() {
  cat >"$conf/config.yaml" <<EOF
jobmanager.rpc.address: localhost
jobmanager.rpc.port: 6123
jobmanager.bind-host: localhost
rest.address: localhost
rest.bind-address: localhost
rest.port: 8081
io.tmp.dirs: $data/tmp
execution.checkpointing.dir: file://$data/checkpoints
execution.checkpointing.savepoint-dir: file://$data/savepoints
taskmanager.host: localhost
taskmanager.bind-host: localhost
taskmanager.numberOfTaskSlots: 2
taskmanager.load-balance.mode: SLOTS
taskmanager.cpu.cores: 2
taskmanager.memory.framework.heap.size: 128m
taskmanager.memory.task.heap.size: 896m
taskmanager.memory.framework.off-heap.size: 128m
taskmanager.memory.task.off-heap.size: 256m
taskmanager.memory.network.min: 64m
taskmanager.memory.network.max: 64m
taskmanager.memory.managed.size: 256m
taskmanager.memory.jvm-metaspace.size: 256m
taskmanager.memory.jvm-overhead.min: 192m
taskmanager.memory.jvm-overhead.max: 192m
EOF
  if [ -n "${SKETCHWATCH_METRICS_PORTS:-}" ]; then
    cat >>"$conf/config.yaml" <<EOF
metrics.reporters: prom
metrics.reporter.prom.factory.class: org.apache.flink.metrics.prometheus.PrometheusReporterFactory
metrics.reporter.prom.port: $SKETCHWATCH_METRICS_PORTS
EOF
  fi
  local classpath="$home/flink/*:$root/jobs/target/flink-lib/*" entry=org.apache.flink.runtime i
  launch jobmanager -Xmx512m -cp "$classpath" \
    $entry.entrypoint.StandaloneSessionClusterEntrypoint --configDir "$conf"
  for ((i = 1; i <= taskmanagers; i++)); do
    launch "taskmanager-$i" -Xms256m -Xmx1g -XX:MaxDirectMemorySize=448m -XX:MaxMetaspaceSize=256m \
      --add-modules=jdk.incubator.vector -cp "$classpath" $entry.taskexecutor.TaskManagerRunner --configDir "$conf" \
      -D taskmanager.resource-id="taskmanager-$i"
  done
  await jobmanager 60 is_open 8081
  for ((i = 1; i <= taskmanagers; i++)); do
    await "taskmanager-$i" 60 knows_taskmanager "taskmanager-$i"
  done
}

knows_taskmanager() {
  curl -fsS "http://$flink/taskmanagers" | grep -qF "\"id\":\"$1\""
}

build
rm -rf "$data" "$pids" "$logs"
mkdir -p "$conf" "$logs"
trap 'status=$?; [ $status -eq 0 ] || stop_all' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
start_kafka
start_flink
echo "Kafka: $kafka; Flink: http://$flink with $taskmanagers TaskManagers; logs: $logs"
