"""Which key does what during a broadcast. No Qt: keys are their portable names.

Three keys suffice for a whole broadcast: next, card and hold. A pedal or a presenter remote with
just those reaches everything else by keeping a key down for a second:

- keep **hold** down: 歇一下 / 回来了 (the be-right-back picture);
- keep **card** down: 记一单 opens; in it **next** counts one more, **card** notes the order,
  **hold** leaves without noting.

Presenter remotes send PageDown, PageUp, B or a full stop, and F5 and Escape in turn: PageDown is
always next, PageUp is always hold, a full stop is always card, and Escape ends a break (the
remote's F5 button sends it on its second press). No key ends the broadcast: there is no action
for it here, and the views give the button for it no focus.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from ui.live.models import Step

LONG_PRESS_MS = 1000
"""A key kept down this long means its second action; shorter presses act on release."""

REMOTE: dict[str, Step] = {"PgDown": Step.NEXT, "PgUp": Step.HOLD, ".": Step.CARD}
SECOND: dict[Step, Step] = {Step.HOLD: Step.BREAK, Step.CARD: Step.ORDER}
"""What keeping a step's key down does instead."""

SETTING: dict[Step, str] = {
    Step.NEXT: "key_next",
    Step.CARD: "key_card",
    Step.HOLD: "key_hold",
    Step.ORDER: "key_order",
    Step.BREAK: "key_break",
}

CHIPS = {"Right": "→", "Left": "←", "Up": "↑", "Down": "↓", "PgDown": "PgDn", "PgUp": "PgUp"}


class Overlay(StrEnum):
    """What is laid over the anchor's view and takes the keys first."""

    NONE = "none"
    QUANTITY = "quantity"
    ENDING = "ending"


class KeyMap:
    """The keys as the person set them, with a remote's own ones always working beside."""

    def __init__(self, get: Callable[[str], object]) -> None:
        """``get`` reads a setting (``key_next`` …) as a portable key name such as ``Right``."""
        self._names = {step: str(get(key)) for step, key in SETTING.items()}
        self._steps = REMOTE | {normal(name): step for step, name in self._names.items()}

    def step(self, key: str) -> Step | None:
        """The step of a key's portable name, None for a key that means nothing."""
        return self._steps.get(normal(key))

    def name(self, step: Step) -> str:
        """The portable name of a step's key."""
        return self._names[step]

    def chip(self, step: Step) -> str:
        """How the key is written on its button; ``Space`` and ``Return`` are worded by views."""
        return CHIPS.get(self._names[step], self._names[step])


def normal(key: str) -> str:
    """One name for keys that people hold for the same one."""
    return {"Enter": "Return", "PageDown": "PgDown", "PageUp": "PgUp"}.get(key, key)


class Command(StrEnum):
    """What a key press comes to. There is none that ends the broadcast."""

    NEXT = "next"
    CARD = "card"
    HOLD = "hold"
    BREAK = "break"
    ASK_QUANTITY = "ask_quantity"
    MORE = "more"
    NOTE = "note"
    LEAVE = "leave"
    NOTHING = "nothing"
    """A key of ours that means nothing now: swallowed, so that it cannot press a button."""


COMMANDS: dict[Step, Command] = {
    Step.NEXT: Command.NEXT,
    Step.CARD: Command.CARD,
    Step.HOLD: Command.HOLD,
    Step.BREAK: Command.BREAK,
    Step.ORDER: Command.ASK_QUANTITY,
}

IN_QUANTITY: dict[Step, Command] = {
    Step.NEXT: Command.MORE,
    Step.CARD: Command.NOTE,
    Step.ORDER: Command.NOTE,
    Step.HOLD: Command.LEAVE,
    Step.BREAK: Command.LEAVE,
}


def resolve(keys: KeyMap, key: str, overlay: Overlay, *, on_break: bool) -> Command | None:
    """What ``key`` means with ``overlay`` open; None: not ours. Digits are the overlay's own."""
    if overlay is Overlay.ENDING:
        return Command.LEAVE
    if key == "Esc":
        if overlay is Overlay.QUANTITY:
            return Command.LEAVE
        return Command.BREAK if on_break else Command.NOTHING
    step = keys.step(key)
    if step is None:
        return None
    return (IN_QUANTITY if overlay is Overlay.QUANTITY else COMMANDS)[step]
