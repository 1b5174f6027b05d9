/** Opens the engine that trains the network. */
package io.sketchwatch.dalnet.engine;
