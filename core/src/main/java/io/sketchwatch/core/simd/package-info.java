/** Where code with SIMD is found, if the JVM has the Vector API. */
package io.sketchwatch.core.simd;
