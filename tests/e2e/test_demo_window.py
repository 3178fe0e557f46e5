"""The demo where there is a screen: it plays in the window and leaves the same results."""

from __future__ import annotations

import json
from pathlib import Path

from tests.helpers.obs_rig import hidden_display
from tests.helpers.program import Running


def test_it_plays_itself_closes_its_window_and_leaves_its_results(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with (
        hidden_display(tmp_path) as display,
        Running(["demo", "--out", out], DISPLAY=display, QT_QPA_PLATFORM="xcb") as demo,
    ):
        demo.wait_for("ended")
        assert demo.wait() == 0, demo.errors
    summary = json.loads((out / "summary.json").read_text("utf-8"))
    assert summary["orders"] == len(demo.events("order_noted")) - len(demo.events("order_undone"))
    assert summary["orders"] > 0
    for name in ("report.pdf", "report.xlsx", "recording.mkv"):
        assert (out / name).stat().st_size > 1000
