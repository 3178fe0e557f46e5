"""The desk's frame: the rail at the left, one page beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.asking import OnError
from ui.desk.find.box import FindBox
from ui.desk.find.presenter import FindPresenter, FindStudio
from ui.theme.style import dress
from ui.widgets import Retranslating
from ui.widgets.nav_rail import NavRail

PLACES: dict[str, tuple[str, dict[str, str]]] = {
    "today": ("desk", {}),
    "dashboard": ("desk", {"page": "dashboard"}),
    "orders": ("desk", {"page": "orders"}),
    "counter": ("desk", {"page": "counter"}),
    "imports": ("desk", {"page": "imports"}),
    "packing": ("desk", {"page": "packing"}),
    "aftersales": ("desk", {"page": "aftersales"}),
    "stock": ("desk", {"page": "stock"}),
    "lottery": ("desk", {"page": "lottery"}),
    "sessions": ("desk", {"page": "sessions"}),
    "sync": ("sync", {}),
    "backup": ("desk", {"page": "backup"}),
}
"""Each entry of the rail: the screen it opens, and with what."""

ICONS = {
    "today": "list",
    "dashboard": "figures",
    "orders": "order",
    "counter": "shop",
    "imports": "plus",
    "packing": "parcel",
    "aftersales": "undo",
    "stock": "box",
    "lottery": "card",
    "sessions": "review",
    "sync": "sync",
    "backup": "shield",
}


class DeskFrame(Retranslating, QWidget):
    """``navigate`` is the shell's `open`. Leaving the frame leaves its page.

    A page made inside the frame, and then `put` into it, costs a third less time than one that
    is brought along: Qt goes through all that is in a part it moves.
    """

    def __init__(
        self,
        place: str,
        page: QWidget | None = None,
        navigate: Callable[..., None] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        dress(self, surface="light")
        self.page: Any = None
        self.rail = NavRail(ICONS, self)
        self.rail.show_place(place)
        self.find = FindBox(self, self.rail)
        self.rail.add_below_title(self.find)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        if navigate is not None:
            self.rail.chosen.connect(lambda name: navigate(PLACES[name][0], **PLACES[name][1]))
            self.rail.left.connect(lambda: navigate("home"))
        self._navigate = navigate
        self.retranslate()
        if page is not None:
            self.put(page)

    def put(self, page: QWidget) -> None:
        """Show ``page`` beside the rail; called once."""
        self.page = page
        self.layout().addWidget(page, 1)
        self.setFocusProxy(page)

    def find_in(self, studio: FindStudio, on_error: OnError) -> DeskFrame:
        """Let the search box find in ``studio``."""
        self.find.presenter = FindPresenter(self.find, studio, self._navigate, on_error)
        return self

    def leave(self) -> None:
        if self.find.presenter is not None:
            self.find.presenter.close()
        leave = getattr(self.page, "leave", None)
        if leave is not None:
            leave()

    def retranslate(self) -> None:
        words = {
            "today": self.tr("今天"),
            "dashboard": self.tr("看板"),
            "orders": self.tr("订单"),
            "counter": self.tr("门市"),
            "imports": self.tr("导入"),
            "packing": self.tr("打包"),
            "aftersales": self.tr("售后"),
            "stock": self.tr("库存"),
            "lottery": self.tr("抽奖"),
            "sessions": self.tr("复盘"),
            "sync": self.tr("同步"),
            "backup": self.tr("备份"),
        }
        self.rail.show_words(self.tr("仓库订单"), words, self.tr("回首页"))
