"""A buyer is shown masked; who asks for the whole is noted, and that can be read."""

from __future__ import annotations

import getpass
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from studio.cli.root import gongfu
from tests.helpers.order_files import draft


@pytest.fixture
def order(tmp_path: Path) -> str:
    """The number of the one order of a workshop."""
    made = draft("快手小店", orders=1)
    told(tmp_path, "import", str(made.write(tmp_path / "f.xlsx")))
    return made.rows[0]["订单号"]


def told(folder: Path, *arguments: str) -> Any:
    command = ["orders", *arguments, "--json", "--data-dir", str(folder / "data")]
    done = CliRunner().invoke(gongfu, command)
    assert done.exit_code == 0, done.output
    return json.loads(done.output)


def test_whoever_looks_at_a_buyer_is_noted(tmp_path: Path, order: str) -> None:
    assert told(tmp_path, "show", order)["buyer"]["实名姓名"] == "张**"
    assert told(tmp_path, "looks") == []
    whole = told(tmp_path, "show", order, "--buyer")
    assert whole["buyer"]["实名姓名"].startswith("张三")
    (look,) = told(tmp_path, "looks")
    assert (look["who"], look["order"], look["why"]) == (getpass.getuser(), whole["id"], "asked")
