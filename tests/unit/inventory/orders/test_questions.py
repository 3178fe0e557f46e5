"""What waits is asked once for everything one answer settles, and an answer settles it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from inventory import ledger
from inventory.fulfilment import making
from inventory.orders import forgetting, importing, questions
from inventory.orders.audit import CHECKS
from inventory.orders.importing import Explained, Imports, StoppedError, Wish
from inventory.orders.mapping import Mapped, Word
from inventory.orders.questions import Asked, Piece
from studio.runtime.errors import UserFacingError
from studio.session import errands
from studio.store import audit
from studio.store.database import Store
from tests.helpers.order_files import PRODUCTS, draft
from tests.unit.inventory.orders.test_importing import JUNE_20, imports

__all__ = ["imports"]


def asked(store: Store) -> list[Asked]:
    return store.read(questions.asked).result()


def test_a_code_is_asked_once_however_many_orders_wait(
    imports: Imports, store: Store, tmp_path: Path
) -> None:
    done = imports.run(Wish(draft("抖店", orders=40).write(tmp_path / "f")))
    found = asked(store)
    assert {each.code for each in found} == {sku for sku, _ in PRODUCTS}
    assert sum(each.lines for each in found) == len(done.questions)
    assert store.read(lambda db: errands._look(db, 0, 48)).result().imported == len(done.questions)
    assert [each.lines for each in found] == sorted((each.lines for each in found), reverse=True)
    for each in found:
        assert each.pieces == (Piece(dict(PRODUCTS)[each.code], each.code, 1, (each.code,)),)
        settled = imports.map_code(each.shop, each.code, Mapped(each.code, 1))
        assert settled > 0
        assert all(other.code != each.code for other in asked(store))
    assert asked(store) == []
    assert any(level.reserved for level in store.read(ledger.levels).result().values())


@pytest.mark.parametrize("own_codes", ["", "C{}", "C{}|250克"])
def test_a_product_put_up_for_sale_twice_is_asked_about_once_where_the_shop_gave_it_no_code(
    imports: Imports, store: Store, tmp_path: Path, own_codes: str
) -> None:
    """Two codes of the shop's own under one name may be 5 斤 and 10 斤: only the codes say so."""
    made = draft("快手小店", orders=3)
    made.rows = made.rows[:3]
    for number, row in enumerate(made.rows):
        row |= {made.role("order_no"): f"2400000000{number}", made.role("title"): "高山云雾茶"}
        row |= {made.role("spec"): "250克", made.role("item"): f"1100{min(number, 1)}"}
        row[made.role("code")] = own_codes.format(number)
    imports.run(Wish(made.write(tmp_path / "f")))
    found = asked(store)
    if own_codes:
        assert sorted(each.code for each in found) == [
            own_codes.format(number) for number in range(3)
        ]
        return
    (one,) = found
    codes = (one.code, *one.more_codes)
    assert (codes, one.lines) == (("11000|250克", "11001|250克"), 3)
    imports.map_codes(one.shop, codes, Mapped("YM-001", 1))
    assert asked(store) == []
    kept = store.read(forgetting.remembered).result()
    assert sorted(each.code for each in kept) == list(codes)


def test_lines_that_join_the_same_are_one_question_and_a_person_says_what_is_in_them(
    imports: Imports, store: Store, tmp_path: Path
) -> None:
    made = draft("抖店", orders=6, quirks=["joined"])
    (joined,) = [row for row in made.rows if ";" in row[made.role("code")]]
    joined |= {made.role("qty"): "3", made.role("status"): "待发货", made.role("aftersale"): ""}
    joined[made.role("shipped_at")] = ""
    number = made.role("order_no")
    made.rows.append(joined | {number: f"{joined[number]}9", made.role("line_no"): "99999"})
    imports.run(Wish(made.write(tmp_path / "f"), take_proposals=True))
    (one,) = asked(store)
    assert (one.kind, one.lines) == ("products_joined", 2)
    assert [(piece.sku, piece.qty) for piece in one.pieces] == [("YM-001", 1), ("TD-002", 1)]
    before = store.read(ledger.levels).result()
    assert imports.say_goods(one.shop, one.line_ids, {"YM-001": 2, "TD-002": 1}) == 2
    after = store.read(ledger.levels).result()
    assert after["YM-001"].reserved - before["YM-001"].reserved == 4
    assert after["TD-002"].reserved - before["TD-002"].reserved == 2
    assert asked(store) == []


def test_a_heading_passed_over_asks_no_more(imports: Imports, store: Store, tmp_path: Path) -> None:
    imports.run(Wish(draft("淘宝", quirks=["new_heading"]).write(tmp_path / "f")))
    (one,) = [each for each in asked(store) if each.kind == "heading_unknown"]
    imports.pass_over(one.platform, one.shop, one.about)
    assert {each.kind for each in asked(store)} == {"product_unmapped"}


def with_a_new_word(tmp_path: Path) -> Path:
    """Three paid orders of a platform that calls them otherwise since yesterday."""
    made = draft("抖店", orders=3)
    for row in made.rows:
        row |= {made.role("status"): "已团待发", made.role("aftersale"): ""}
        row[made.role("shipped_at")] = ""
    return made.write(tmp_path / "f")


def problems(store: Store) -> list[str]:
    return store.read(lambda db: audit.problems(db, CHECKS)).result()


def test_a_word_a_person_explains_is_read_again_and_from_then_on(
    imports: Imports, store: Store, tmp_path: Path
) -> None:
    path = with_a_new_word(tmp_path)
    imports.run(Wish(path, take_proposals=True))
    (one,) = asked(store)
    assert (one.kind, one.about) == ("status_unknown", "已团待发")
    assert not any(level.reserved for level in store.read(ledger.levels).result().values())
    with pytest.raises(UserFacingError, match="meaning_unknown"):
        imports.explain(Word("抖店", "status", one.about, "sold"))
    assert asked(store) == [one]
    assert imports.explain(Word("抖店", "status", one.about, "paid")) == Explained(3, 0)
    assert asked(store) == []
    assert any(level.reserved for level in store.read(ledger.levels).result().values())
    orders = store.read(
        lambda db: db.execute("SELECT status, paid_fen > 0 FROM platform_order").fetchall()
    ).result()
    assert orders == [("paid", 1)] * 3
    assert problems(store) == []
    again = imports.run(Wish(path, take_proposals=True))
    assert (again.duplicate, again.questions) == (3, ())
    imports.undo(store.read(files).result()[0])
    assert problems(store) == []


def stand(store: Store) -> tuple[set[str], int, list[str]]:
    """How far the orders are, what is reserved, and what the audit finds."""
    rows = store.read(lambda db: db.execute("SELECT status FROM platform_order").fetchall())
    kept = store.read(ledger.levels).result().values()
    return {row[0] for row in rows.result()}, sum(each.reserved for each in kept), problems(store)


def test_a_word_explained_wrongly_is_put_right(
    imports: Imports, store: Store, tmp_path: Path
) -> None:
    path = with_a_new_word(tmp_path)
    imports.run(Wish(path, take_proposals=True))
    word = Word("抖店", "status", "已团待发", "closed")
    assert imports.explain(word) == Explained(3, 0)
    assert stand(store) == ({"closed"}, 0, [])
    again = replace(word, meaning="paid")

    def stops(doing: str, done: int, of: int) -> None:
        raise StoppedError

    with pytest.raises(StoppedError):
        imports.explain(again, stops)
    assert imports.explain(again) == Explained(0, 3)
    statuses, reserved, wrong = stand(store)
    assert (statuses, reserved > 0, wrong) == ({"paid"}, True, [])
    imports.run(Wish(path, take_proposals=True))
    assert stand(store) == ({"paid"}, reserved, [])
    assert imports.explain(word) == Explained(0, 3)
    assert stand(store) == ({"closed"}, 0, [])


def test_a_file_that_comes_again_puts_right_what_its_words_were_taken_for(
    imports: Imports, store: Store, tmp_path: Path
) -> None:
    """Also where not a person but the workshop's own templates say what a word means."""
    path = with_a_new_word(tmp_path)
    for meaning in ("closed", "paid"):
        added = f'[[template]]\nplatform = "抖店"\nstatuses = {{ "已团待发" = "{meaning}" }}\n'
        (imports._folder / "order_templates.toml").write_text(added, "utf-8")
        imports.run(Wish(path, take_proposals=True))
        statuses, reserved, wrong = stand(store)
        assert (statuses, reserved > 0, wrong) == ({meaning}, meaning == "paid", [])


def test_a_word_the_workshop_adds_is_understood_when_the_file_comes_again(
    imports: Imports, store: Store, tmp_path: Path
) -> None:
    path = with_a_new_word(tmp_path)
    imports.run(Wish(path, take_proposals=True))
    added = '[[template]]\nplatform = "抖店"\nstatuses = { "已团待发" = "paid" }\n'
    (imports._folder / "order_templates.toml").write_text(added, "utf-8")
    imports.run(Wish(path, take_proposals=True))
    assert asked(store) == []
    assert problems(store) == []


def files(db: Database) -> list[str]:
    return [row[0] for row in db.execute("SELECT id FROM import_file ORDER BY id")]


def test_goods_that_came_in_let_a_line_go_on(
    imports: Imports, store: Store, tmp_path: Path
) -> None:
    made = draft("拼多多", orders=1)
    made.rows[0] |= {made.role("qty"): "2000", made.role("status"): "待发货"}
    made.rows[0] |= {made.role("aftersale"): "", made.role("shipped_at"): ""}
    imports.run(Wish(made.write(tmp_path / "f"), take_proposals=True))
    (one,) = asked(store)
    assert (one.kind, one.lines) == ("stock_short", 1)
    assert imports.try_again(one.shop) == 0
    come_in = {"qty": 1500, "source": ledger.Place.SUPPLIER, "target": ledger.Place.SHELF}
    store.write(
        lambda db: ledger.move(db, sku=one.about, reason="come_in", at_ms=2, **come_in)
    ).result()
    assert imports.try_again(one.shop) == 1
    assert asked(store) == []


def test_what_was_said_of_a_code_wrongly_is_taken_back_and_asked_again(
    imports: Imports, store: Store, tmp_path: Path
) -> None:
    """What was shipped, too: it was never that product that left."""

    def levels() -> dict[str, ledger.StockLevel]:
        return store.read(ledger.levels).result()

    nothing = levels()
    imports.run(Wish(draft("抖店", orders=40).write(tmp_path / "f"), take_proposals=True))
    right = levels()
    (code, title), (wrong, _) = PRODUCTS[:2]
    assert imports.forget_code("抖店", code).left == 0
    assert levels()[code] == nothing[code]
    imports.map_code("抖店", code, Mapped(wrong, 1))
    assert levels()[wrong] != right[wrong]
    (said,) = [e for e in store.read(forgetting.remembered).result() if e.code == code]
    assert (said.title.strip(), said.sku, said.shop) == (title, wrong, "抖店")
    done = imports.forget_code("抖店", code)
    (one,) = asked(store)
    assert (one.code, one.lines) == (code, done.asked)
    assert levels()[wrong] == right[wrong]
    imports.map_code("抖店", code, Mapped(code, 1))
    assert levels() == right
    assert store.read(lambda db: audit.problems(db, CHECKS)).result() == []
    with pytest.raises(UserFacingError, match="code_not_mapped"):
        imports.forget_code("拼多多", code)


def test_what_lies_in_a_parcel_is_taken_apart_before_its_code_is_forgotten(
    imports: Imports, store: Store, tmp_path: Path
) -> None:
    imports.run(Wish(draft("抖店", orders=9).write(tmp_path / "f"), take_proposals=True))
    made, _ = store.write(lambda db: making.make(db, JUNE_20)).result()
    code = made[0].lines[0].sku
    with pytest.raises(UserFacingError, match="code_in_parcels"):
        imports.forget_code("抖店", code)
    assert code in {each.code for each in store.read(forgetting.remembered).result()}
    assert asked(store) == []


@pytest.mark.parametrize(
    ("goods", "code"),
    [
        ({}, "nothing_said"),
        ({"NO-9": 1}, "product_unknown"),
        ({"YM-001": 0}, "quantity_not_positive"),
    ],
)
def test_an_answer_that_cannot_be_is_refused(
    imports: Imports, store: Store, tmp_path: Path, goods: dict[str, int], code: str
) -> None:
    imports.run(Wish(draft("抖店", orders=6, quirks=["joined"]).write(tmp_path / "f")))
    (one,) = [each for each in asked(store) if each.kind == "products_joined"]
    with pytest.raises(UserFacingError, match=code):
        imports.say_goods(one.shop, one.line_ids, goods)
    assert any(each.key == one.key for each in asked(store))


def test_only_one_thing_is_written_at_a_time(imports: Imports, tmp_path: Path) -> None:
    codes: list[str] = []

    def meanwhile(doing: str, done: int, of: int) -> None:
        if doing == "writing" and not codes:
            with pytest.raises(UserFacingError) as told:
                imports.try_again("抖店")
            codes.append(told.value.code)

    path = draft("抖店").write(tmp_path / "f")
    assert imports.run(Wish(path), meanwhile).new == 12
    assert codes == ["orders_import_busy"]
    assert imports.try_again("抖店") == 0


def test_a_code_is_forgotten_some_lines_at_a_time_and_goes_on_after_a_break(
    imports: Imports, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may be in tens of thousands of them, and a broadcast goes on noting orders."""
    monkeypatch.setattr(importing, "BATCH", 5)
    imports.run(Wish(draft("抖店", orders=40).write(tmp_path / "f"), take_proposals=True))
    code, _ = PRODUCTS[0]
    lines = len(store.read(lambda db: forgetting.lines(db, "抖店", code)).result())
    before = store.read(ledger.levels).result()
    turns: list[int] = []

    def stops(doing: str, done: int, of: int) -> None:
        turns.append(done)
        if len(turns) == 3:
            raise StoppedError

    with pytest.raises(StoppedError):
        imports.forget_code("抖店", code, stops)
    assert code in {each.code for each in store.read(forgetting.remembered).result()}
    (one,) = asked(store)
    assert 0 < one.lines <= 10 < lines
    imports.forget_code("抖店", code, stops)
    assert turns == [0, 5, 10, *range(0, lines, 5)]
    assert code not in {each.code for each in store.read(forgetting.remembered).result()}
    imports.map_code("抖店", code, Mapped(code, 1))
    assert store.read(ledger.levels).result() == before
    assert problems(store) == []
