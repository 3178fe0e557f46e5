from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from inventory.products import Product
from studio.runtime.errors import UserFacingError
from studio.session.air_look import AirLook
from studio.session.plan import Plan, PlannedProduct
from studio.session.plan_library import PlanLibrary
from tests.helpers.screens import Calls, Later
from ui.plan.edits import Problem
from ui.plan.files import PlanFiles
from ui.plan.presenter import PlanPresenter, Saved, Words

WORDS = Words("新排品", "{title} 副本", "新商品", "件")


class Bench:
    """A presenter on a real plan library, its work done when the test says so."""

    def __init__(self, folder: Path) -> None:
        self.library = PlanLibrary(folder)
        self.later, self.view = Later(), Calls(words=WORDS)
        self.files: Any = Calls(draw_card="drawn", read_script="念", take_picture=folder / "p.png")
        real = PlanFiles(folder, folder, AirLook(folder, "工坊"))
        for name in ("copy_scripts", "write_script", "take_script", "drop_scripts"):
            setattr(self.files, name, getattr(real, name))
        self.opened: list[tuple[str, dict[str, Any]]] = []
        self.errors: list[BaseException] = []
        self.records: dict[str, Product] = {}
        self.presenter = PlanPresenter(
            self.view,
            self.library,
            self.files,
            self.later.background,
            self.later.then,
            lambda name, **arguments: self.opened.append((name, arguments)),
            self.errors.append,
            lambda: self.later.background(lambda: self.records),
        )

    def open(self) -> Bench:
        self.presenter.open()
        self.later.finish_all()
        return self

    def saved(self) -> Plan:
        """The plan as it is on disk."""
        self.later.finish_all()
        plan = self.presenter.plan
        assert plan is not None
        assert plan.path is not None
        return self.library.load(plan.path, check_files=False)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    tmp_path.joinpath("plans").mkdir()
    bench = Bench(tmp_path / "plans")
    products = (
        PlannedProduct("YM-001", "东魁杨梅", price_fen=8990, unit="箱", stock=86),
        PlannedProduct("YB-001", "厚壳贻贝", price_fen=3990, unit="箱", stock=120),
        PlannedProduct("TD-001", "海岛小土豆", price_fen=2990, unit="箱", stock=8),
    )
    bench.library.save(Plan("丰收专场", products=products))
    return bench.open()


def skus(plan: Plan) -> list[str]:
    return [product.sku for product in plan.products]


@pytest.mark.parametrize(
    ("field", "text"), [("price", "0"), ("price", "39.999"), ("stock", "三十")]
)
def test_what_was_refused_does_not_go_on_air_as_it_was_before(
    bench: Bench, field: str, text: str
) -> None:
    bench.presenter.on_field(field, text)
    refused = bench.view.last("show_problem_at")
    bench.presenter.on_preflight()
    bench.later.finish_all()
    assert bench.opened == []
    assert bench.view.last("show_problem_at") == refused
    bench.presenter.on_field(field, "12")
    bench.presenter.on_preflight()
    bench.later.finish_all()
    assert [name for name, _ in bench.opened] == ["preflight"]


def test_the_cards_are_made_for_the_plan_as_it_is_on_disk(bench: Bench) -> None:
    bench.presenter.on_select(1)
    bench.presenter.on_field("name", "大贻贝")
    bench.presenter.on_cards()
    bench.later.finish_all()
    ((screen, where),) = bench.opened
    saved = bench.saved()
    assert (screen, where["path"]) == ("cards", saved.path)
    assert (where["sku"], saved.products[1].name) == (saved.products[1].sku, "大贻贝")


@pytest.mark.parametrize("price", ["0", ""])
def test_the_cards_wait_until_a_price_is_mended(bench: Bench, price: str) -> None:
    bench.presenter.on_field("price", price)
    bench.presenter.on_cards()
    bench.later.finish_all()
    assert bench.opened == []
    assert bench.view.last("lead_to") == ("price",)


@pytest.mark.parametrize("rounds", [0, 1])
def test_what_is_pressed_while_the_plan_is_read_is_done_once_it_is(
    bench: Bench, rounds: int
) -> None:
    """The button stands there before the plan does: 开播检查 was pressed and swallowed."""
    opening = Bench(bench.library.folder)
    opening.presenter.open()
    for _ in range(rounds):  # the plans are listed, and the chosen one is being read
        opening.later.finish_next()
        opening.later.finish_next()
    assert opening.presenter.plan is None
    assert opening.view.last("show_saved") == (Saved.OPENING,)
    opening.presenter.on_preflight()
    opening.later.finish_all()
    assert [name for name, _ in opening.opened] == ["preflight"]
    assert opening.view.last("show_saved") == (Saved.SAVED,)


def test_what_was_pressed_for_one_plan_is_not_done_with_another(bench: Bench) -> None:
    other = bench.library.save(Plan("另一场", products=(PlannedProduct("A", "笋干", price_fen=1),)))
    opening = Bench(bench.library.folder)
    opening.presenter.open()
    opening.presenter.on_preflight()
    assert other.path is not None
    opening.presenter.on_choose(other.path)
    opening.later.finish_all()
    assert opening.opened == []


def test_what_was_pressed_for_a_plan_that_cannot_be_read_is_forgotten(bench: Bench) -> None:
    whole = bench.presenter.plan
    assert whole is not None
    assert whole.path is not None
    broken = whole.path.with_name("broken.yaml")
    broken.write_text("{", "utf-8")
    opening = Bench(bench.library.folder)
    opening.presenter.open(broken)
    opening.presenter.on_preflight()
    opening.later.finish_all()
    assert opening.view.was("show_unusable")
    opening.presenter.open(whole.path)
    opening.later.finish_all()
    assert opening.opened == []


def test_an_empty_title_is_mended_before_the_preflight(bench: Bench) -> None:
    bench.presenter.on_title(" ")
    bench.presenter.on_preflight()
    bench.later.finish_all()
    assert bench.opened == []


def test_what_was_refused_stays_with_its_product(bench: Bench) -> None:
    """-5 typed, the next product clicked, 开播检查 pressed: 89.90 must not go on air for it."""
    bench.presenter.on_field("price", "-5")
    bench.presenter.on_select(1)
    assert bench.view.last("show_saved") == (Saved.REFUSED, 1)
    assert bench.view.last("show_refused") == ({"YM-001": 1},)
    bench.presenter.on_field("name", "大贻贝")
    assert bench.saved().products[1].name == "大贻贝"
    assert bench.view.last("show_saved") == (Saved.REFUSED, 1)
    bench.presenter.on_preflight()
    bench.later.finish_all()
    assert bench.opened == []
    assert bench.view.last("show_plan")[1] == 0
    assert bench.view.last("show_refused_at") == ("price", "-5", Problem.PRICE_NOT_POSITIVE)
    assert bench.view.last("lead_to") == ("price",)


def test_mended_it_is_saved_and_may_go_on_air(bench: Bench) -> None:
    bench.presenter.on_field("price", "-5")
    bench.presenter.on_field("stock", "很多")
    assert bench.view.last("show_saved") == (Saved.REFUSED, 2)
    bench.presenter.on_select(1)
    bench.presenter.on_select(0)
    bench.presenter.on_field("price", "95")
    bench.presenter.on_field("stock", "86")
    assert bench.saved().products[0].price_fen == 9500
    assert bench.view.last("show_saved") == (Saved.SAVED,)
    assert bench.view.last("show_refused") == ({},)
    bench.presenter.on_preflight()
    bench.later.finish_all()
    assert [name for name, _ in bench.opened] == ["preflight"]


def test_undo_takes_only_the_refused_text_that_is_seen_away(bench: Bench) -> None:
    bench.presenter.on_field("price", "0")
    bench.presenter.on_select(1)
    bench.presenter.on_field("name", "大贻贝")
    bench.presenter.on_field("price", "0")
    bench.presenter.on_undo()
    assert bench.view.last("show_problem_at") == ("price", None)
    assert bench.view.last("show_refused") == ({"YM-001": 1},)


def test_a_new_number_takes_what_was_refused_along(bench: Bench) -> None:
    bench.presenter.on_field("price", "0")
    bench.presenter.on_field("sku", "YM-002")
    assert bench.view.last("show_refused") == ({"YM-002": 1},)


def test_a_removed_product_keeps_nobody_from_the_preflight(bench: Bench) -> None:
    bench.presenter.on_field("price", "0")
    bench.presenter.on_remove()
    assert bench.saved().products[0].sku == "YB-001"
    assert bench.view.last("show_saved") == (Saved.SAVED,)
    bench.presenter.on_undo()
    assert bench.view.last("show_refused") == ({"YM-001": 1},)


def test_another_plan_begins_without_what_was_refused(bench: Bench) -> None:
    bench.presenter.on_field("price", "0")
    bench.presenter.on_copy()
    bench.later.finish_all()
    assert bench.view.last("show_problem_at") == ("price", None)
    assert bench.view.last("show_refused") == ({},)
    assert bench.view.last("show_saved") == (Saved.SAVED,)


def test_without_a_plan_the_screen_offers_to_make_one(tmp_path: Path) -> None:
    bench = Bench(tmp_path).open()
    assert bench.view.was("show_nothing")
    bench.presenter.on_new()
    bench.later.finish_all()
    assert bench.saved().title == "新排品"


def test_opens_the_plan_changed_last_and_draws_its_first_card(bench: Bench) -> None:
    plan, selected = bench.view.last("show_plan")
    assert (plan.title, selected) == ("丰收专场", 0)
    assert bench.view.last("show_card") == ("drawn",)


def test_dragging_is_on_disk_and_the_selection_goes_along(bench: Bench) -> None:
    bench.presenter.on_order([1, 2, 0])
    assert skus(bench.saved()) == ["YB-001", "TD-001", "YM-001"]
    assert bench.view.last("show_plan")[1] == 2


def test_alt_down_trades_places_and_stops_at_the_end(bench: Bench) -> None:
    for _ in range(5):
        bench.presenter.on_move(1)
    assert skus(bench.saved()) == ["YB-001", "TD-001", "YM-001"]


def test_wrong_input_is_said_at_the_field_and_not_kept(bench: Bench) -> None:
    bench.presenter.on_field("price", "便宜")
    assert bench.view.last("show_problem_at") == ("price", Problem.PRICE_NOT_NUMBER)
    bench.presenter.on_field("price", "79.9")
    assert bench.view.last("show_problem_at") == ("price", None)
    assert bench.saved().products[0].price_fen == 7990


def test_everything_can_be_undone_and_redone(bench: Bench) -> None:
    bench.presenter.on_remove()
    assert bench.view.last("show_removed") == ("东魁杨梅",)
    assert skus(bench.saved()) == ["YB-001", "TD-001"]
    bench.presenter.on_undo()
    assert skus(bench.saved()) == ["YM-001", "YB-001", "TD-001"]
    bench.presenter.on_redo()
    assert skus(bench.saved()) == ["YB-001", "TD-001"]


def test_changes_during_a_save_end_up_on_disk(bench: Bench) -> None:
    for name in ("甲", "乙", "丙"):
        bench.presenter.on_field("name", name)
    assert bench.saved().products[0].name == "丙"
    assert bench.view.last("show_saved") == (Saved.SAVED,)


def test_leaving_the_screen_during_a_save_still_writes_the_last_change(bench: Bench) -> None:
    bench.presenter.on_field("name", "甲")
    bench.presenter.on_field("name", "乙")
    bench.presenter.close()
    assert bench.saved().products[0].name == "乙"


def test_a_product_without_a_price_is_not_written_and_keeps_from_the_check(bench: Bench) -> None:
    bench.presenter.on_add()
    assert bench.view.last("show_saved") == (Saved.UNFINISHED,)
    assert len(bench.saved().products) == 3
    bench.presenter.on_select(0)
    bench.presenter.on_preflight()
    assert bench.view.last("show_problem_at") == ("price", Problem.PRICE_NOT_POSITIVE)
    assert bench.view.last("show_plan")[1] == 3
    bench.presenter.on_field("price", "12")
    assert len(bench.saved().products) == 4


@pytest.mark.parametrize("names", ["甲", "甲乙"])
def test_a_product_added_during_a_save_is_not_written_without_a_price(
    bench: Bench, names: str
) -> None:
    """It was, and "saved" was said though it was not."""
    for name in names:
        bench.presenter.on_field("name", name)
    bench.presenter.on_add()
    assert len(bench.saved().products) == 3
    assert bench.view.last("show_saved") == (Saved.UNFINISHED,)
    assert not bench.errors


def test_the_check_gets_the_plan_as_it_is_on_disk(bench: Bench) -> None:
    bench.presenter.on_title("改过的名字")
    bench.presenter.on_preflight()
    bench.later.finish_all()
    ((name, arguments),) = bench.opened
    assert name == "preflight"
    assert arguments["plan"].title == "改过的名字"
    assert arguments["plan"].path is not None


def test_the_list_of_plans_follows_title_and_products(bench: Bench) -> None:
    bench.presenter.on_title("杨梅专场")
    bench.presenter.on_remove()
    path = bench.saved().path
    ((listing,), chosen) = bench.view.last("show_plans")
    assert (listing.title, listing.products) == ("杨梅专场", 2)
    assert listing.path == chosen == path


def test_another_plan_is_chosen_while_the_first_is_still_saved(bench: Bench) -> None:
    other = bench.library.save(Plan("贻贝专场")).path
    assert other is not None
    bench.open()
    first = bench.view.last("show_plans")[0][1].path
    bench.presenter.on_choose(first)
    bench.later.finish_all()
    bench.presenter.on_title("杨梅专场")
    bench.presenter.on_choose(other)
    bench.later.finish_all()
    listings, chosen = bench.view.last("show_plans")
    assert {each.path: each.title for each in listings} == {first: "杨梅专场", other: "贻贝专场"}
    assert chosen == other


def test_what_is_new_is_named_at_once(bench: Bench) -> None:
    """Its name is selected: what is typed takes the place of 新商品, 新排品."""
    bench.presenter.on_add()
    assert bench.view.last("lead_to") == ("name",)
    bench.presenter.on_undo()
    bench.presenter.on_new()
    bench.later.finish_all()
    assert bench.view.last("lead_to") == ("title",)


def test_a_copy_has_scripts_of_its_own(bench: Bench, tmp_path: Path) -> None:
    """What was written into the copy was said in the first plan's broadcast, too."""
    said, plan = tmp_path / "plans" / "念.md", bench.presenter.plan
    said.write_text("原来的话", "gb18030")
    assert plan is not None
    products = (replace(plan.products[0], script=said), *plan.products[1:])
    bench.library.save(replace(plan, products=products))
    bench.open()
    bench.presenter.on_copy()
    bench.later.finish_all()
    copy = bench.presenter.plan
    assert copy is not None
    assert copy.path != plan.path
    own = copy.products[0].script
    assert own not in (None, said)
    assert [own.read_text("utf-8"), said.read_text("gb18030")] == ["原来的话"] * 2
    assert [each.script for each in copy.products[1:]] == [None, None]


def test_a_copy_leaves_the_first_plan_alone(bench: Bench) -> None:
    bench.presenter.on_copy()
    bench.later.finish_all()
    assert sorted(listing.title for listing in bench.library.list()) == [
        "丰收专场",
        "丰收专场 副本",
    ]
    assert bench.view.last("show_plan")[0].title == "丰收专场 副本"


def test_a_plan_that_cannot_be_read_shows_its_sentence(bench: Bench, tmp_path: Path) -> None:
    broken = tmp_path / "plans" / "坏的.yaml"
    broken.write_text("title: [", "utf-8")
    bench.presenter.on_choose(broken)
    bench.later.finish_all()
    (error,) = bench.view.last("show_unusable")
    assert isinstance(error, UserFacingError)


def test_a_failed_save_says_so_and_keeps_the_change(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(plan: Plan, path: Path | None = None) -> Plan:
        raise UserFacingError("plan_not_saved", file="丰收专场.yaml")

    monkeypatch.setattr(bench.library, "save", refuse)
    bench.presenter.on_field("name", "甲")
    bench.later.finish_all()
    assert bench.view.last("show_saved") == (Saved.FAILED,)
    assert [error.code for error in bench.errors] == ["plan_not_saved"]  # type: ignore[attr-defined]
    assert bench.presenter.plan is not None
    assert bench.presenter.plan.products[0].name == "甲"


def test_a_picture_is_taken_in_and_drawn(bench: Bench, tmp_path: Path) -> None:
    bench.presenter.on_picture(tmp_path / "chosen.png")
    bench.later.finish_all()
    assert bench.presenter.plan is not None
    assert bench.presenter.plan.products[0].picture == tmp_path / "plans" / "p.png"


def record(sku: str, name: str, unit: str = "箱") -> Product:
    return Product(sku, name, "", unit, 1000, None, "", "", "")


def test_a_new_product_has_the_code_of_no_other_anywhere(bench: Bench) -> None:
    """Every new plan gave SP-001, and two products were sold from one shelf."""
    bench.records = {sku: record(sku, "旧货") for sku in ("SP-001", "SP-003")}
    other = PlannedProduct("SP-002", "贻贝", price_fen=3990)
    bench.library.save(Plan("贻贝专场", products=(other,)))
    bench.presenter.on_new()
    bench.later.finish_all()
    bench.presenter.on_add()
    assert bench.presenter.plan is not None
    assert skus(bench.presenter.plan) == ["SP-004"]
    bench.presenter.on_field("price", "12")
    bench.later.finish_all()
    bench.presenter.on_new()  # its code is taken, though it never went on air
    bench.later.finish_all()
    bench.presenter.on_add()
    assert skus(bench.presenter.plan) == ["SP-005"]


def test_a_code_that_is_something_else_in_the_warehouse_is_told_and_changed_with_one_press(
    bench: Bench,
) -> None:
    bench.records = {"YM-001": record("YM-001", "金塘李"), "YB-001": record("YB-001", "贻贝")}
    bench.presenter.open()
    bench.later.finish_all()
    assert bench.view.last("show_other_goods") == (bench.records["YM-001"],)
    bench.presenter.on_select(1)  # 厚壳贻贝 is 贻贝
    assert bench.view.last("show_other_goods") == (None,)
    bench.presenter.on_select(0)
    bench.presenter.on_new_code()
    assert bench.view.last("show_other_goods") == (None,)
    assert skus(bench.saved()) == ["SP-004", "YB-001", "TD-001"]


def test_what_is_the_same_is_called_as_in_the_warehouse_with_one_press(bench: Bench) -> None:
    """东魁扬梅 of a plan was mended in the warehouse: the only press gave it another stock."""
    bench.records = {"YM-001": record("YM-001", "东魁梅", "盒")}
    bench.presenter.open()
    bench.later.finish_all()
    assert bench.view.last("show_other_goods") == (bench.records["YM-001"],)
    bench.presenter.on_field("unit", "")
    bench.presenter.on_same_goods()
    assert bench.view.last("show_other_goods") == (None,)
    kept = bench.saved().products[0]
    assert (kept.sku, kept.name, kept.unit) == ("YM-001", "东魁梅", "盒")
    assert bench.view.last("show_saved") == (Saved.SAVED,)
    bench.presenter.on_undo()
    assert bench.saved().products[0].name == "东魁杨梅"


def said(plan: Plan | None) -> str:
    assert plan is not None
    script = plan.products[0].script
    return "" if script is None else script.read_text("utf-8")


def scripts(bench: Bench) -> list[str]:
    return sorted(each.name for each in (bench.library.folder / "scripts").glob("*"))


def write(bench: Bench, *texts: str) -> None:
    for text in texts:
        bench.presenter.on_script(text)
        bench.later.finish_all()


def test_undo_goes_back_to_the_words_of_before(bench: Bench) -> None:
    """A script was written over, and undo undid what had been done before it."""
    write(bench, "一", "二", "二")
    bench.presenter.on_undo()
    assert said(bench.saved()) == "一"
    bench.presenter.on_undo()
    assert bench.saved().products[0].script is None
    bench.presenter.on_redo()
    bench.presenter.on_redo()
    assert said(bench.saved()) == "二"
    assert not bench.errors


@pytest.mark.parametrize("closed", [True, False])
def test_only_the_scripts_of_the_plan_stay_and_the_one_it_was_opened_with(
    bench: Bench, closed: bool
) -> None:
    write(bench, "一")
    bench.presenter.open()
    bench.later.finish_all()
    assert scripts(bench) == ["YM-001.md"]
    write(bench, "一", "二", "三", "四")
    bench.presenter.on_undo()
    bench.later.finish_all()
    if closed:
        bench.presenter.close()
    else:
        bench.presenter.on_new()
    bench.later.finish_all()
    assert scripts(bench) == ["YM-001-3.md", "YM-001.md"]
    kept = next(each for each in bench.library.list() if each.title == "丰收专场")
    assert said(bench.library.load(kept.path)) == "三"


@pytest.mark.parametrize("leave", ["close", "on_new", "on_copy"])
def test_words_that_are_being_written_as_the_plan_is_left_are_kept(
    bench: Bench, leave: str
) -> None:
    bench.presenter.on_script("刚写的")
    getattr(bench.presenter, leave)()
    bench.later.finish_all()
    listed = {each.title: each.path for each in bench.library.list()}
    assert said(bench.library.load(listed["丰收专场"])) == "刚写的"
    if leave == "on_copy":
        assert said(bench.library.load(listed["丰收专场 副本"])) == "刚写的"


@pytest.mark.parametrize("leave", ["close", "on_new"])
@pytest.mark.parametrize("written_before", [True, False])
def test_words_are_kept_where_the_plan_is_left_with_a_product_without_a_price(
    bench: Bench, leave: str, written_before: bool
) -> None:
    """They were in no plan on disk, and their file was taken away."""
    write(bench, "旧的")
    bench.presenter.on_add()
    write(bench, "新商品的话")
    bench.presenter.on_select(1)
    bench.presenter.on_field("name", "大贻贝")
    bench.presenter.on_select(0)
    bench.presenter.on_script("新的")
    if written_before:
        bench.later.finish_all()
    getattr(bench.presenter, leave)()
    bench.later.finish_all()
    kept = next(each for each in bench.library.list() if each.title == "丰收专场")
    plan = bench.library.load(kept.path)
    assert (skus(plan), said(plan)) == (["YM-001", "YB-001", "TD-001"], "新的")
    assert plan.products[1].name == "大贻贝"
    assert scripts(bench) == ["SP-004.md", "YM-001-2.md"]
    assert not bench.errors


def test_words_just_written_go_along_to_a_new_code(bench: Bench) -> None:
    """换新货号 pressed straight out of the script's box: they were looked for under the old one."""
    bench.presenter.on_script("刚写的")
    bench.presenter.on_new_code()
    plan = bench.saved()
    assert (skus(plan)[0], said(plan)) == ("SP-004", "刚写的")


def test_a_product_taken_out_and_put_back_has_the_words_just_written(bench: Bench) -> None:
    bench.presenter.on_script("刚写的")
    bench.presenter.on_remove()
    assert skus(bench.saved()) == ["YB-001", "TD-001"]
    bench.presenter.on_undo()
    assert said(bench.saved()) == "刚写的"


def test_undo_straight_out_of_the_script_undoes_the_words(bench: Bench) -> None:
    bench.presenter.on_field("name", "大杨梅")
    bench.presenter.on_script("刚写的")
    bench.presenter.on_undo()
    plan = bench.saved()
    assert (plan.products[0].name, plan.products[0].script) == ("大杨梅", None)
    bench.presenter.on_redo()
    assert said(bench.saved()) == "刚写的"


def test_what_waited_for_words_that_could_not_be_written_is_done_all_the_same(
    bench: Bench,
) -> None:
    bench.library.folder.joinpath("scripts").write_text("no folder")
    bench.presenter.on_script("刚写的")
    bench.presenter.on_new_code()
    assert skus(bench.saved())[0] == "SP-004"


@pytest.mark.parametrize("leave", ["close", "on_new"])
@pytest.mark.parametrize("saves_under_way", [True, False])
def test_a_save_that_fails_as_the_plan_is_left_is_told(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, leave: str, saves_under_way: bool
) -> None:
    save = bench.library.save

    def refuse(plan: Plan, path: Path | None = None) -> Plan:
        if plan.title == "丰收专场":
            raise UserFacingError("plan_not_saved", file="丰收专场.yaml")
        return save(plan, path)

    monkeypatch.setattr(bench.library, "save", refuse)
    if saves_under_way:
        bench.presenter.on_field("name", "甲")
    else:
        bench.presenter.on_script("刚写的")
    getattr(bench.presenter, leave)()
    bench.later.finish_all()
    assert [error.code for error in bench.errors] == ["plan_not_saved"]  # type: ignore[attr-defined]


def test_words_that_cannot_be_written_are_told_after_the_screen_has_gone(bench: Bench) -> None:
    bench.library.folder.joinpath("scripts").write_text("no folder")
    bench.presenter.on_script("刚写的")
    bench.presenter.close()
    bench.later.finish_all()
    assert [error.code for error in bench.errors] == ["script_not_saved"]  # type: ignore[attr-defined]


def test_a_broadcast_is_checked_with_the_words_that_were_just_written(bench: Bench) -> None:
    bench.presenter.on_script("刚写的")
    bench.presenter.on_preflight()
    bench.later.finish_all()
    ((name, told),) = bench.opened
    assert (name, said(told["plan"])) == ("preflight", "刚写的")


def test_a_script_that_could_not_be_written_leads_nowhere(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.library.folder.joinpath("scripts").write_text("no folder")
    bench.presenter.on_script("刚写的")
    bench.presenter.on_preflight()
    bench.later.finish_all()
    assert [error.code for error in bench.errors] == ["script_not_saved"]  # type: ignore[attr-defined]
    assert bench.opened == []
