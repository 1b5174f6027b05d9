# The processes of the local cluster, each of which can be started again after it has ended; sourced, after
# cluster.sh, by what starts them. Their settings are written by start.sh.
# shellcheck shell=bash

flink_classpath="$home/flink/*:$root/jobs/target/flink-lib/*"

# Gives Kafka an empty disk. transaction.version 2 bumps a producer's epoch at each commit, which Flink takes
# for a fenced producer.
format_kafka() {
  rm -rf "$data/kafka"
  java -cp "$(cat "$root/target/command/classpath")" kafka.tools.StorageTool format \
    --cluster-id "$(head -c 16 /dev/urandom | base64 | tr '+/' 'ab' | tr -d '=')" \
    --config "$conf/kafka.properties" --release-version 4.2 --feature transaction.version=1 \
    >"$logs/kafka-format.log" 2>&1 || fail "Kafka's storage can't be formatted: see $logs/kafka-format.log"
}

start_kafka() {
  launch kafka -Xmx512m -cp "$(cat "$root/target/command/classpath")" kafka.Kafka "$conf/kafka.properties"
  await kafka 60 is_open 9092
}

start_zookeeper() {
  launch zookeeper -Xmx128m -cp "$flink_classpath" \
    org.apache.flink.shaded.zookeeper3.org.apache.zookeeper.server.ZooKeeperServerMain "$conf/zookeeper.properties"
  await zookeeper 60 is_open 2181
}

start_jobmanager() {
  launch jobmanager -Xmx512m -cp "$flink_classpath" \
    org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint --configDir "$conf"
}

# start_taskmanager NAME : under a name that no running one has.
start_taskmanager() {
  launch "$1" -Xms256m -Xmx1g -XX:MaxDirectMemorySize=448m -XX:MaxMetaspaceSize=256m \
    --add-modules=jdk.incubator.vector -cp "$flink_classpath" \
    org.apache.flink.runtime.taskexecutor.TaskManagerRunner --configDir "$conf" -D taskmanager.resource-id="$1"
}

await_taskmanager() {
  await "$1" 60 knows_taskmanager "$1"
}

knows_taskmanager() {
  curl -fsS "http://$flink/taskmanagers" | grep -qF "\"id\":\"$1\""
}
