/**
 * Data sets made of one's own footage, without anyone having labelled or drawn anything: tracklets
 * stand for people, pencil filters for artists.
 */
package io.sketchwatch.jobs.footage;
