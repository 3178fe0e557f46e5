"""The English translation is whole, its placeholders are the sources', and it is compiled."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QTranslator

from ui.i18n import build, check

SOURCE = """
class Thing(QWidget):
    def say(self):
        self.tr("{n} 单").format(n=1)
"""


def written(folder: Path, source: str, translation: str) -> tuple[Path, Path]:
    """A translation file and a source tree with one word."""
    ts, ui = folder / "en.ts", folder / "ui"
    ui.mkdir()
    ui.joinpath("thing.py").write_text(source, "utf-8")
    ts.write_text(
        "<TS><context><name>Thing</name><message><source>{n} 单</source>"
        f"{translation}</message></context></TS>",
        "utf-8",
    )
    return ts, ui


def test_every_word_has_its_english() -> None:
    assert check.problems() == []


def test_the_translation_file_is_in_step_with_the_sources(tmp_path: Path) -> None:
    fresh = tmp_path / "gongfu_en.ts"
    fresh.write_bytes(build.TS.read_bytes())
    build.update(fresh)
    assert fresh.read_text("utf-8") == build.TS.read_text("utf-8"), "run make i18n"


def test_the_compiled_translation_is_in_step(tmp_path: Path) -> None:
    fresh = tmp_path / "en.qm"
    build.release(build.TS, fresh)
    assert fresh.read_bytes() == build.QM.read_bytes(), "run make i18n"
    build.release(build.QTS_TS, fresh)
    assert fresh.read_bytes() == build.QTS_QM.read_bytes(), "run make i18n"
    assert QTranslator().load(str(build.QM))


@pytest.mark.parametrize(
    ("word", "english"),
    [("封存码", "commitment"), ("名单码", "list code"), ("指纹", "fingerprint")],
)
def test_what_chinese_calls_by_a_word_of_its_own_english_does_too(word: str, english: str) -> None:
    said = [
        each.findtext("translation", "").lower()
        for each in ElementTree.parse(build.TS).iter("message")
        if word in each.findtext("source", "")
    ]
    assert said
    assert [each for each in said if english not in each] == []


@pytest.mark.parametrize(
    ("translation", "told"),
    [
        ("<translation>{n} orders</translation>", ""),
        ("<translation>{count} orders</translation>", "different placeholders"),
        ("<translation>orders</translation>", "different placeholders"),
        ('<translation type="unfinished">{n} orders</translation>', "is not translated"),
        ("<translation></translation>", "is not translated"),
        ("<translation>“{n}” orders</translation>", "as wide as an ideograph"),
    ],
)
def test_a_translation_that_would_break_is_told(
    tmp_path: Path, translation: str, told: str
) -> None:
    lines = check.problems(*written(tmp_path, SOURCE, translation))
    assert len(lines) == bool(told)
    assert told in "".join(lines)


@pytest.mark.parametrize(
    ("call", "told"),
    [
        ('self.tr(f"{n} 单")', "not a plain string"),
        ("self.tr(words)", "not a plain string"),
        ('self.tr("别的")', "not in the translation file"),
        ('QCoreApplication.translate("Thing", "别的")', "not in the translation file"),
    ],
)
def test_a_source_that_is_never_translated_is_told(tmp_path: Path, call: str, told: str) -> None:
    source = SOURCE.replace('self.tr("{n} 单")', call)
    lines = check.problems(*written(tmp_path, source, "<translation>{n} orders</translation>"))
    assert len(lines) == 1
    assert told in lines[0]
