/** Makes embeddings shorter by a linear projection that is fitted on training pictures. */
package io.sketchwatch.modelexport.projection;
