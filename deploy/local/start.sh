#!/usr/bin/env bash
# Starts a Kafka broker, a Flink JobManager and TaskManagers as processes of their own, from Maven's jars:
#   deploy/local/start.sh [--ha] [TASKMANAGERS]     default: 2, with two slots each
# --ha starts a ZooKeeper too, by which a JobManager that is started anew finds its jobs.
#
# JAVA_HOME          the JDK to use; default: the one on the PATH
# FLINK_PROPERTIES   more lines of Flink's settings
# FLINK_PLUGINS_DIR  Flink's plugins, a folder each
# SKETCHWATCH_METRICS_PORTS  where Prometheus can read metrics, a port a Flink process, such as 9249-9259
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/cluster.sh"
. "$root/deploy/local/processes.sh"

ha=
if [ "${1:-}" = --ha ]; then
  ha=yes
  ports+=(2181)
  shift
fi
taskmanagers=${1:-2}
[[ $taskmanagers =~ ^[1-9][0-9]?$ ]] || fail "TASKMANAGERS must be 1 to 99, but was '$taskmanagers'"
! any_alive || fail "The local cluster is running already: stop it with deploy/local/stop.sh"
for port in "${ports[@]}"; do
  ! is_open "$port" || fail "Port $port of this machine is taken: stop what listens there"
done

# -- Settings

kafka_settings() {
  cat <<EOF
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
}

flink_settings() {
  cat <<EOF
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
heartbeat.interval: 2000
heartbeat.timeout: 20000
pekko.startup-timeout: 60 s
EOF
  if [ -n "$ha" ]; then
    cat <<EOF
high-availability.type: zookeeper
high-availability.storageDir: file://$data/ha
high-availability.zookeeper.quorum: localhost:2181
high-availability.zookeeper.client.session-timeout: 8000
EOF
  fi
  if [ -n "${SKETCHWATCH_METRICS_PORTS:-}" ]; then
    cat <<EOF
metrics.reporters: prom
metrics.reporter.prom.factory.class: org.apache.flink.metrics.prometheus.PrometheusReporterFactory
metrics.reporter.prom.port: $SKETCHWATCH_METRICS_PORTS
EOF
  fi
  echo "${FLINK_PROPERTIES:-}"
}

zookeeper_settings() {
  cat <<EOF
dataDir=$data/zookeeper
clientPort=2181
clientPortAddress=localhost
admin.enableServer=false
EOF
}

"$root/deploy/local/build.sh"
rm -rf "$data" "$pids" "$logs"
mkdir -p "$conf" "$logs"
kafka_settings >"$conf/kafka.properties"
zookeeper_settings >"$conf/zookeeper.properties"
flink_settings >"$conf/config.yaml"
trap 'status=$?; [ $status -eq 0 ] || stop_all' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
format_kafka
start_kafka
[ -z "$ha" ] || start_zookeeper
start_jobmanager
for ((i = 1; i <= taskmanagers; i++)); do
  start_taskmanager "taskmanager-$i"
done
await jobmanager 60 is_open 8081
for ((i = 1; i <= taskmanagers; i++)); do
  await_taskmanager "taskmanager-$i"
done
echo "Kafka: $kafka; Flink: http://$flink with $taskmanagers TaskManagers; logs: $logs"
