/** Texts that people read. */
package io.sketchwatch.core.text;
