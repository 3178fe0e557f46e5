"""Lotteries: terms that stay, numbers without people, a draw that comes out again or is told."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory.lottery import archive_file, audit, book, fair, terms
from inventory.lottery.fair import Archive, Draw, Entry
from inventory.lottery.terms import Terms
from studio.runtime.errors import UserFacingError
from studio.runtime.spoken import At
from studio.store.database import Store
from studio.store.sqlite import sqlite3
from tests.helpers.meddling import unseen

NOW = 1_800_000_000_000
HOUR = 3_600_000
TERMS = Terms(
    *("周五抽奖", "杨梅一箱", 8_990, 2, "下一单得一个号", "七天内到店领", "白枫共富工坊 0576-000"),
    opens_ms=NOW, closes_ms=NOW + HOUR, draws_ms=NOW + HOUR,
)  # fmt: skip


def published(store: Store, **changed: Any) -> Archive:
    return store.write(lambda db: book.publish(db, replace(TERMS, **changed), NOW)).result()


def entered(store: Store, lottery: Archive, *numbers: str, at: int = NOW) -> list[str]:
    done = store.write(lambda db: book.enter(db, lottery.id, numbers, at)).result()
    return [each.number for each in done]


def drawn(store: Store, lottery: Archive, at: int = NOW + HOUR, word: str = "") -> Archive:
    return store.write(lambda db: book.draw(db, lottery.id, at, word)).result()


def told(store: Store) -> list[dict[str, object]]:
    return store.read(lambda db: list(audit.CHECKS[0].differences(db))).result()


# -- a whole lottery -----------------------------------------------------------------------------


def test_a_lottery_is_published_taken_part_in_drawn_and_comes_out_again(store: Store) -> None:
    made = published(store)
    assert made.draw is None
    assert made.commitment not in json.dumps(archive_file.as_json(made)["terms"])
    assert entered(store, made, "12", "１５", "#18") == ["12", "15", "18"]
    assert entered(store, made) == ["4"]
    done = drawn(store, made, word=" 六 六 ")
    assert done.draw is not None
    assert len({each.number for each in done.draw.winners} & {"12", "15", "18", "4"}) == 2
    assert done.draw.word == "六 六"
    assert (fair.differences(done), told(store)) == ([], [])


def test_the_seed_is_nowhere_before_the_draw(store: Store) -> None:
    made = published(store)
    (seed,) = store.read(lambda db: db.execute("SELECT seed FROM lottery_seed").fetchone()).result()
    assert seed not in json.dumps(archive_file.as_json(made))
    entered(store, made, "1")
    assert archive_file.as_json(drawn(store, made))["draw"]["seed"] == seed


def test_the_page_s_recipe_gives_the_same_winners() -> None:
    """As docs/lottery.md tells somebody with nothing but sha256sum to do it."""
    seed, numbers = "ab" * 32, ["7", "18", "101"]
    committed = hashlib.sha256(f"gongfu-lottery-1\n{TERMS.sha256}\n{seed}".encode()).hexdigest()
    frozen = hashlib.sha256(b"101\n18\n7\n").hexdigest()
    tickets = {
        number: hashlib.sha256(
            f"gongfu-lottery-1\n{committed}\n{seed}\n{frozen}\n六六\n{number}".encode()
        ).hexdigest()
        for number in numbers
    }
    won = fair.winners(fair.commitment(TERMS.sha256, seed), seed, "六六", numbers, 2)
    assert [each.number for each in won] == sorted(numbers, key=lambda each: tickets[each])[:2]


# -- fair ----------------------------------------------------------------------------------------


def test_every_number_wins_as_often() -> None:
    numbers = [str(number) for number in range(1, 11)]
    seeds = [hashlib.sha256(str(each).encode()).hexdigest() for each in range(2000)]
    won = Counter(
        each.number
        for seed in seeds
        for each in fair.winners(fair.commitment("t", seed), seed, "", numbers, 3)
    )
    expected = len(seeds) * 3 / len(numbers)
    chi_square = sum((won[number] - expected) ** 2 / expected for number in numbers)
    assert chi_square < 27.9  # 9 degrees of freedom, one run in a thousand; the seeds are fixed


numbers_drawn = st.lists(st.integers(1, 10**20 - 1).map(str), unique=True, max_size=12)


@given(numbers_drawn, st.integers(1, 5), st.text(max_size=8), st.randoms())
def test_the_order_in_which_numbers_came_says_nothing(
    numbers: list[str], count: int, word: str, random: Any
) -> None:
    word = word.encode("utf-8", "ignore").decode()
    once = fair.winners("c", "s", word, numbers, count)
    random.shuffle(numbers)
    assert fair.winners("c", "s", word, numbers, count) == once
    assert len({each.number for each in once}) == min(count, len(numbers))


def whole(numbers: list[str], seed: str = "ab" * 32, word: str = "六") -> Archive:
    committed, frozen = fair.commitment(TERMS.sha256, seed), fair.entries_sha256(numbers)
    won = fair.winners(committed, seed, word, numbers, TERMS.winners)
    entries = tuple(Entry(number, NOW) for number in numbers)
    return Archive(
        *("id", fair.RULE, TERMS, TERMS.sha256, committed, NOW, entries),
        Draw(NOW + HOUR, seed, word, frozen, won),
    )


@given(numbers_drawn.filter(lambda found: len(found) > 3), st.data())
def test_whatever_is_changed_afterwards_is_told(numbers: list[str], data: st.DataObject) -> None:
    archive = whole(numbers)
    draw = archive.draw
    assert draw is not None
    assert fair.differences(archive) == []
    changed = data.draw(
        st.sampled_from(
            [
                replace(archive, entries=archive.entries[1:]),
                replace(archive, entries=(*archive.entries, archive.entries[0])),
                replace(archive, entries=(Entry(numbers[0], NOW + HOUR), *archive.entries[1:])),
                replace(archive, terms=replace(TERMS, prize="别的")),
                replace(archive, terms=replace(TERMS, prize_fen=5_000_001)),
                replace(archive, published_at=NOW + 1),
                replace(archive, rule="another"),
                replace(archive, draw=replace(draw, seed="cd" * 32)),
                replace(archive, draw=replace(draw, word="七")),
                replace(archive, draw=replace(draw, at=NOW)),
                replace(archive, draw=replace(draw, winners=draw.winners[::-1])),
            ]
        )
    )
    assert fair.differences(changed) != []


def test_two_numbers_written_as_one_are_told() -> None:
    """Their hash is that of the two, so the commitment alone would not tell."""
    archive = whole(["1", "2", "3", "4"])
    merged = (Entry("1\n2", NOW), *archive.entries[2:])
    assert "lottery_differs_numbers" in fair.differences(replace(archive, entries=merged))


# -- refused -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"prize_fen": 5_000_001}, "lottery_prize_too_high"),
        ({"prize_fen": 0}, "lottery_prize_too_high"),
        ({"sponsor": "  "}, "lottery_term_missing"),
        ({"rules": "字" * 501}, "lottery_term_too_long"),
        ({"winners": 0}, "lottery_winners_impossible"),
        ({"winners": 3, "entries_at_most": 2}, "lottery_winners_impossible"),
        ({"closes_ms": NOW}, "lottery_dates_impossible"),
        ({"draws_ms": NOW + HOUR - 1}, "lottery_dates_impossible"),
        ({"draws_ms": terms.LATEST_MS}, "lottery_dates_impossible"),
        ({"opens_ms": NOW - 1}, "lottery_published_late"),
    ],
)
def test_terms_that_may_not_be_published(changed: dict[str, Any], code: str) -> None:
    with pytest.raises(UserFacingError, match=code):
        terms.check(replace(TERMS, **changed), NOW)


def test_the_dearest_prize_that_may_be(store: Store) -> None:
    assert published(store, prize_fen=5_000_000).terms.prize_fen == 5_000_000


@pytest.mark.parametrize(
    ("number", "at", "code"),
    [
        ("王阿婆", NOW, "lottery_number_unreadable"),
        ("1" * 21, NOW, "lottery_number_unreadable"),
        ("13857612345", NOW, "lottery_number_is_person"),
        ("8613857612345", NOW, "lottery_number_is_person"),
        ("110105194912310003", NOW, "lottery_number_is_person"),
        ("7", NOW, "lottery_number_taken"),
        ("8", NOW + HOUR, "lottery_closed"),
        ("8", NOW - 1, "lottery_not_open"),
        ("9", NOW, "lottery_full"),
    ],
)
def test_numbers_that_are_not_taken(store: Store, number: str, at: int, code: str) -> None:
    made = published(store, entries_at_most=2)
    entered(store, made, "7", *(["8"] if code == "lottery_full" else []))
    with pytest.raises(UserFacingError, match=code):
        entered(store, made, number, at=at)
    assert number not in {
        each.number for each in store.read(lambda db: book.find(db, made.id)).result().entries
    } - {"7"}


def test_it_is_drawn_once_and_not_before_its_time(store: Store) -> None:
    made = published(store)
    with pytest.raises(UserFacingError, match="lottery_not_yet") as refused:
        drawn(store, made, at=NOW + HOUR - 1)
    assert refused.value.parameters == {"at": At(NOW + HOUR, NOW + HOUR - 1)}
    assert drawn(store, made).draw == replace(
        drawn_of(store, made), winners=()
    )  # nobody took part: nobody wins
    with pytest.raises(UserFacingError, match="lottery_already_drawn"):
        drawn(store, made)


def drawn_of(store: Store, made: Archive) -> Draw:
    draw = store.read(lambda db: book.find(db, made.id)).result().draw
    assert draw is not None
    return draw


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE lottery SET terms = '{}'",
        "DELETE FROM lottery_entry",
        "UPDATE lottery_seed SET seed = ''",
        "INSERT OR REPLACE INTO lottery_entry SELECT lottery_id, '99', at_ms FROM lottery_entry",
    ],
)
def test_the_database_refuses_to_forget(store: Store, sql: str) -> None:
    made = published(store)
    entered(store, made, "1")
    drawn(store, made)
    with pytest.raises(sqlite3.IntegrityError):
        store.write(lambda db: db.execute(sql)).result()


# -- the file ------------------------------------------------------------------------------------


def test_an_archive_goes_into_a_file_and_comes_back_the_same(tmp_path: Path) -> None:
    archive, path = whole(["1", "2", "3"]), tmp_path / "new" / "a.json"
    archive_file.save(archive, path)
    assert archive_file.load(path) == archive


@pytest.mark.parametrize(
    "text",
    [
        *("", "[]", "{}", "[" * 100_000, '{"schema": "gongfu-lottery/1"}'),
        *('"\\ud800"', "1" * 5000),
    ],
)
def test_a_file_that_is_no_archive_is_refused_in_a_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(text, "utf-8")
    with pytest.raises(UserFacingError, match="lottery_file_unreadable"):
        archive_file.load(path)


@pytest.mark.parametrize("place", ["winners", "prize_fen", "name", "opens_ms"])
def test_a_term_of_the_wrong_kind_is_refused(tmp_path: Path, place: str) -> None:
    path = tmp_path / "a.json"
    said = archive_file.as_json(whole(["1"]))
    said["terms"][place] = {"name": 5}.get(place, "5")
    path.write_text(json.dumps(said), "utf-8")
    with pytest.raises(UserFacingError, match="lottery_file_unreadable"):
        archive_file.load(path)


MEDDLED = {
    "DELETE FROM lottery_seed": "audit_lotteries",
    "UPDATE lottery_seed SET seed = '00'": "audit_lotteries",
    "UPDATE lottery SET commitment = '00'": "audit_lotteries",
    "UPDATE lottery SET terms_sha256 = '00'": "audit_lotteries",
}


def test_the_audit_finds_what_was_changed_before_the_draw(store: Store) -> None:
    published(store)
    assert told(store) == []
    assert unseen(store, audit.CHECKS, MEDDLED) == []


def test_the_head_of_a_code_is_read_out_in_breaths() -> None:
    assert fair.read_out("7f3a91c20b5e" + "0" * 52) == "7F3A 91C2 0B5E"


def test_before_the_draw_it_is_said_that_nothing_was_drawn(store: Store) -> None:
    made = published(store)
    assert fair.check(made).told == ("lottery_holds_undrawn",)
    assert fair.check(drawn(store, made)).told == ("lottery_holds",)
    other = replace(made, terms=replace(made.terms, prize="别的"))
    assert fair.check(other).told == ("lottery_differs_terms",)
