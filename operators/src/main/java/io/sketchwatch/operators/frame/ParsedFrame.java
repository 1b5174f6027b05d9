package io.sketchwatch.operators.frame;

import io.sketchwatch.core.frame.DeadLetter;
import io.sketchwatch.core.frame.Frame;

/**
 * What a source made of one record: exactly one part is set.
 *
 * @param frame the frame, or null
 * @param deadLetter why there is none, or null
 */
public record ParsedFrame(Frame frame, DeadLetter deadLetter) {}
