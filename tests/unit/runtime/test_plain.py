"""Names as other people wrote them, shown where they can do nothing."""

from __future__ import annotations

import json

import pytest

from studio.cli import output
from studio.runtime.plain import harmless
from studio.runtime.wording import sentence

TURNED = "报表\u202excod.exe"
NAMES = [
    (TURNED, "报表xcod.exe"),
    ("\u2066贻贝\u2069\u200f", "贻贝"),
    ("贻\x1b[2J贝\x07\x9b", "贻�[2J贝��"),
    ("一\u2028二", "一 二"),
    ("杨梅\r\n大果\r新", "杨梅\n大果�新"),
    ("半\ud800个", "半�个"),
    ("家👨‍👩‍👧 &\n两行\t", "家👨‍👩‍👧 &\n两行\t"),
]


@pytest.mark.parametrize(("written", "shown"), NAMES)
def test_what_is_shown_is_what_is_read_and_no_more(written: str, shown: str) -> None:
    assert harmless(written) == shown


@pytest.mark.parametrize("written", [name for name, _ in NAMES])
def test_json_turns_no_line_round_and_loses_nothing(written: str) -> None:
    told = output.as_json({"name": written})
    assert told.isprintable() or "\u200d" in told
    assert json.loads(told) == {"name": written}


def test_a_name_in_a_sentence_is_harmless_wherever_the_sentence_is_read() -> None:
    assert TURNED not in sentence("plan_not_found", file=TURNED)
    assert harmless(TURNED) in sentence("plan_not_found", file=TURNED)
