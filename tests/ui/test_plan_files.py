"""The files beside a plan, as villagers' computers write and name them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from inventory import prices
from studio.runtime.errors import UserFacingError
from studio.session import plan_file
from studio.session.air_look import AirLook
from studio.session.plan import Plan
from studio.training import sample
from ui.plan.files import PlanFiles
from ui.plan.form import ProductForm

WORDS = "东魁杨梅，早上刚摘的。"


@pytest.fixture
def files(tmp_path: Path) -> PlanFiles:
    return PlanFiles(tmp_path, tmp_path / "previews", AirLook(tmp_path, "工坊"))


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    return plan_file.load(sample.copy_to(tmp_path))


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_script_of_any_notepad_is_taken(files: PlanFiles, plan: Plan, coding: str) -> None:
    """Older ones write GB18030 on a Chinese Windows, and a broadcast reads that."""
    typed = plan.path.with_name("念.txt")  # type: ignore[union-attr]
    typed.write_bytes(WORDS.encode(coding))
    taken = files.take_script(typed, plan.products[0], plan)
    assert taken.read_text("utf-8") == WORDS


@pytest.mark.parametrize("content", [b"\x00\x01", b"\xff\xff\xff", b"x" * 200_001])
def test_what_is_no_script_is_refused(files: PlanFiles, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "photo.txt").write_bytes(content)
    with pytest.raises(UserFacingError, match="script_not_read"):
        files.read_script(tmp_path / "photo.txt")


@pytest.mark.parametrize(
    ("sku", "name"), [("COM1", "script-COM1.md"), ("nul", "script-nul.md"), ("COM10", "COM10.md")]
)
def test_a_products_script_is_no_device_of_windows(
    files: PlanFiles, plan: Plan, sku: str, name: str
) -> None:
    """``COM1.md`` would be written to a serial port."""
    product = replace(plan.products[0], sku=sku, script=None)
    assert files.write_script(WORDS, product, plan).name == name


def test_the_example_of_a_compared_prices_basis_may_be_shown_of_any_product(qtbot: QtBot) -> None:
    """It was 上周成交价, which is refused for what was never sold here."""
    form = ProductForm()
    qtbot.addWidget(form)
    example = form.fields["compared_basis"].input.placeholderText().removeprefix("比如：")
    assert example
    assert prices.refused(3990, 5990, example, prices.Deals(None, None)) is None
