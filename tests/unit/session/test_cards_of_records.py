"""What a workshop may write anywhere gives a card: the longest of every record, everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QFontMetricsF

from inventory.lottery import fair, terms
from inventory.lottery.fair import Archive, Draw, Entry, Winner
from inventory.lottery.terms import Terms
from inventory.origins import Origin
from overlays import drawing, library, parts
from overlays.canvas import canvas
from overlays.fitting import drawable, fitted, pieces
from overlays.looks import LOOKS
from overlays.parts import Composition
from overlays.text_fit import Run
from overlays.type import face
from studio.runtime.errors import UserFacingError
from studio.runtime.plain import harmless
from studio.session import boards, mandatory
from studio.session.boards import Wish
from studio.session.card_words import said_of
from studio.session.overlay import Overlay, first_words
from studio.session.plan import Plan, PlannedProduct
from studio.session.state import LiveState
from studio.store.settings import Settings
from tests.helpers.gui import gui
from tests.helpers.overlay_samples import RARE, village

SIZES = [(1080, 1920), (1280, 720)]
PLAN_TEXT = 200
"""Of plan.schema.json."""
KINDS = {
    "rare": RARE,
    "one_word": "Supercalifragilistic0123456789",
    "emoji": "杨梅\U0001f347\ufe0f鲜",
}


@pytest.fixture(autouse=True)
def _fonts() -> None:
    gui()


def long(kind: str, most: int) -> str:
    return (KINDS[kind] * 40)[:most]


def product(kind: str, most: int) -> PlannedProduct:
    text = long(kind, most)
    return PlannedProduct(
        *("A", text, text, 999_999_999, 1_000_000_000),
        unit=text if most > 40 else text[:6],
        origin=text,
        compared_basis=text if most > 40 else text[:12],
    )


def published(kind: str, most: int, winners: int = 0, digits: int = 3) -> Archive:
    text = long(kind, most)
    said = Terms(
        *(text, text, terms.PRIZE_AT_MOST_FEN, terms.MOST_WINNERS, text, text, text),
        *(0, 1, 2, 10_000_000),
    )
    numbers = [str(10 ** (digits - 1) + each) for each in range(winners)]
    drawn = tuple(Winner(place, each, "f" * 64) for place, each in enumerate(numbers, start=1))
    draw = Draw(3, "0" * 64, "词", "0" * 64, drawn) if winners else None
    entries = tuple(Entry(each, 0) for each in numbers)
    return Archive("L1", fair.RULE, said, "0" * 64, "a" * 64, 0, entries, draw)


def boards_of(kind: str, most: int) -> Iterator[Overlay]:
    """Every overlay the program makes of records, with as many characters in each."""
    goods, words = product(kind, most), long(kind, min(most, PLAN_TEXT))
    plan = Plan(words, words, products=(goods,))
    state = LiveState(current_sku="A", running_order=("A",))
    for template in ("lower-third", "opening"):
        yield boards.overlay(Wish(template), plan, state, 0)
    yield boards.price_drop(goods, 1, "23:59 止")
    yield boards.next_product(goods)
    yield boards.order_toast(goods, 10_000_000, 1)
    number = long("one_word", 60)
    yield boards.origin(goods, Origin(words, words, words, "2026-06-12", number, long(kind, 60)))
    for winners in (0, 25):
        archive = published(kind, min(most, terms.LONGEST), winners)
        _, pages = boards.page_of(boards.lottery(archive))
        yield from (boards.lottery(archive, page) for page in range(pages))


def composed(template: str, said: Mapping[str, object], size: tuple[int, int]) -> Composition:
    made = library.find(template)
    said = drawable(made, said)
    return drawing.compose(made, said, canvas=canvas(size), brand=village())


def ink(run: Run) -> Any:
    box = QFontMetricsF(face(run.size, bold=run.bold)).tightBoundingRect(run.text)
    return box.translated(run.x, run.y).adjusted(1, 1, -1, -1)


def must_stay_inside(found: Composition, size: tuple[int, int]) -> None:
    card, written = found.root.box.adjusted(-1, -1, 1, 1), [r for r in found.runs if r.text.strip()]
    safe = canvas(size).safe.adjusted(-1, -1, 2, 2)
    inks = [ink(run) for run in written]
    for run, box in zip(written, inks, strict=True):
        assert card.contains(box), run.text
        assert safe.contains(box.translated(found.x, found.y)), run.text
    for number, run in enumerate(written):
        assert not any(inks[number].intersects(each) for each in inks[number + 1 :]), run.text


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("most", [40, PLAN_TEXT, 2000])
def test_no_board_made_of_records_is_refused_or_runs_out_of_its_box(
    most: int, kind: str, size: tuple[int, int]
) -> None:
    for made in boards_of(kind, most):
        found = composed(made.template, dict(made.data), size)
        must_stay_inside(found, size)
        cut = {each.runs[-1].text[-1:] for each in letters(found) if each.cut}
        assert cut <= {"…"}, "what is cut shows it"
        if most == 40 or made.template == "lottery":
            assert not cut, (made.template, made.data)
    for look in LOOKS.values():
        said = said_of(product(kind, most), 1, left=10_000_000)
        found = composed(look.template, said, size)
        must_stay_inside(found, size)
        assert any("还可订 10000000" in run.text for run in found.runs), "a figure is never cut"


def letters(found: Composition) -> Iterator[parts.Letters]:
    yield from (each for each in found.parts() if isinstance(each, parts.Letters))


@pytest.mark.parametrize(("winners", "digits"), [(1, 20), (10, 3), (3000, 20)])
@pytest.mark.parametrize("most", [30, terms.LONGEST])
def test_of_a_lottery_not_a_word_and_not_a_number_is_left_out(
    most: int, winners: int, digits: int
) -> None:
    archive = published("rare", most, winners, digits)
    longest = {each.key: each.most for each in library.find("lottery").fields}
    count = boards.page_of(boards.lottery(archive))[1]
    pages = [dict(boards.lottery(archive, page).data) for page in range(count)]
    for key, said in {
        "prize": archive.terms.prize,
        "how": archive.terms.rules,
        "sponsor": archive.terms.sponsor,
        "rules": archive.terms.claim,
        "winners": "、".join(each.number for each in archive.entries),
    }.items():
        shown = [str(page[key]) for page in pages[: len(pieces(said, longest[key]))]]
        assert "".join(shown).replace("…", "").replace(" ", "") == said.replace(" ", ""), key
    numbers = {each for page in pages for each in re.findall(r"\d+", str(page["winners"]))}
    assert (
        numbers == {each.number for each in archive.draw.winners} if archive.draw else not numbers
    )
    assert boards.lottery(archive, count) == boards.lottery(archive)
    if winners == 10 and most == 30:
        assert count == 1, "as most are: on one board"


def test_a_lottery_drawn_with_nobody_says_so_and_invites_nobody() -> None:
    open_yet = replace(published("rare", 20), draw=None)
    drawn = replace(open_yet, draw=Draw(3, "0" * 64, "词", "0" * 64, ()))
    read = [
        "".join(run.text for run in composed("lottery", dict(made.data), SIZES[0]).runs)
        for made in map(boards.lottery, (open_yet, drawn))
    ]
    assert ["怎么参加" in each for each in read] == [True, False]
    assert ["没有人拿号，谁也没中" in each for each in read] == [False, True]


@given(st.text(), st.integers(4, 60))
def test_a_text_in_pieces_is_all_of_it(text: str, most: int) -> None:
    found = pieces(text, most)
    assert all(len(each) <= most for each in found)
    assert all(each.endswith("…") for each in found[:-1])
    joined = "".join(each.removeprefix("…" if at else "") for at, each in enumerate(found))
    plain = " ".join(harmless(text).split())
    assert re.sub(r"[\s…]", "", joined) == re.sub(r"[\s…]", "", plain)


def test_what_a_template_cannot_hold_ends_in_an_ellipsis_by_its_own_schema() -> None:
    template = library.find("price-drop")
    (most,) = (each.most for each in template.fields if each.key == "name")
    assert fitted(template, {"name": "梅" * most, "price": 5}) == {"name": "梅" * most, "price": 5}
    cut = fitted(template, {"name": "梅\n" * (most + 1)})["name"]
    assert (len(cut), cut[-3:]) == (most, " 梅…")


IDENTITY = {
    ("seller", "seller"): "seller_name",
    ("seller", "address"): "seller_address",
    ("seller", "contact"): "seller_contact",
    ("notice", "text"): "notice_words",
    ("ai-label", "text"): "ai_words",
}
"""Field of a template that must be seen throughout, and the setting it is filled from."""


@pytest.mark.parametrize("size", [*SIZES, (720, 1280), (640, 360)])
@pytest.mark.parametrize("kind", KINDS)
def test_who_sells_is_seen_whole_however_long_it_is_written(
    kind: str, size: tuple[int, int], tmp_path: Path
) -> None:
    settings = Settings(tmp_path)
    settings.set("always_on_air", list(mandatory.CHOICES))
    for (template, key), setting in IDENTITY.items():
        (most,) = (each.most for each in library.find(template).fields if each.key == key)
        settings.set(setting, long(kind, most))
        with pytest.raises(UserFacingError, match="setting_too_long"):
            settings.set(setting, long(kind, most + 1))
    shown = mandatory.always_on_air(settings)
    assert len(shown) == len(mandatory.CHOICES)
    for made in shown:
        found = composed(made.template, dict(made.data), size)
        must_stay_inside(found, size)
        assert not any(each.cut for each in letters(found)), made.template


def test_a_workshop_s_name_that_no_face_has_is_no_box_of_another_face() -> None:
    kit = replace(village(), name="后山\U0001f33e村\U0002a700工坊")
    for template in ("product-card", "opening"):
        made = library.find(template)
        said = dict(made.examples)
        found = drawing.compose(made, said, canvas=canvas((720, 1280)), brand=kit)
        assert "后山村□工坊" in [run.text for run in found.runs]


def test_two_numbers_that_won_do_not_read_as_one() -> None:
    archive = published("rare", 30, winners=2)
    assert archive.draw is not None
    drawn = zip(archive.draw.winners, ("8", "88"), strict=True)
    draw = replace(archive.draw, winners=tuple(replace(each, number=n) for each, n in drawn))
    assert dict(boards.lottery(replace(archive, draw=draw)).data)["winners"] == "8、88"


def test_a_lottery_is_called_by_its_prize_where_what_is_on_air_is_listed() -> None:
    archive = published("rare", 10)
    assert first_words(boards.lottery(archive).data) == archive.terms.prize
