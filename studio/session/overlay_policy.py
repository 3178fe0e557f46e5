"""The figures by which overlays come, go grey and leave by themselves: docs/on-air.md."""

from __future__ import annotations

from studio.stage.layers import Slot

STOCK_LOOK_S = 0.25
"""How often the number on the product's card is held against the ledger: a lookup in memory."""
STOCK_EVERY_S = 2.0
"""At most one new picture of a card for its number alone: orders come by the dozen, each picture is
loaded and looked at before it is shown, and a number must stand long enough to be read."""
PROVE_STOCK_EVERY_S = 20.0
"""A card whose number alone changed is looked for that seldom: a look is a screenshot of the
programme, and orders may change the number every `STOCK_EVERY_S`."""
TICK_S = 1.0
"""How often overlays are looked after."""
COUNTDOWN_ZERO_S = 3
"""A countdown that reached zero is seen so long before it leaves."""
LEAVES_S = 3
"""For the program to take off what has ended, with its motion; one that is dead does not, and the
stage takes it off by itself. More than a tick and a take."""
TOAST_STAYS_S = 4
"""Long enough to read a product and a village."""
TOAST_EVERY_S = 8
"""Orders that come faster are not told one by one: the picture belongs to the anchor."""
PAGE_STAYS_S = 12
"""A board with more to say than it holds shows its next page after so long: to read a hundred
characters, at eight a second."""
PROVE_AFTER_S = 1.5
"""After a take, until it is looked for in the programme: its motion is over by then."""
PROVE_AGAIN_S = 3.0
"""Until the next look for one that was not found."""
MUST_LOOK_S = 5.0
"""Between two looks whether what must be on air is: a dozen questions to OBS, no picture."""
MUST_REST_S = 60.0
"""After it could not be put back: each try keeps the stage up to a second and a half."""
MUST_TOLD_TIMES, MUST_TOLD_S = 3, 600.0
"""Of each, how often within how many seconds it is told that it was put back: whatever in OBS hides
it again and again would fill the floor and the journal."""
PROVE_TRIES = 3
"""Looks before it counts as not on air: a screenshot of a big canvas costs the stage 0.1 s."""
CONFIRM_EVERY_S = 5
"""How often the figures on air are held against the product's record."""
STALE_AFTER_S = 20
"""Figures that could not be confirmed for so long are grey: four tries failed in a row."""
GONE_AFTER_S = 60
"""And for so long leave the air: a price nobody can vouch for is not shown."""


def zero_seconds(slot: Slot) -> int:
    """How long an overlay of ``slot`` stays after its end."""
    return COUNTDOWN_ZERO_S if slot is Slot.COUNTDOWN else 0
