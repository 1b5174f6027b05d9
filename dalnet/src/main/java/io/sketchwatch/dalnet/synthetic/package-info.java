/**
 * Drawn people and drawn streets: data to train and demonstrate with that shows nobody.
 *
 * <p>A {@link io.sketchwatch.dalnet.synthetic.SyntheticIdentity} has an appearance; a pose makes it
 * a figure (geometry), from which photos, masks and sketches are painted. A data set holds many of
 * them; a street scene lets them walk past cameras. Everything follows from a seed.
 */
package io.sketchwatch.dalnet.synthetic;
