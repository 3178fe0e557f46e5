"""Where labels go: to a printer of this computer, or into a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMenu, QWidget

from ui import i18n
from ui.choosing import AskSave
from ui.widgets.button import Button, unmarked

Put = Callable[[Sequence[Any]], None]
"""Draws labels and puts them out, on a worker."""
OnChosen = Callable[[Put, Path | str], None]
"""Given how they are put out, and into which file or on which printer."""


def printers() -> Sequence[str]:
    """Those of this computer, on a worker: a driver far away takes its time to answer."""
    from ui.report import label_printer

    return label_printer.printers()


def offer(
    host: QWidget,
    button: Button,
    names: Sequence[str],
    ask: AskSave,
    on_chosen: OnChosen,
    copies: int = 1,
) -> None:
    """A menu of printers under ``button``, where there are some; else straight to a file."""

    def into_file() -> None:
        _into_file(host, ask, on_chosen, copies)

    if not names:
        into_file()
        return
    menu = QMenu(host)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for name in names:
        menu.addAction(unmarked(name), lambda name=name: on_chosen(_printing(name, copies), name))
    menu.addSeparator()
    menu.addAction(QCoreApplication.translate("LabelOut", "存成文件……"), into_file)
    menu.popup(button.mapToGlobal(button.rect().bottomLeft()))


def _into_file(host: QWidget, ask: AskSave, on_chosen: OnChosen, copies: int) -> None:
    kinds = QCoreApplication.translate(
        "LabelOut", "标签 (*.pdf);;标签打印机 (*.tspl);;图片 (*.png)"
    )
    title = QCoreApplication.translate("LabelOut", "标签")
    path, _ = ask(host, title, f"{title}.pdf", kinds)
    if path is not None:
        on_chosen(_writing(path, copies), path)


def _writing(path: Path, copies: int) -> Put:
    from ui.report import label

    language = i18n.current()
    return lambda found: label.write([label.draw(each, language) for each in found], path, copies)


def _printing(printer: str, copies: int) -> Put:
    language = i18n.current()

    def put(found: Sequence[Any]) -> None:
        from ui.report import label, label_printer

        drawn = [label.draw(each, language) for each in found]
        label_printer.print_on(printer, drawn, copies)

    return put
