"""What a Chinese keyboard writes is read as it was meant, and nothing else is changed."""

from __future__ import annotations

from studio.runtime.typed import narrow, sought


def test_wide_forms_are_narrow_and_what_is_no_digit_stays_none() -> None:
    assert narrow("８９．９　－￥ＹＭ") == "89.9 -￥YM"
    assert narrow("2²①杨梅") == "2²①杨梅"


def test_a_name_with_wide_brackets_is_sought_as_it_is() -> None:
    assert sought("ＹＭ－００１") == "YM-001"
    assert sought("杨梅（大）") == "杨梅（大）"
