"""Why an order that waits is cancelled: asked with one press, and told again in the books."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMenu, QWidget

from inventory.counter.phone import REASONS


def reason_word(reason: str) -> str:
    """One of `REASONS` as people say it."""
    known = {
        "not_wanted": QCoreApplication.translate("Reasons", "客人不要了"),
        "not_reached": QCoreApplication.translate("Reasons", "联系不上客人"),
        "mistaken": QCoreApplication.translate("Reasons", "记错了"),
        "cannot_deliver": QCoreApplication.translate("Reasons", "我们交不出货"),
    }
    return known.get(reason, reason)


def ask_reason(button: QWidget, on_chosen: Callable[[str], None]) -> QMenu:
    """A menu of the reasons under ``button``."""
    menu = QMenu(button)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for reason in REASONS:
        menu.addAction(reason_word(reason), lambda reason=reason: on_chosen(reason))
    menu.popup(button.mapToGlobal(button.rect().bottomLeft()))
    return menu
