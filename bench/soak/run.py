"""Draws faults from a seed, plays each, and compares what everybody believes once it is at rest."""

from __future__ import annotations

import contextlib
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import click

from bench.result import UnavailableError, spread
from bench.soak.alone import left_alone
from bench.soak.field import NOT_NOW, Field, NeverError, make_field, must_be_possible
from bench.soak.measure import LONG_LIFE, Measure
from bench.soak.plays import PLAYS, Play, delete_input
from bench.soak.program import ProgramError
from bench.soak.rest import Rest, Shape, come_to_rest, shape_of
from studio.stage.faults import Fault
from studio.stage.obs.errors import ObsError, ObsLost, ObsTimeout

BROKEN = (NeverError, ProgramError, ObsError, ObsLost, ObsTimeout, AssertionError)
"""What a play that came to nothing ends in."""
ACT_SHARE = 0.7
"""Of the faults in which somebody does something meanwhile."""


@dataclass(frozen=True, slots=True)
class Played:
    """One fault and what came of it."""

    number: int
    fault: Fault
    did: str
    took_s: float
    rest_s: float
    wrong: tuple[str, ...]
    memory_mb: dict[str, float]
    """Of the program and of OBS, afterwards."""


@dataclass(slots=True)
class Report:
    """What a soak found."""

    seed: int
    played: list[Played] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    lives: list[dict[str, object]] = field(default_factory=list)
    obs_crashes: int = 0
    """Times OBS ended by itself; the program must have told each once and brought it back."""
    obs_alone_mb: float | None = None
    """What OBS comes to with nobody but a hand at it; None: no OBS can live long enough to ask."""

    @property
    def good(self) -> bool:
        return not self.wrong and not any(each.wrong for each in self.played)

    def as_dict(self) -> dict[str, Any]:
        """For people and for programs: JSON."""
        by_fault: dict[str, list[float]] = {}
        for each in self.played:
            by_fault.setdefault(each.fault.value, []).append(each.rest_s)
        return {
            "seed": self.seed,
            "good": self.good,
            "faults": len(self.played),
            "wrong_states": [
                {"number": each.number, "fault": each.fault, "did": each.did, "wrong": each.wrong}
                for each in self.played
                if each.wrong
            ],
            "wrong": self.wrong,
            "rest_s": {
                name: {"times": len(seconds), **spread(seconds)}
                for name, seconds in sorted(by_fault.items())
            },
            "processes": self.lives,
            "obs_crashes": self.obs_crashes,
            "obs_alone_mb": self.obs_alone_mb and round(self.obs_alone_mb, 1),
        }


class Soak:
    """One seed's run on one field."""

    def __init__(self, there: Field, seed: int) -> None:
        self._there = there
        self._dice = random.Random(seed)
        self._measure = Measure(there)
        self._shape: Shape = {}
        self._warmed: int | None = None
        self.report = Report(seed)

    def run(self, faults: Sequence[Fault] | int) -> None:
        """Play so many drawn faults, or these."""
        self._begin()
        if isinstance(faults, int):
            weights = [play.weight for play in PLAYS.values()]
            faults = self._dice.choices(list(PLAYS), weights, k=faults)
        for number, fault in enumerate(faults, 1):
            played = self._play(number, fault)
            self.report.played.append(played)
            _tell(played)
            if not self._goes_on:
                break
        measured = self._measure.wrong(self.report.obs_alone_mb)
        self.report.wrong += measured + self._there.program.bugs()
        self.report.lives = [life.told() for life in self._measure.lives]

    @property
    def _goes_on(self) -> bool:
        """False: the field itself is gone, and what came after would tell nothing."""
        try:
            self._there.look()
        except ProgramError:
            return False
        return True

    def _begin(self) -> None:
        self._shape = shape_of(self._there.hand())
        rest = self._at_rest()
        self._shape = shape_of(self._there.hand())
        self.report.wrong += [f"at the beginning: {text}" for text in rest.wrong]

    def _play(self, number: int, fault: Fault) -> Played:
        play, dice = PLAYS[fault], random.Random(self._dice.random())
        act = dice.choice(list(ACTS)) if dice.random() < ACT_SHARE else "nothing"
        begin, before = time.monotonic(), self._facts()
        alive = self._obs_pids()
        wrong: list[str] = []
        try:
            play.do(self._there, lambda: ACTS[act](self._there, dice), dice)
        except BROKEN as error:
            wrong.append(f"{type(error).__name__}: {error}")
        took = time.monotonic() - begin
        rest = self._at_rest()
        crashed = play.losses == 0 and not alive & self._obs_pids()
        if crashed:  # of a hand that deleted what OBS was just unloading; then nobody answers it
            self.report.obs_crashes += 1
            wrong.clear()
        known = 0 if fault is Fault.REFUSED else len(before)  # that one has a journal of its own
        wrong += [*rest.wrong, *self._told_wrong(play, known, crashed), *self._there.refused]
        self._there.refused.clear()
        if not rest.wrong:
            wrong += self._measure.take()
        memory = self._measure.memory_mb()
        return Played(number, fault, act, took, rest.seconds, tuple(wrong), memory)

    def _at_rest(self) -> Rest:
        """At rest, and every program warm before its first reading.

        What draws the first card and the first break picture, and what first looks at the
        programme, is loaded then and stays: some 30 MB that tell nothing of growth, whenever in
        its life somebody asks for them. During a break nobody looks.
        """
        rest = come_to_rest(self._there, self._shape)
        if rest.wrong or self._there.program.pid == self._warmed:
            return rest
        wrong: list[str] = []
        for act in (_card, _card, _break, _break):  # and as it was
            act(self._there, self._dice)
            wrong += come_to_rest(self._there, self._shape).wrong
        self._warmed = self._there.program.pid
        return replace(rest, wrong=wrong)

    def _told_wrong(self, play: Play, known: int, crashed: bool) -> list[str]:
        return told_wrong(play, self._facts()[known:], crashed=crashed)

    def _obs_pids(self) -> set[int]:
        return {process.pid for process in self._there.own.processes()}

    def _facts(self) -> list[dict[str, Any]]:
        try:
            return self._there.facts()
        except ProgramError:
            return []


def told_wrong(play: Play, fresh: list[dict[str, Any]], *, crashed: bool = False) -> list[str]:
    """What is wrong with what the journal says of a fault: each loss once, each return once.

    ``crashed``: OBS ended by itself in a fault that leaves it alive, which is one of each more.
    """
    losses, breaks = play.losses + crashed, play.stops + crashed
    count = Counter(fact["event"] for fact in fresh)
    stops = sum(fact["event"] == "stream_stopped" and not fact["wanted"] for fact in fresh)
    wrong = [
        f"journal: {count[event]} × {event}, not {losses}"
        for event in ("stage_was_lost", "stage_was_regained")
        if count[event] != losses
    ]
    if stops > breaks:
        wrong.append(f"journal: the stream broke off {stops} times, not {breaks}")
    return wrong


def _nothing(there: Field, dice: random.Random) -> None:
    """Nobody does anything."""


def _card(there: Field, dice: random.Random) -> None:
    there.wished.card = not there.wished.card
    there.press("card_on" if there.wished.card else "card_off")


def _break(there: Field, dice: random.Random) -> None:
    there.wished.on_break = not there.wished.on_break
    there.press("break_on" if there.wished.on_break else "break_off")


def _mute(there: Field, dice: random.Random) -> None:
    there.wished.muted = not there.wished.muted
    there.press("toggle_mute")


def _next(there: Field, dice: random.Random) -> None:
    there.press("next_product")


def _order(there: Field, dice: random.Random) -> None:
    there.order()


def _meddle(there: Field, dice: random.Random) -> None:
    """Somebody is at OBS as well, unless it is gone."""
    with contextlib.suppress(*NOT_NOW):
        if dice.random() < 0.5:
            delete_input(there, dice)
        else:
            there.choose_another_collection()


ACTS = {
    "nothing": _nothing,
    "card": _card,
    "break": _break,
    "mute": _mute,
    "next product": _next,
    "order": _order,
    "meddles": _meddle,
}


def _tell(played: Played) -> None:
    """On stderr, as it goes: a soak takes its time."""
    verdict = "; ".join(played.wrong) or "good"
    memory = ", ".join(f"{who} {mb:.0f} MB" for who, mb in played.memory_mb.items())
    click.echo(
        f"{played.number:4} {played.fault.value:14} {played.did:13} "
        f"{played.took_s:5.1f} s, at rest {played.rest_s:5.1f} s, {memory}: {verdict}",
        err=True,
    )


def soak(seed: int, faults: Sequence[Fault] | int, folder: Path) -> Report:
    """Play that many faults drawn from ``seed``, or these, on a field of its own in ``folder``."""
    with make_field(folder) as there:
        many = faults if isinstance(faults, int) else len(faults)
        run = Soak(there, seed)
        run.report.obs_alone_mb = left_alone(there) if many >= LONG_LIFE else None
        there.go_live()
        run.run(faults)
        there.program.ask("end")
        return run.report


@click.command("soak")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed, the same run.")
@click.option("--faults", type=click.IntRange(1), default=200, show_default=True, help="How many.")
@click.option(
    "--only",
    type=click.Choice([fault.value for fault in PLAYS]),
    multiple=True,
    help="Play these, in this order, instead of drawn ones.",
)
@click.option("--keep", type=click.Path(path_type=Path), help="Folder to leave data and logs in.")
def main(seed: int, faults: int, only: tuple[str, ...], keep: Path | None) -> None:
    """Random faults on the real program, OBS and ingest; exits 1 on any wrong state."""
    try:
        must_be_possible()
    except UnavailableError as reason:
        raise click.ClickException(str(reason)) from reason
    with tempfile.TemporaryDirectory(prefix="gongfu-soak-") as temporary:
        folder = keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        report = soak(seed, [Fault(name) for name in only] or faults, folder)
    click.echo(json.dumps(report.as_dict(), ensure_ascii=False, indent=2))
    sys.exit(0 if report.good else 1)
