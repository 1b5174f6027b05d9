/**
 * The live job's ends in Kafka: sources, sinks and the crop store, on one connection whose client
 * settings (TLS, SASL, any other) reach every client.
 */
package io.sketchwatch.jobs.kafka;
