from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scripts_library import PromptLine, parse, render
from ui.prompter.layout import NO_END, NO_START, Placed, lay_out

LABELS = {
    "action": "动作 {text}",
    "picture": "画面 {text}",
    "pause": "停 {seconds} 秒",
    "missing": "缺 {text}",
    "stage": "{text} {seconds}",
}


class Square:
    """Every letter as wide as it is tall; Latin ones half."""

    em = 10.0

    def text(self, text: str) -> float:
        return sum(5.0 if sign.isascii() else 10.0 for sign in text)

    chip = heading = text


def rows(text: str, letters: int = 10) -> list[Placed]:
    lines = render(parse(text), {"库存": 86})
    return lay_out(lines, letters * 10.0, Square(), LABELS)


def words(placed: Placed) -> str:
    return "".join(run.text for run in placed.row.runs)


def test_a_row_ends_at_a_comma_where_it_can() -> None:
    assert [words(row) for row in rows("这杨梅早上五点下树，你看颗粒")] == [
        "这杨梅早上五点下树，",
        "你看颗粒",
    ]
    assert [words(row) for row in rows("这杨梅早上好，你看颗粒黑得发亮")] == [
        "这杨梅早上好，",
        "你看颗粒黑得发亮",
    ]


def test_rows_between_commas_are_of_about_one_length() -> None:
    assert [words(row) for row in rows("一二三四五六七八九十甲乙")] == [
        "一二三四五六",
        "七八九十甲乙",
    ]
    assert [len(words(row)) for row in rows("一二三四五六七，" + "字" * 21)] == [8, 7, 7, 7]


def test_no_row_begins_with_a_closing_sign() -> None:
    assert [words(row) for row in rows("一二三四五六七八九，。")] == ["一二三四五六", "七八九，。"]
    assert [words(row) for row in rows("一二三《四五六七八九十》", 7)] == [
        "一二三《四五",
        "六七八九十》",
    ]
    assert [words(row) for row in rows("一二三四五《六七八》", 6)] == ["一二三四五", "《六七八》"]


def test_figures_and_latin_words_stay_whole() -> None:
    assert [words(row) for row in rows("价格一共39.90元整", 7)] == ["价格一共", "39.90元整"]
    assert [words(row) for row in rows("一共还有还有还有{{库存}}箱", 8)] == [
        "一共还有还",
        "有还有86箱",
    ]


def test_a_word_longer_than_a_row_is_broken() -> None:
    assert all(Square().text(words(row)) <= 100 for row in rows("a" * 300))


def test_a_pause_stays_with_what_was_said() -> None:
    (first, second) = rows("一二三四五，六七八九十【停2秒】", 10)
    assert words(second).endswith("十停 2 秒")
    assert (first.pace.pause, second.pace.pause) == (0, 2)


def test_rows_carry_their_pace() -> None:
    heading, said, action = rows("## 留人 (30秒)\n一二三，四五。\n[动作：切]")
    assert words(heading) == "留人 30"
    assert said.pace.characters == 5
    assert heading.pace.height < said.pace.height
    assert (heading.line, said.line, action.line) == (0, 1, 2)


clauses = st.builds(
    lambda opening, words, closing: opening + words + closing,
    st.sampled_from(["", "《", "“"]),
    st.text("一二三四五六七八九十 a3", min_size=1, max_size=12).map(str.strip).filter(bool),
    st.sampled_from(["，", "。", "》。", "”", "！", "…"]),
)


@given(st.lists(clauses, min_size=1, max_size=12), st.integers(7, 20))
def test_nothing_is_lost_and_rows_begin_and_end_well(parts: list[str], letters: int) -> None:
    (line,) = render(parse("说" + "".join(parts)), {})
    placed = lay_out((line,), letters * 10.0, Square(), LABELS)
    shown = [words(row).strip() for row in placed]
    assert "".join(shown).replace(" ", "") == line.text.replace(" ", "")
    assert not [row for row in shown[1:] if row[0] in NO_START]
    assert not [row for row in shown[:-1] if row[-1] in NO_END]


def test_no_lines_no_rows() -> None:
    assert lay_out((), 100, Square(), LABELS) == []
    assert lay_out((PromptLine("say", ()),), 100, Square(), LABELS) == []
