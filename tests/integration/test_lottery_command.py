"""``gongfu lottery``: from the terms to a draw that a stranger computes again from its file."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from studio.cli.root import gongfu
from tests.helpers.clock import ManualClock

TERMS = (
    *("--name", "周五抽奖", "--prize", "杨梅一箱", "--worth", "89.90", "--winners", "2"),
    *("--rules", "下一单得一个号", "--claim", "七天内到店领"),
)


def run(folder: Path, *arguments: object, status: int = 0) -> Any:
    said = ["lottery", *map(str, arguments), "--data-dir", str(folder), "--json"]
    done = CliRunner().invoke(gongfu, said)
    assert done.exit_code == status, done.output
    return json.loads(done.output)


def local(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000).isoformat(sep=" ")


def test_publish_enter_draw_check_and_a_changed_file(tmp_path: Path, monkeypatch: Any) -> None:
    clock = ManualClock()
    monkeypatch.setattr("studio.bootstrap.SystemClock", lambda: clock)
    closes = local(clock.now_ms() + 60_000)
    refused = run(tmp_path, "publish", *TERMS, "--closes", closes, status=1)
    assert refused["error"] == "lottery_term_missing"  # nobody gives it
    made = run(tmp_path, "publish", *TERMS, "--closes", closes, "--sponsor", "白枫")
    said = made["id"][-6:]
    assert [each["number"] for each in run(tmp_path, "enter", said, 12, 15)] == ["12", "15"]
    assert [each["number"] for each in run(tmp_path, "enter", said)] == ["3"]
    assert run(tmp_path, "draw", said, status=1)["error"] == "lottery_not_yet"
    assert run(tmp_path, "check", said)["holds"]
    clock.advance(61)
    drawn = run(tmp_path, "draw", said, "--word", "六六")
    assert run(tmp_path, "list")[0] == drawn == run(tmp_path, "list", said)[0]
    assert run(tmp_path, "check", said)["holds"]
    file = tmp_path / "lotteries" / f"{made['id']}.json"
    assert run(tmp_path, "check", file)["holds"]
    run(tmp_path, "list", said, "--out", tmp_path / "copy.json")
    assert run(tmp_path, "check", tmp_path / "copy.json")["holds"]
    drawn["entries"].append({"number": "99", "at": made["terms"]["opens_ms"]})
    file.write_text(json.dumps(drawn), "utf-8")
    assert not run(tmp_path, "check", file, status=1)["holds"]
    told = run(tmp_path, "check", said, status=1)
    assert told["differences"] == ["lottery_differs_file"]
