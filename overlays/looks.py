"""The looks a card can have: which colour stands for what. Data, chosen per product in the plan."""

from __future__ import annotations

from dataclasses import dataclass

from overlays import palette


@dataclass(frozen=True, slots=True)
class Look:
    """Colours of one look, ``#rrggbb``. Letters keep 4.5 : 1 against what they stand on."""

    zh: str
    en: str
    surface: str
    edge: str
    text: str
    muted: str
    price: str
    stripe_from: str
    stripe_to: str
    stripe_text: str
    foot: str
    foot_text: str


COLOURS: dict[str, Look] = {
    "paper": Look(
        zh="宣纸",
        en="Paper",
        surface=palette.PAPER,
        edge=palette.LINE_LIGHT,
        text=palette.TEXT_LIGHT,
        muted="#5E6772",
        price=palette.CINNABAR_DEEP,
        stripe_from=palette.JADE_DEEP,
        stripe_to="#25855A",
        stripe_text="#FFFFFF",
        foot="#F1E9DA",
        foot_text="#3D4650",
    ),
    "ink": Look(
        zh="墨色",
        en="Ink",
        surface=palette.PANEL,
        edge=palette.LINE_DARK,
        text=palette.TEXT_DARK,
        muted=palette.MUTED_DARK,
        price=palette.CINNABAR_LIGHT,
        stripe_from=palette.JADE_DEEP,
        stripe_to="#25855A",
        stripe_text="#FFFFFF",
        foot=palette.RAISED,
        foot_text="#D9DCDD",
    ),
}
