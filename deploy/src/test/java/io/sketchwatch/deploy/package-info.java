/** Checks of this folder's files; each check is also shown a spoiled copy, which it must refuse. */
package io.sketchwatch.deploy;
