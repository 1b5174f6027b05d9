/**
 * The network in DJL blocks whose parameters bear torchvision's names, so that a checkpoint key is
 * a parameter's path: {@code photo.layer1.0.conv2.weight}, {@code shared.layer4.2.bn3.running_var}.
 *
 * <pre>
 * photo     ─► PrivateStages ─┐
 *   └ AuxiliaryGenerator      │
 * auxiliary ─► PrivateStages ─┼─► SharedStages ─┬─► GemPooling ─► neck ───────────┬─► classifier
 * sketch    ─► PrivateStages ─┘                 └─► ModalityInteraction (its neck) ┘
 *                   └─► GemPooling (style)
 * </pre>
 */
package io.sketchwatch.dalnet.network;
