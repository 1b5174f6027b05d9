/** Makes model packages of checkpoints and checks that they agree with the network. */
package io.sketchwatch.modelexport.pack;
