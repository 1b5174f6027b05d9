/** What a city needs: cameras and queries in, and from measured costs cores, memory and network. */
package io.sketchwatch.jobs.plan;
