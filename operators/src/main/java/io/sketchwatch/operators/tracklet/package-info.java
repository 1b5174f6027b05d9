/** Tracklets: who is who from frame to frame of one camera, and which crops are worth embedding. */
package io.sketchwatch.operators.tracklet;
