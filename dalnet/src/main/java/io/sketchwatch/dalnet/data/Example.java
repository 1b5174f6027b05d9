package io.sketchwatch.dalnet.data;

/**
 * A photo and a sketch of one person.
 *
 * @param identity the person's place in {@link PersonDataSet#identities}
 * @param photo of the person
 * @param sketch of the person
 */
public record Example(int identity, Picture photo, Picture sketch) {}
