"""A power cut: program and stage are gone in the same moment, and the broadcast goes on."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from studio.session.black_box_file import SUFFIX, open_box
from tests.helpers.airings import airings
from tests.helpers.program import PATIENCE, Running, answer, write_plan

STEPS = "\n".join(
    [
        "  - {at: 0, do: product, sku: YB-001}",
        "  - {at: 0.2, do: product, sku: YM-001}",
        "  - {at: 0.4, do: card_on}",
        "  - {at: 0.6, do: order, sku: YM-001, qty: 1, channel: 抖音}",
        "  - {at: 20, do: order, sku: YM-001, qty: 1, channel: 抖音}",
        "  - {at: 21, do: end}",
    ]
)


def run_through_the_cut(
    tmp_path: Path, stage: list[object], cut: Callable[[], None], **env: str
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The summary, and what was printed after the cut. ``cut`` takes the stage's power."""
    data, out = tmp_path / "data", tmp_path / "out"
    plan = write_plan(tmp_path, STEPS)
    where = ["--unattended", "--data-dir", data, "--out", out]
    with Running(["live", plan, *where, *stage], **env) as program:
        started = program.wait_for("recording_started")
        program.wait_for("order_noted")
        program.wait_for("card_taken")
        until_it_shows_a_card(Path(started["path"]))
        program.kill()
    cut()
    with Running(["resume", *where, *stage[2:]], **env) as program:
        assert program.wait() == 0, program.errors
        lines = program.lines
    return json.loads((out / "summary.json").read_text("utf-8")), lines


def until_it_shows_a_card(recording: Path) -> None:
    """A power cut keeps what is on the disk, and that is some way behind what was on air."""
    patience = time.monotonic() + PATIENCE
    while not (recording.is_file() and airings(recording)):
        assert time.monotonic() < patience, "no card was recorded"
        time.sleep(0.5)


def assert_whole(summary: dict[str, Any], lines: list[dict[str, Any]], tmp_path: Path) -> None:
    """Scene, product, card, clock and recording are back; nothing is there twice."""
    resumed = next(line for line in lines if line["event"] == "resumed")
    assert resumed["kept_on_air"] is False
    after = [line["event"] for line in lines]
    assert {"product_shown", "card_taken"}.isdisjoint(after)  # both were kept, not chosen anew
    assert [row["orders"] for row in summary["products"]] == [0, 2]
    recordings = [Path(each) for each in summary["recordings"]]
    assert len(recordings) == len(set(recordings)) == 2
    before, later = (airings(recording) for recording in recordings)
    assert before[-1].name == later[0].name == "bayberry"  # the card came back by itself
    assert later[0].start < 8.0  # the next step of the timeline is further away
    assert len(list((tmp_path / "out").glob("recording*.*"))) == 2
    # The clock stood still while nothing was on air: the end is due at 21 s on air.
    assert 20_000 <= summary["on_air_ms"] <= 21_000 + 15_000
    (box,) = (tmp_path / "out").glob(f"*{SUFFIX}")
    with open_box(box) as found:
        events = [each["event"] for each in found.journal()]
        assert found.still(found.still_times()[-1]).startswith(b"\xff\xd8")
        assert max(row.kbps or 0 for row in found.health()) > 0
    assert (events.count("went_live"), events.count("resumed"), events[-1]) == (1, 1, "ended")


def test_the_practice_stage_records_on_in_a_new_file(tmp_path: Path) -> None:
    summary, lines = run_through_the_cut(tmp_path, ["--stage", "practice"], lambda: None)
    assert_whole(summary, lines, tmp_path)
    data = tmp_path / "data"
    (session,) = answer("session", "list", "--data-dir", data)
    assert session["orders"] == 2
