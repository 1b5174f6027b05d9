/** Ranks a gallery for queries and says how good the ranking is. */
package io.sketchwatch.core.ranking;
