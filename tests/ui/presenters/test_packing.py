"""The packing table on a real ledger: scans one after the other, and what stops them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from inventory.fulfilment import codes, cold
from inventory.fulfilment.packing import Scanned
from inventory.fulfilment.parcels import Parcel
from studio.runtime.errors import UserFacingError
from studio.runtime.sounds import Sound
from studio.store.database import Store
from tests.helpers.books import DAY, Books
from tests.helpers.packing import Camera, Heard, Studio
from tests.helpers.parcels import order, say
from ui.desk.packing.presenter import PackingPresenter, Preview, Table


@dataclass
class View:
    """Remembers what it was told."""

    table: Table | None = None
    parcel: Parcel | None = None
    right: list[Scanned] = field(default_factory=list)
    stopped: str = ""
    told: list[Any] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    pictures: list[Any] = field(default_factory=list)
    preview: Preview | None = None
    beeps: int = 0

    def show_table(self, table: Table) -> None:
        self.table = table

    def show_parcel(self, parcel: Parcel | None, sheet: Any) -> None:
        self.parcel = parcel

    def show_right(self, scanned: Scanned) -> None:
        self.right.append(scanned)

    def show_stop(self, code: str, about: Any) -> None:
        self.stopped = code

    def hide_stop(self) -> None:
        self.stopped = ""

    def show_made(self, count: int, without: Any) -> None:
        self.told.append(("made", count, len(without)))

    def show_shipped(self, shipped: Any) -> None:
        self.told.append(("shipped", len(shipped.gone), len(shipped.stopped)))

    def show_delivered(self, count: int) -> None:
        self.told.append(("delivered", count))

    def show_saved(self, path: Path) -> None:
        self.told.append(("saved", path.name))

    def show_printed(self, printer: str, count: int) -> None:
        self.told.append(("printed", printer, count))

    def show_printers(self, names: Any) -> None:
        self.told.append(("printers", tuple(names)))

    def show_preview(self, preview: Preview | None) -> None:
        self.preview = preview

    def show_split(self, made: Any) -> None:
        self.told.append(("split", [each.pieces for each in made]))

    def show_taken(self, judged: Any, shipped: Any) -> None:
        gone = [each.order_no for each in shipped.gone] if shipped else None
        self.told.append(("taken", [each.verdict for each in judged], gone))

    def show_wrong(self, error: UserFacingError) -> None:
        self.wrong.append(error.code)

    def show_camera(self, picture: Any) -> None:
        self.pictures.append(picture)

    def beep(self) -> None:
        self.beeps += 1


@pytest.fixture
def books(store: Store) -> Books:
    made = Books(store)
    for sku in ("YM", "TD"):
        made.product(sku, 20)
    order(made, "1", YM=2)
    order(made, "2", YM=1, TD=1)
    return made


@pytest.fixture
def table(books: Books) -> PackingPresenter:
    made = PackingPresenter(
        View(),
        Studio(books),
        Heard(),
        Camera().open,
        _raise,  # type: ignore[arg-type]
    )
    made.open()
    return made


def view(table: PackingPresenter) -> View:
    return table._view  # type: ignore[return-value]


def heard(table: PackingPresenter) -> list[Sound]:
    return table._sounds.sounds  # type: ignore[attr-defined, no-any-return]


def _raise(error: BaseException) -> None:
    raise error


def number(table: PackingPresenter) -> str:
    parcel = view(table).parcel
    return parcel.order_no if parcel else ""


def test_scans_fill_one_parcel_after_the_other(table: PackingPresenter) -> None:
    assert view(table).table.ready == 2
    table.on_make()
    assert (view(table).told, number(table)) == ([("made", 2, 0)], "1")
    for told in ("YM", " YM ", "", "TD", "YM"):
        table.on_scan(told)
    assert heard(table) == [Sound.RIGHT] * 4
    assert [each.packed for each in view(table).right] == [False, True, False, True]
    table.on_ship([])
    assert view(table).told[-1] == ("shipped", 2, 0)
    assert [each.state for each in view(table).table.parcels] == ["shipped", "shipped"]
    assert view(table).parcel is None
    first, _ = (each.id for each in view(table).table.parcels)
    table.on_delivered([first])
    assert view(table).told[-1] == ("delivered", 1)
    table.on_delivered([first])
    assert view(table).wrong == ["nothing_on_its_way"]
    table.on_choose(first)
    table.refresh()
    assert view(table).parcel.state == "delivered"
    table.on_scan("YM")
    assert view(table).stopped == "scan_parcel_not_here"


def test_three_at_once_are_one_scan(table: PackingPresenter) -> None:
    table.on_make()
    table.on_scan("2*YM")
    assert view(table).right[0].packed


def test_a_chinese_keyboards_wide_letters_and_digits_scan_as_narrow_ones(
    table: PackingPresenter,
) -> None:
    table.on_make()
    table.on_scan("２＊ＹＭ")
    assert (view(table).stopped, view(table).right[0].packed) == ("", True)


def test_what_is_wrong_lets_nothing_pass_until_it_was_understood(table: PackingPresenter) -> None:
    table.on_make()
    for told in ("TD", "YM", "YM"):
        table.on_scan(told)
    assert view(table).stopped == "scan_wrong_item"
    assert heard(table) == [Sound.WRONG] * 3
    assert view(table).parcel.scanned == 0
    table.on_understood()
    table.on_scan("YM")
    assert (view(table).stopped, view(table).parcel.scanned) == ("", 1)


def test_a_parcel_s_label_opens_it_but_not_in_the_middle_of_another(
    table: PackingPresenter,
) -> None:
    table.on_make()
    first, second = (each.code for each in view(table).table.parcels)
    table.on_scan(codes.of_parcel(second))
    assert number(table) == "2"
    table.on_scan("TD")
    table.on_scan(codes.of_parcel(first))
    assert view(table).stopped == "scan_other_parcel"
    table.on_understood()
    table.on_scan("YM")
    assert number(table) == "1"
    table.on_scan(codes.of_parcel("260101-999"))
    assert view(table).stopped == "scan_parcel_not_here"


def test_a_label_of_a_refunded_order_stops(table: PackingPresenter, books: Books) -> None:
    table.on_make()
    code = view(table).table.parcels[1].code
    say(books, "2", "aftersale", "refunded")
    table.refresh()
    table.on_scan(codes.of_parcel(code))
    assert view(table).stopped == "scan_stopped_refunded"


def test_without_a_parcel_and_after_the_last_one_a_scan_is_wrong(table: PackingPresenter) -> None:
    table.on_scan("YM")
    assert view(table).stopped == "scan_no_parcel"
    table.on_understood()
    table.on_make()
    for told in ("2*YM", "TD", "YM", "YM"):
        table.on_scan(told)
    assert view(table).stopped == "scan_already_packed"


def test_a_computer_without_sound_beeps(table: PackingPresenter) -> None:
    table._sounds.deaf = True  # type: ignore[attr-defined]
    table.on_make()
    table.on_scan("YM")
    assert view(table).beeps == 1


def test_a_disk_that_is_full_is_told_and_nothing_was_scanned(
    table: PackingPresenter,
) -> None:
    table.on_make()
    table._studio.refuses = UserFacingError("disk_full")  # type: ignore[attr-defined]
    table.on_scan("YM")
    assert (view(table).wrong, heard(table)) == (["disk_full"], [Sound.WRONG])
    table._studio.refuses = None  # type: ignore[attr-defined]
    table.on_scan("YM")
    assert view(table).parcel.scanned == 1


def test_opened_again_undone_taken_back_and_sent_to_a_stop(table: PackingPresenter) -> None:
    table.on_make()
    table.on_scan("2*YM")
    first, second = (each.id for each in view(table).table.parcels)
    table.on_stop_named([first, second], "祠堂")
    assert {each.stop for each in view(table).table.parcels} == {"祠堂"}
    table.on_choose(first)
    table.on_open_again()
    assert view(table).parcel.scanned == 0
    table.on_scan("2*YM")
    table.on_ship([first])
    table.on_take_back([first])
    assert [each.state for each in view(table).table.parcels] == ["packed", "to_pack"]
    table.on_choose(second)
    table.on_undo()
    assert (len(view(table).table.parcels), view(table).table.ready) == (1, 1)
    table.on_ship([])
    table.on_ship([])
    assert view(table).wrong == ["nothing_to_ship"]


def test_the_cold_chain_is_noted(table: PackingPresenter, books: Books) -> None:
    books.write(lambda db: cold.need(db, "YM", 0, 40, books.now))
    table.on_make()
    current = view(table).parcel.id
    table.on_checked("precooled")
    table.on_measured("3,5")
    table.on_measured("warm")
    table.on_measured("4", [each.id for each in view(table).table.parcels])
    assert all(each.measured[-1].celsius == 40 for each in view(table).table.cold.values())
    sheet = view(table).table.cold[current]
    assert (sheet.checked, sheet.measured[0].celsius) == (("precooled",), 35)
    assert view(table).wrong == ["cold_mistyped"]


def test_half_a_range_of_temperatures_is_refused(table: PackingPresenter, books: Books) -> None:
    table.on_chilled({"YM": ("1", " ")})
    assert view(table).wrong == ["cold_range_wrong"]
    assert books.look(lambda db: cold.needed(db, "YM")) == (None, None)


def test_a_camera_scans_and_is_let_go_of(table: PackingPresenter) -> None:
    camera: Camera = table._open_reader.__self__  # type: ignore[attr-defined]
    table.on_make()
    table.on_camera("camera:0")
    camera.on_picture("small")
    camera.on_code("YM")
    camera.on_code("TD")
    camera.on_code("TD")
    assert view(table).stopped == "scan_wrong_item"
    assert heard(table) == [Sound.RIGHT, Sound.WRONG]  # a picture that stays does not nag
    camera.on_problem(UserFacingError("camera_silent", name="1"))
    assert (view(table).wrong, camera.closed, view(table).pictures[-1]) == (
        ["camera_silent"], 1, None,
    )  # fmt: skip
    camera.on_code("YM")
    assert view(table).parcel.scanned == 1
    table.on_camera("camera:0")
    table.close()
    assert (camera.closed, table._sounds.closed) == (2, True)  # type: ignore[attr-defined]


def test_tracking_numbers_are_looked_at_before_they_are_taken(
    table: PackingPresenter, tmp_path: Path
) -> None:
    table.on_make()
    table.on_scan("2*YM")
    path = tmp_path / "t.csv"
    path.write_text("订单号,运单号\n1,SF1000001\n9,SF1000002\n", "utf-8")
    table.on_tracking(path)
    assert [each.verdict for each in view(table).preview.judged] == ["new", "no_parcel"]
    assert all(not each.tracking for each in view(table).table.parcels)
    table.on_tracking_left()
    assert view(table).preview is None
    table.on_tracking(path)
    table.on_tracking_taken(ship=True)
    assert view(table).told[-1] == ("taken", ["new", "no_parcel"], ["1"])
    assert [(each.order_no, each.state) for each in view(table).table.parcels] == [
        ("2", "to_pack"),
        ("1", "shipped"),
    ]
    table.on_tracking(tmp_path / "not there.csv")
    assert view(table).wrong == ["orders_file_unreadable"]


def test_labels_and_lists_go_out(table: PackingPresenter, tmp_path: Path) -> None:
    table.on_make()
    ids = [each.id for each in view(table).table.parcels]
    put: list[Any] = []
    table.on_labels(ids, put.extend, tmp_path / "a.pdf")
    table.on_labels(ids[:1], put.extend, "标签机")
    table.on_labels([], put.extend, "标签机")
    assert len(put) == 3
    table.on_sheet(tmp_path / "b.pdf", put.append)
    table.on_printers(lambda: ["标签机"])
    assert view(table).told[1:] == [
        ("saved", "a.pdf"), ("printed", "标签机", 1), ("saved", "b.pdf"), ("printers", ("标签机",)),
    ]  # fmt: skip
    assert [each.code for each in put[-1].parcels] == [
        each.code for each in view(table).table.parcels
    ]


def test_a_parcel_is_split_and_the_first_half_is_packed_on(table: PackingPresenter) -> None:
    table.on_make()
    table.on_choose(view(table).table.parcels[1].id)  # type: ignore[union-attr]
    table.on_split(view(table).parcel.id, {"TD": 1})  # type: ignore[union-attr]
    assert view(table).told[-1] == ("split", [1, 1])
    assert [line.sku for line in view(table).parcel.lines] == ["YM"]  # type: ignore[union-attr]
    assert number(table) == "2"
    table.on_split(view(table).parcel.id, {"YM": 1})  # type: ignore[union-attr]
    assert view(table).wrong == ["parcel_split_wrong"]


def test_the_parcel_the_panel_shows_is_split_whatever_the_camera_read_meanwhile(
    books: Books, table: PackingPresenter
) -> None:
    order(books, "3", YM=1, TD=1)
    table.on_make()
    shown, other = view(table).table.parcels[1:]  # type: ignore[union-attr]
    table.on_choose(shown.id)
    table.on_scan(codes.of_parcel(other.code), "camera")
    table.on_split(shown.id, {"TD": 1})
    assert view(table).told[-1] == ("split", [1, 1])
    left = {each.id for each in view(table).table.parcels}  # type: ignore[union-attr]
    assert (shown.id in left, other.id in left) == (False, True)
    assert view(table).parcel.id == other.id  # type: ignore[union-attr]
    table.on_split(shown.id, {"TD": 1})
    assert view(table).wrong == ["parcel_not_open"]


def test_a_parcel_that_was_looked_for_is_shown_however_long_ago_it_left(
    books: Books, table: PackingPresenter
) -> None:
    table.on_make()
    parcel = view(table).table.parcels[0]  # type: ignore[union-attr]
    for code in ("YM", "YM"):
        table.on_scan(code)
    table.on_ship([])
    books.now += 4000 * DAY  # ids go on after the newest there is, whatever the clock says
    again = PackingPresenter(
        *(View(), Studio(books), Heard(), Camera().open, _raise),  # type: ignore[arg-type]
        sought=parcel.id,
    )
    again.open()
    assert view(again).parcel.id == parcel.id  # type: ignore[union-attr]
    table.refresh()
    assert all(each.id != parcel.id for each in view(table).table.parcels)  # type: ignore[union-attr]
