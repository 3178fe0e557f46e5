"""Faults of a demo come at their second, once; a refused first connect is there before it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import click
import pytest
from click.testing import CliRunner

from studio.cli.mishaps import faults
from studio.session.state import LiveState, Phase
from studio.stage.faults import PRACTISED, Fault
from studio.training.mishaps import Mishaps


class Faults:
    def __init__(self) -> None:
        self.said: list[str] = []

    def inject(self, name: str, seconds: float | None = None) -> None:
        self.said.append(name)


def room(phase: Phase = Phase.LIVE) -> Any:
    clock = SimpleNamespace(now_ms=lambda: 0)
    return SimpleNamespace(
        faults=Faults(), clock=clock, state=LiveState(phase=phase, live_at=-5000)
    )


def test_each_comes_once_when_it_is_due() -> None:
    session = room()
    mishaps = Mishaps(session, [(9.0, Fault.BLACK), (5.0, Fault.DOWN), (0.0, Fault.WEAK)])
    mishaps.look()
    mishaps.look()
    assert session.faults.said == ["weak", "down"]
    session.state = LiveState(phase=Phase.ENDED, live_at=-60_000)
    mishaps.look()
    assert session.faults.said == ["weak", "down"]


def test_a_refused_first_connect_is_there_before_going_live() -> None:
    session = room(Phase.PLANNED)
    mishaps = Mishaps(session, [(9.0, Fault.REFUSED)])
    mishaps.start()
    mishaps.stop()
    assert session.faults.said == ["refused"]


def test_before_the_programs_own_end_the_last_words_are_said() -> None:
    session = room()
    mishaps = Mishaps(
        session,
        [(3.0, Fault.BLACK), (4.0, Fault.APP_KILLED)],
        lambda: session.faults.said.append("words"),
    )
    mishaps.look()
    assert session.faults.said == ["black", "words", "app_killed"]


def test_a_real_broadcast_is_not_broken_on_purpose() -> None:
    with pytest.raises(ValueError, match="real"):
        Mishaps(SimpleNamespace(faults=None), [])  # type: ignore[arg-type]


@click.command()
@faults
def told(faults: tuple[tuple[float, Fault], ...]) -> None:
    click.echo(repr([(at, fault.value) for at, fault in faults]))


def test_the_command_line_reads_name_and_second() -> None:
    run = CliRunner().invoke(told, ["--fault", "hole@5", "--fault", "black"])
    assert run.output.strip() == "[(5.0, 'hole'), (0.0, 'black')]"
    for wrong in ("earthquake@5", "hole@soon"):
        refused = CliRunner().invoke(told, ["--fault", wrong])
        assert refused.exit_code == 2, wrong
    every = CliRunner().invoke(told, [part for fault in PRACTISED for part in ("--fault", fault)])
    assert len(PRACTISED) == 21
    assert every.output.count("(0.0,") == len(PRACTISED)
