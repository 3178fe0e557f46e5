"""The end of OBS's log: no key is read in it, wherever it begins."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.stage.obs import log_tail

SECRET = "yu-wang-4711"
LINE = (
    f"input: rtsp://admin:{SECRET}@10.0.0.5:554/101 to rtmp://push.example/live/s?auth={SECRET}\n"
)


@pytest.mark.parametrize("cut", range(0, len(LINE), 7))
def test_a_log_that_is_cut_off_in_an_address_gives_away_nothing(tmp_path: Path, cut: int) -> None:
    rest = "y" * (log_tail.TAIL_BYTES - len(LINE) + cut - 1) + "\n"
    (tmp_path / "x.txt").write_text(LINE + rest, "utf-8", newline="")
    found = log_tail.tail(tmp_path)
    assert found is not None
    assert SECRET not in found.text
    assert found.text.endswith(rest[-40:])


def test_a_log_that_is_short_is_whole(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("first\nlast\n", "utf-8")
    found = log_tail.tail(tmp_path)
    assert found is not None
    assert found.text.splitlines() == ["first", "last"]
