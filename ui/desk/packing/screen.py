"""The packing table for the desk, and its pictures."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from inventory.fulfilment.cold import CHECKLIST, ColdSheet, Measured, Range
from inventory.fulfilment.making import Waiting
from inventory.fulfilment.packing import Scanned
from inventory.fulfilment.parcels import Line, Parcel
from inventory.fulfilment.tracking_file import Judged, Row
from inventory.ledger import Take
from studio.runtime.errors import UserFacingError
from studio.runtime.sounds import Sound, Sounds
from studio.store import camera_logins
from ui.desk.frame import DeskFrame
from ui.desk.packing.page import PackingPage
from ui.desk.packing.presenter import PackingPresenter, Preview, Reader, Table
from ui.report.sample import LIVE_AT

if TYPE_CHECKING:
    from ui.shell import Shell


def make_page(shell: Shell, memory: QSettings, frame: QWidget, parcel: str = "") -> PackingPage:
    """``parcel``: the id of one that was looked for."""
    studio = shell.studio
    page = PackingPage(memory, find_camera=lambda: _camera(studio), parent=frame)

    def open_reader(
        camera: str,
        on_code: Callable[[str], None],
        on_picture: Callable[[Any], None],
        on_problem: Callable[[UserFacingError], None],
    ) -> Reader:
        from studio.camera.capture import CameraSource
        from studio.camera.codes import CodeReader  # OpenCV comes with it

        source = CameraSource.parse(camera)
        address = partial(camera_logins.joined, studio.secrets)
        reader = CodeReader(source, studio.handover, on_code, on_picture, on_problem, address)
        return _Closing(reader, studio.runtime)

    sounds = _Playing(Sounds(studio.data_dir / "sounds"), studio.runtime)
    parts = (page, studio, sounds, open_reader, shell.show_problem)
    page.start(PackingPresenter(*parts, parcel), shell.open)
    return page


class _Closing:
    """Something with a thread that the runtime closes, if the page has not done so before."""

    def __init__(self, made: Any, runtime: Any) -> None:
        self._made, self._forget = made, runtime.at_close(made.close)

    def close(self) -> None:
        self._made.close()
        self._forget()


class _Playing(_Closing):
    def play(self, sound: Sound) -> Future[bool]:
        return self._made.play(sound)


def _camera(studio: Any) -> str:
    """The camera the settings name, else the first that is plugged in."""
    from studio.camera.devices import plugged_in

    chosen: str = studio.settings.get("footage")
    if chosen.startswith("camera:") or "://" in chosen:
        return chosen
    found = plugged_in()
    return found[0].footage if found else ""


def samples() -> dict[str, Callable[[], QWidget]]:
    return {
        "packing": _plain,
        "packing-stop": _stop,
        "packing-cold": _cold,
        "packing-chill": _chill,
        "packing-tracking": _tracking,
        "packing-split": _split,
        "packing-empty": _empty,
        "packing-asked": _asked,
    }


def _line(number: int, sku: str, name: str, unit: str, qty: int, scanned: int, lot: str) -> Line:
    return Line(f"{number}/{sku}", sku, name, unit, qty, scanned, (Take(lot, qty),))


def _parcel(number: int, *lines: Line, state: str = "to_pack", **more: str) -> Parcel:
    return Parcel(
        id=str(number),
        code=f"260618-{number:03d}",
        order_id=str(number),
        platform="抖店",
        order_no=f"69170000000030{number:05d}",
        made_ms=LIVE_AT,
        state=state,
        round=0,
        lines=lines,
        **more,
    )


def _parcels() -> tuple[Parcel, ...]:
    plum = ("YM-001", "东魁杨梅 现摘现发", "箱")
    egg, cake = ("TD-002", "红心土鸡蛋", "盒"), ("HT-003", "手工红糖麻糍", "盒")
    return (
        _parcel(
            3, _line(3, *plum, 2, 2, "260618-李阿婆"), state="shipped",
            tracking="SF1234567889", carrier="顺丰",
        ),
        _parcel(4, _line(4, *plum, 2, 2, "260618-李阿婆"), state="packed", stop="上垟村口"),
        _parcel(
            5, _line(5, *plum, 1, 1, "260618-李阿婆"), state="packed",
            tracking="SF1234567890", carrier="顺丰",
        ),
        _parcel(6, _line(6, *egg, 2, 2, ""), state="packed", stopped="refunded"),
        _parcel(
            7, _line(7, *plum, 3, 1, "260618-李阿婆"), _line(7, *egg, 2, 2, ""),
            _line(7, *cake, 1, 0, "260617-王建国"), stop="上垟村口",
        ),
        _parcel(8, _line(8, *cake, 4, 0, "260617-王建国")),
        _parcel(
            9, _line(9, *plum, 1, 0, "260619-王建国-2"), _line(9, *egg, 1, 0, ""),
            _line(9, *cake, 1, 0, "260617-王建国"), stop="祠堂",
        ),
    )  # fmt: skip


def _shown(sheet: ColdSheet | None = None) -> PackingPage:
    page, found = PackingPage(), _parcels()
    frozen = {"7": sheet} if sheet else {}
    page.show_table(Table(found, 3, Waiting(2, 4, 1), ("上垟村口", "祠堂"), frozen))
    page.show_parcel(found[4], sheet)
    about = {"name": "红心土鸡蛋", "lot": "", "qty": 1, "unit": "盒"}
    page.show_right(Scanned("right", about, found[4]))
    return page


def _plain() -> QWidget:
    return DeskFrame("packing", _shown())


def _stop() -> QWidget:
    page = _shown()
    wanted = "东魁杨梅 现摘现发 × 2、手工红糖麻糍 × 1"
    page.show_stop("scan_wrong_item", {"name": "仙居土蜂蜜", "wanted": wanted})
    return DeskFrame("packing", page)


def _cold() -> QWidget:
    measured = (Measured(LIVE_AT, 35, False), Measured(LIVE_AT + 7_200_000, 62, True))
    gap = (LIVE_AT + 7_200_000, LIVE_AT + 18_000_000)
    sheet = ColdSheet(0, 40, CHECKLIST[:2], CHECKLIST[2:], measured, (gap,))
    return DeskFrame("packing", _shown(sheet))


def _chill() -> QWidget:
    page, parcel = _shown(), _parcels()[4]
    known: dict[str, Range] = {line.sku: (None, None) for line in parcel.products}
    page.show_chill(parcel, known | {"YM-001": (0, 40)})
    return DeskFrame("packing", page)


def _split() -> QWidget:
    page = _shown()
    page.split.show_parcel(_parcels()[4])
    page.split.counts["YM-001"].setValue(1)
    page.split.counts["TD-002"].setValue(2)
    page.pages.setCurrentWidget(page.split)
    page.retranslate()  # what is pressed on the table is out of reach meanwhile
    return DeskFrame("packing", page)


def _tracking() -> QWidget:
    page = _shown()
    judged = [
        _judged(2, "4", "SF1234567891", "new"),
        _judged(3, "5", "SF1234567890", "duplicate", arrives=True),
        _judged(4, "7", "7300000002", "changed"),
        _judged(5, "", "7300000003", "no_parcel"),
        _judged(6, "", "7300000004", "damaged"),
    ]
    page.show_preview(Preview("顺丰 6月18日.xlsx", judged))
    return DeskFrame("packing", page)


def _judged(row: int, parcel: str, number: str, verdict: str, *, arrives: bool = False) -> Judged:
    carrier = "顺丰" if number.startswith("SF") else "中通"
    told = Row(row, f"69170000000030000{row:02d}", "", number, carrier, arrives)
    code = f"260618-{int(parcel):03d}" if parcel else ""
    return Judged(told, verdict, parcel, code, arrives)


def _empty() -> QWidget:
    return _without_parcels(Waiting())


def _asked() -> QWidget:
    return _without_parcels(Waiting(questions=3, short=1))


def _without_parcels(waiting: Waiting) -> QWidget:
    page = PackingPage()
    page.show_table(Table((), 0, waiting, (), {}))
    return DeskFrame("packing", page)
