package io.sketchwatch.dalnet.synthetic;

import io.sketchwatch.dalnet.synthetic.PersonAppearance.Bag;
import io.sketchwatch.dalnet.synthetic.PersonAppearance.Hair;
import io.sketchwatch.dalnet.synthetic.PersonAppearance.Hat;
import io.sketchwatch.dalnet.synthetic.PersonAppearance.Lower;
import io.sketchwatch.dalnet.synthetic.PersonAppearance.Pattern;
import io.sketchwatch.dalnet.synthetic.PersonAppearance.Upper;
import java.awt.Color;

/** People of whom a test knows what they wear. */
final class DressedPerson {

  private DressedPerson() {}

  /** T-shirt of one colour, short hair, jeans, nothing carried. */
  static PersonAppearance inPlain(Color shirt) {
    return new PersonAppearance(
        1.75,
        1,
        new Color(0xd29f7c),
        Hair.SHORT,
        new Color(0x2e2018),
        Hat.NONE,
        Color.GRAY,
        Upper.T_SHIRT,
        shirt,
        Pattern.PLAIN,
        Color.GRAY,
        null,
        Lower.TROUSERS,
        new Color(0x2f4468),
        1.2,
        Color.BLACK,
        Bag.NONE,
        Color.GRAY,
        false,
        false,
        false,
        false,
        1);
  }
}
