"""``gongfu card``: what it prints, draws and refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from PySide6.QtCore import qInstallMessageHandler
from PySide6.QtGui import QImage

from studio.cli.root import gongfu
from tests.helpers.gui import gui
from ui import fonts


def run(folder: Path, *arguments: str, status: int = 0) -> Any:
    found = CliRunner().invoke(gongfu, ["--data-dir", str(folder), "--json", "card", *arguments])
    assert found.exit_code == status, found.output
    return json.loads(found.stdout)


def test_templates_are_listed_and_checked(tmp_path: Path) -> None:
    listed = run(tmp_path, "list")
    assert {"product-card", "seller", "closing"} <= {each["id"] for each in listed}
    assert run(tmp_path, "check", "countdown")["fields"][1]["kind"] == "ms"
    page = tmp_path / "a.html"
    page.write_text("<script>SPXGCTemplateDefinition = {DataFields: []}</script>", "utf-8")
    assert run(tmp_path, "check", str(page))["needs_browser"]
    words = CliRunner().invoke(gongfu, ["--data-dir", str(tmp_path), "card", "check", str(page)])
    assert "是网页做的" in words.stdout


def test_a_card_is_drawn_into_a_file(tmp_path: Path) -> None:
    (tmp_path / "d.json").write_text('{"name": "黄桃", "price": 5900}', "utf-8")
    out = tmp_path / "card.png"
    told = run(
        *(tmp_path, "render", "product-card", "--data", str(tmp_path / "d.json")),
        *("--size", "640x360", "--out", str(out), "--platform", "douyin"),
    )
    assert told == {"file": str(out), "template": "product-card", "width": 640, "height": 360}
    settled = QImage(str(out))
    assert (settled.width(), settled.height()) == (640, 360)
    run(tmp_path, "render", "product-card", "--size", "640x360", "--out", str(out), "--frame", "0")
    assert QImage(str(out)) != settled


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("product-cart",), "template_unknown"),
        (("product-card", "--size", "9x9"), "card_size_wrong"),
        (("product-card", "--size", "99999x720"), "card_size_wrong"),
        (("product-card", "--data", "DATA"), "card_data_unreadable"),
        (("product-card", "--data", "gone.json"), "card_data_missing"),
        (("product-card", "--platform", "nope"), "card_platform_unknown"),
        (("page.html",), "template_needs_browser"),
    ],
)
def test_what_cannot_be_drawn_is_told(
    arguments: tuple[str, ...], code: str, tmp_path: Path
) -> None:
    (tmp_path / "DATA").write_text("[]")
    named = [each.replace("DATA", str(tmp_path / "DATA")) for each in arguments]
    out = tmp_path / "card.png"
    assert run(tmp_path, "render", *named, "--out", str(out), status=1)["error"] == code
    assert not out.exists()


def test_a_broken_brand_is_told(tmp_path: Path) -> None:
    (tmp_path / "brand.json").write_text('{"primary": "green"}')
    out = str(tmp_path / "card.png")
    assert run(tmp_path, "render", "seller", "--out", out, status=1)["error"] == "brand_value_wrong"


@pytest.mark.parametrize("harm", ["gone", "damaged", "another"])
def test_a_typeface_that_is_missing_is_one_sentence_and_no_card(
    harm: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gui()
    file = tmp_path / "GongfuSansSC-Regular.otf"
    if harm == "damaged":
        file.write_bytes(b"no typeface")
    face = Path(fonts.__file__).parent / fonts.FILES[0]
    monkeypatch.setattr(fonts, "FILES", (str(face if harm == "another" else file),))
    monkeypatch.setattr(fonts, "FAMILY", "Not Loaded Yet")
    out = tmp_path / "card.png"
    asked = ["card", "render", "countdown", "--size", "360x640", "--out", str(out)]
    found = CliRunner().invoke(gongfu, ["--data-dir", str(tmp_path), *asked])
    assert found.exit_code == 1
    assert "字体" in found.output
    assert "请重新安装程序" in found.output
    assert len(found.output.strip().splitlines()) == 1
    assert not out.exists()


def test_a_folder_is_no_name_for_a_picture(tmp_path: Path) -> None:
    out = tmp_path / "cards"
    out.mkdir()
    arguments = ("render", "seller", "--size", "360x640", "--out", str(out))
    assert run(tmp_path, *arguments, status=1)["error"] == "card_file_unwritable"
    assert list(out.iterdir()) == []


def test_a_mistyped_field_is_named_and_those_there_are(tmp_path: Path) -> None:
    (tmp_path / "d.json").write_text('{"name": "黄桃", "price": 5900, "prise": 1}', "utf-8")
    out = tmp_path / "card.png"
    asked = ["card", "render", "product-card", "--data", str(tmp_path / "d.json")]
    asked += ["--size", "640x360", "--out", str(out)]
    found = CliRunner().invoke(gongfu, ["--data-dir", str(tmp_path), *asked])
    assert (found.exit_code, found.stdout.strip()) == (0, str(out))
    assert "没有画它们：prise。有这些：name, " in found.stderr
    assert out.exists()


def test_nothing_but_our_sentence_is_said_of_a_broken_picture(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A line of Qt's own stood before it."""
    (tmp_path / "a.jpg").write_bytes(b"\xff\xd8\xff\xe0\x00\x02\xff\xc0\x00\x03\x01")
    (tmp_path / "d.json").write_text('{"name": "黄桃", "price": 5900, "picture": "a.jpg"}', "utf-8")
    before = qInstallMessageHandler(None)  # not pytest's, which keeps them to itself
    try:
        asked = ("render", "product-card", "--data", str(tmp_path / "d.json"))
        told = run(tmp_path, *asked, "--out", str(tmp_path / "card.png"), status=1)
    finally:
        qInstallMessageHandler(before)
    assert told["error"] == "picture_unreadable"
    assert capfd.readouterr().err == ""
