/**
 * Pictures of people as training and evaluation see them: a data set's folder layout, batches of
 * identities, and the random changes that training makes to pictures. Everything random comes from
 * one seeded generator, so that a run can be repeated.
 */
package io.sketchwatch.dalnet.data;
