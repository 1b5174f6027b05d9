/**
 * Embeds what was seen with another model: {@code sightings} and {@code crops} in, {@code
 * reembedded-sightings} out, from where the live job takes them into its gallery.
 */
package io.sketchwatch.jobs.reembed;
