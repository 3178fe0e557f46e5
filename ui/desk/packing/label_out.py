"""Where labels go: to a printer of this computer, or into a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QStandardPaths, Qt
from PySide6.QtWidgets import QMenu, QWidget

from ui import i18n
from ui.desk.page import AskPath
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
    ask: AskPath,
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


def _into_file(host: QWidget, ask: AskPath, on_chosen: OnChosen, copies: int) -> None:
    documents = QStandardPaths.StandardLocation.DocumentsLocation
    folder = Path(QStandardPaths.writableLocation(documents))
    kinds = QCoreApplication.translate(
        "LabelOut", "标签 (*.pdf);;标签打印机 (*.tspl);;图片 (*.png)"
    )
    title = QCoreApplication.translate("LabelOut", "标签")
    chosen = ask(host, title, str(folder / f"{title}.pdf"), kinds)[0]
    if chosen:
        on_chosen(_writing(Path(chosen), copies), Path(chosen))


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
