/** What the layouts of stored values have in common. */
package io.sketchwatch.core.layout;
