"""kill -9 at random moments: every order whose line was printed is there, none twice, and the
session goes on where it stopped."""

from __future__ import annotations

import json
import os
import random
import shutil
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from inventory.live_sales import LiveSale
from studio.bootstrap import checks, open_studio
from studio.session.archive import SessionRow
from studio.session.plan_stock import StockRow
from studio.store.audit import run
from tests.helpers.program import Running, answer, write_plan

KILLS = int(os.environ.get("GONGFU_KILLS", "20"))
"""A longer run: GONGFU_KILLS=200."""
REALLY_STARTED_EVERY = 10
"""Of the kills one is of a program that was started as a person starts it, the first among them."""
LONGEST_SECONDS = 0.6
"""From going live, or from the start, to the kill."""
ORDERS = 60
OPENING = {"YB-001": 120, "YM-001": 60}
SPACING = 0.25
"""Seconds between two orders of the timeline."""


def timeline() -> str:
    """Orders close together, cards and products among them, one refusal, an end."""
    steps = ["  - {at: 0, do: product, sku: YB-001}", "  - {at: 0.1, do: card_on}"]
    for number in range(ORDERS):
        at = 0.2 + number * SPACING
        sku = ("YB-001", "YM-001")[number % 2]
        steps.append(f"  - {{at: {at:.2f}, do: order, sku: {sku}, qty: 1, channel: 抖音}}")
        if number % 10 == 5:
            steps.append(f"  - {{at: {at + 0.1:.2f}, do: product, sku: {sku}}}")
    steps.append(f"  - {{at: {ORDERS * SPACING + 0.5:.2f}, do: end}}")
    return "\n".join(steps)


@dataclass(frozen=True, slots=True)
class Books:
    """What a fresh look at the data folder finds, after an audit that found nothing."""

    sessions: list[SessionRow]
    orders: list[LiveSale]
    stock: list[StockRow]


def look(data: Path) -> Books:
    """Open what the kill left behind, as the next start would."""
    if not (data / "studio.db").exists():
        return Books([], [], [])
    with open_studio(data, exclusive=False) as studio:
        findings = studio.store.read(lambda db: run(db, checks())).result(60)
        assert [each for each in findings if not each.holds] == []
        return Books(
            studio.sessions().result(60), studio.orders().result(60), studio.stock().result(60)
        )


class Wrecker:
    """Runs one session through any number of kills, keeping what was printed."""

    def __init__(self, folder: Path, arguments: list[object], env: dict[str, str]) -> None:
        self._arguments = arguments
        self._env = env
        self._plan = write_plan(folder, timeline())
        self.data = folder / "data"
        self._out = folder / "out"
        self._books = Books([], [], [])
        """What the last kill left, looked at once."""
        self.lines: list[dict[str, Any]] = []

    def run(self, chance: random.Random, kills: int) -> int:
        """Kill the session ``kills`` times, then let it come to its end; how often it was killed.

        A busy machine kills later than it was asked to: what is left of the timeline is shared out
        among the kills that are left, and it may end before them.
        """
        killed = 0
        while killed < kills and (share := self._seconds_left() / (kills - killed)) > 0:
            with self._start(forked=killed % REALLY_STARTED_EVERY != 0) as program:
                if chance.random() < 0.7:  # most often while the session runs, else while starting
                    program.wait_for("resumed" if self._live() else "went_live")
                # The moment itself is the point: any.
                time.sleep(chance.uniform(0, min(LONGEST_SECONDS, 2 * share)))
                program.kill()
            self.lines += program.lines
            killed += 1
            self.check_books()
            assert not self._ended(), "killed after its end"
        with self._start() as program:
            assert program.wait() == 0, program.errors
        self.lines += program.lines
        return killed

    def check_books(self) -> None:
        """Every printed order is there once, and the stock agrees with the orders."""
        books = self._books = look(self.data)
        counts = Counter(order.id for order in books.orders)
        printed = [line["id"] for line in self.lines if line["event"] == "order_noted"]
        assert set(printed) <= set(counts), "an acknowledged order is lost"
        assert max(counts.values(), default=1) == 1, "an order is there twice"
        assert len(printed) == len(set(printed)), "an order was printed twice"
        for row in books.stock:
            sold = sum(order.qty for order in books.orders if order.sku == row.sku)
            opening = OPENING[row.sku]
            assert (row.reserved, row.available) == (sold, opening - sold)

    def _start(self, *, forked: bool = False) -> Running:
        """``forked``: what is to be killed has loaded, and is killed in what it does."""
        where = ["--unattended", "--data-dir", self.data, "--out", self._out]
        if self._live():
            command = ["resume", *where, *self._arguments[2:]]
        else:
            command = ["live", self._plan, *where, *self._arguments]
        return Running(command, forked=forked, **self._env)

    def _seconds_left(self) -> float:
        """Of the timeline's orders; the last third stays for the run to its end."""
        return SPACING * (ORDERS * 2 // 3 - len(self._books.orders))

    def _live(self) -> bool:
        """Whether the session's going live is on disk, printed or not."""
        return bool(self._books.sessions)

    def _ended(self) -> bool:
        rows = self._books.sessions
        return bool(rows) and all(row.ended_at for row in rows)

    def check_whole(self) -> None:
        """At the end: one session, every order of the timeline once, one summary waiting."""
        self.check_books()
        (session,) = answer("session", "list", "--data-dir", self.data)
        assert session["orders"] == ORDERS
        (message,) = answer("outbox", "list", "--data-dir", self.data)
        assert message["body"]["orders"] == ORDERS
        assert message["body"]["paid_fen"] == session["paid_fen"] == ORDERS // 2 * (3990 + 8990)


def seeded() -> random.Random:
    """A new seed each run, printed so that a failure can be repeated."""
    seed = int(os.environ.get("GONGFU_SEED", str(time.time_ns() % 1_000_000)))
    print(f"GONGFU_SEED={seed}")  # noqa: T201 - shown by pytest when the test fails
    return random.Random(seed)


def kill_them_all(folder: Path, wreck: Callable[[Path, random.Random, int], int]) -> None:
    """`KILLS` kills, in as many sessions as a busy machine needs for them: one, as a rule.

    ``wreck`` runs one session in a folder of its own, with so many kills at most, and says how many
    it came to.
    """
    chance, left, session = seeded(), KILLS, 0
    while left:
        session += 1
        (own := folder / str(session)).mkdir()
        killed = wreck(own, chance, left)
        assert killed, "nothing was killed"
        left -= killed
        print(f"session {session}: killed {killed} times")  # noqa: T201 - pytest -rP shows it


@pytest.mark.kill
def test_killed_on_the_practice_stage(tmp_path: Path) -> None:
    def wreck(folder: Path, chance: random.Random, kills: int) -> int:
        wrecker = Wrecker(folder, ["--stage", "practice"], {})
        killed = wrecker.run(chance, kills)
        wrecker.check_whole()
        return killed

    kill_them_all(tmp_path, wreck)


@pytest.mark.kill
def test_a_card_outlives_the_plans_folder(tmp_path: Path) -> None:
    """Killed with the card on air, its picture's folder deleted: the same card comes back."""
    stick = tmp_path / "stick"
    stick.mkdir()
    steps = ((0, "product, sku: YB-001"), (0.1, "card_on"), (6, "card_off"), (6.5, "end"))
    plan = write_plan(stick, "\n".join(f"  - {{at: {at}, do: {do}}}" for at, do in steps))
    where = ["--unattended", "--data-dir", tmp_path / "data", "--out", tmp_path / "out"]
    with Running(["live", plan, *where, "--stage", "practice"]) as program:
        shown = program.wait_for("card_taken")
        program.kill()
    shutil.rmtree(stick)
    with Running(["resume", *where]) as program:
        assert program.wait() == 0, program.errors
        assert program.events("stage_refused") == []
        assert [line["sku"] for line in program.events("card_cleared")] == ["YB-001"]
    summary = json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))
    assert {card["sha256"] for card in summary["cards"]} == {shown["sha256"]}
