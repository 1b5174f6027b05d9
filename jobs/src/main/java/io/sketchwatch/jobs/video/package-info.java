/**
 * From cameras, video files and folders of pictures to records of the frame topic: readers yield
 * frames with their place in time, the producer encodes and sends them. Nothing here knows of
 * Flink.
 */
package io.sketchwatch.jobs.video;
