"""The facts between what the journal knows and what the stage shows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from studio.session import events as e
from studio.session.air import Intent, facts_after, facts_heard, wanted
from studio.session.state import LiveState, Phase
from studio.stage.layers import Layer, Slot
from studio.stage.port import Observed, RecordingChanged, Scene, StreamState

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


STOPPED = replace(SEEN, recording=False, recording_path=None)


def test_a_recording_that_is_wanted_and_does_not_run_stopped_by_itself():
    assert facts_after(LIVE, ASKED, STOPPED) == [e.RecordingStopped("take.mkv", wanted=False)]
    ended = replace(ASKED, recording=False)
    assert facts_after(LIVE, ended, STOPPED) == [e.RecordingStopped("take.mkv", wanted=True)]


def test_between_two_files_of_a_step_of_the_rate_nothing_stopped():
    assert facts_after(LIVE, ASKED, STOPPED, off_on_purpose=True) == []


@pytest.mark.parametrize("ending", [True, False])
def test_a_recording_told_as_ended_was_wanted_so_only_at_the_end(ending):
    told = RecordingChanged(False, Path("take.mkv"))
    stopped = e.RecordingStopped("take.mkv", wanted=ending)
    assert facts_heard(LIVE, told, off_on_purpose=True, ending=ending) == [stopped]


def test_late_word_of_the_file_before_ends_nothing():
    assert facts_heard(LIVE, RecordingChanged(False, Path("before.mkv"))) == []
