/** A Kafka broker inside this process, for the demo and for tests. */
package io.sketchwatch.jobs.broker;
