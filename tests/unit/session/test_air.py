"""The facts between what the journal knows and what the stage shows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from studio.session import events as e
from studio.session.air import Intent, facts_after, wanted
from studio.session.state import LiveState, Phase
from studio.stage.layers import Layer, Slot
from studio.stage.port import Observed, Scene, StreamState

CARD = Layer(Slot.CARD, Path("a.png"), "sha-a", 0, 0, 10, 10, label="A")
LIVE = LiveState(phase=Phase.LIVE, card_sku="A", card_sha256="sha-a", recording_path="take.mkv")
SEEN = Observed(
    Scene.PROGRAMME, {Slot.CARD: "sha-a"}, StreamState.OFF, True, Path("take.mkv"), False
)
ASKED = wanted(Intent(on_air=True, card=True), streaming=False, layers=(CARD,))


def test_nothing_new_is_no_fact():
    assert facts_after(LIVE, ASKED, SEEN) == []


@pytest.mark.parametrize("asked", [ASKED, replace(ASKED, layers=())])
def test_a_card_viewers_do_not_see_is_cleared_whatever_was_asked(asked):
    gone = replace(SEEN, layers={})
    assert facts_after(LIVE, asked, gone) == [e.CardCleared("A")]


def test_a_card_waiting_under_the_break_picture_is_not_gone():
    hidden = replace(SEEN, layers={}, scene=Scene.BREAK)
    facts = facts_after(LIVE, replace(ASKED, scene=Scene.BREAK), hidden)
    assert facts == [e.BreakStarted()]


def test_a_recording_that_does_not_say_where_is_the_one_we_know():
    assert facts_after(LIVE, ASKED, replace(SEEN, recording_path=None)) == []
