"""复盘 as a widget."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from inventory.standing import RanOut
from studio.session.incidents import IncidentReport
from ui import i18n
from ui.choosing import AskSave, ask_save
from ui.formats import day_and_clock
from ui.report import evening, words
from ui.report.pdf import sold_rows
from ui.review.course import Course
from ui.review.presenter import ReviewPresenter
from ui.review.troubles import Troubles
from ui.theme.style import dress
from ui.widgets import Card, ElidedLabel, EmptyState, FigureTile, Retranslating, Toast, Tone, icons
from ui.widgets.button import Button
from ui.widgets.charts import BarChart, TimeChart
from ui.widgets.label import Label
from ui.widgets.mind_line import MindLine
from ui.widgets.tool_tip import give_tip
from ui.widgets.unwheeled import ComboBox


class ReviewScreen(Retranslating, QWidget):
    """Implements `ReviewView`: figures, one time axis, then what sold, advice, the course."""

    def __init__(
        self, ask: AskSave = ask_save, parent: QWidget | None = None, *, training: bool = False
    ) -> None:
        super().__init__(parent)
        dress(self, surface="light")
        self._ask, self._training = ask, training
        self._presenter: ReviewPresenter | None = None
        self._summary: Mapping[str, Any] | None = None
        self._sessions: Sequence[Any] = ()
        self._reports: Sequence[IncidentReport] = ()
        self.toast = Toast(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 14, 24, 16)
        column.setSpacing(12)
        column.addLayout(self._top())
        self.empty = EmptyState("review", self)
        self.pages = QStackedWidget(self)
        self.pages.addWidget(self._page())
        self.pages.addWidget(self.empty)
        column.addWidget(self.pages, 1)
        self.retranslate()

    def start(self, presenter: ReviewPresenter, session_id: str = "") -> None:
        """Connect and show; called once."""
        self._presenter = presenter
        self.back.clicked.connect(presenter.on_desk)
        self.send.clicked.connect(presenter.on_sync)
        self.reconcile.clicked.connect(presenter.on_reconcile)
        self.ran_out.wanted.connect(presenter.on_import)
        self.empty.wanted.connect(presenter.on_plan)
        self.excel.clicked.connect(self._on_excel)
        self.pdf.clicked.connect(self._on_pdf)
        self.chooser.activated.connect(
            lambda place: presenter.on_session(self.chooser.itemData(place))
        )
        presenter.open(session_id)

    def leave(self) -> None:
        if self._presenter is not None:
            self._presenter.close()

    # -- ReviewView ------------------------------------------------------------------------------

    def show_sessions(self, sessions: Sequence[Any], chosen: str) -> None:
        self._sessions = sessions
        self.chooser.clear()
        for row in sessions:
            when = day_and_clock(row.live_at) if row.live_at is not None else ""
            self.chooser.addItem(f"{when}  {row.title}", row.id)
        self.chooser.setCurrentIndex(self.chooser.findData(chosen))
        self.chooser.setVisible(len(sessions) > 1)

    def show_summary(self, summary: Mapping[str, Any]) -> None:
        self._summary, self._reports = summary, ()  # the reports come after the figures
        self.pages.setCurrentIndex(0)
        self._retell()

    def show_reports(self, reports: Sequence[IncidentReport]) -> None:
        self._reports = reports
        self.troubles.show_reports(reports, i18n.current())

    def show_nothing(self) -> None:
        self._summary = None
        self.pages.setCurrentIndex(1)
        self._retell()

    def show_waiting(self, waiting: bool) -> None:
        self.send.setVisible(waiting)

    def show_writing(self, busy: bool) -> None:
        self.excel.setDisabled(busy)
        self.pdf.setDisabled(busy)

    def show_saved(self, path: Path) -> None:
        said = self.tr("存好了：{file}").format(file=path.name)
        url = QUrl.fromLocalFile(str(path))
        self.toast.say(said, Tone.FINE, self.tr("打开"), lambda: QDesktopServices.openUrl(url))

    def retranslate(self) -> None:
        self.back.setText(self.tr("培训演示") if self._training else self.tr("仓库订单"))
        self.reconcile.setText(self.tr("对账"))
        self.excel.setText(self.tr("表格 Excel"))
        self.pdf.setText(self.tr("打印 PDF"))
        self.send.setText(self.tr("给县里的 · 待同步"))
        self.ran_out.button.setText(self.tr("导入订单"))
        give_tip(self.chooser, self.tr("看别的场次"))
        self.empty.show_words(
            self.tr("还没有播过"),
            self.tr("播完一场，这里就有：卖了什么、什么时候卖的、网怎么样、下次怎么更好。"),
            self.tr("去排品开播"),
        )
        if self._sessions:
            self.show_sessions(self._sessions, self.chooser.currentData())
        self._retell()

    # -- parts -----------------------------------------------------------------------------------

    def _top(self) -> QHBoxLayout:
        self.back, self.reconcile, self.excel, self.pdf, self.send = (
            Button(self) for _ in range(5)
        )
        dress(self.back, role="quiet")
        dress(self.send, role="primary")
        self.send.hide()
        self.back.setIcon(icons.icon("back", "#616A76"))
        self.send.setIcon(icons.icon("sync", "#FFFFFF"))
        self.title = ElidedLabel(self)
        self.subtitle = ElidedLabel(self)
        dress(self.title, role="title")
        dress(self.subtitle, role="small")
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.title)
        names.addWidget(self.subtitle)
        self.chooser = ComboBox(self)
        self.chooser.setMaximumWidth(320)
        self.chooser.hide()
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.back)
        row.addLayout(names, 1)
        for part in (self.chooser, self.reconcile, self.excel, self.pdf, self.send):
            row.addWidget(part)
        return row

    def _page(self) -> QWidget:
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.tiles = [FigureTile(parent=page) for _ in range(5)]
        row = QHBoxLayout()
        row.setSpacing(12)
        for tile in self.tiles:
            tile.setFixedHeight(130)
            row.addWidget(tile, 1)
        column.addLayout(row)
        self.ran_out = MindLine(page)
        column.addWidget(self.ran_out)
        self.when = Card(parent=page, margin=12)
        self.chart = TimeChart(self.when)
        self.when.body.setSpacing(4)
        self.when.body.addWidget(self.chart, 1)
        column.addWidget(self.when, 5)
        column.addLayout(self._below(page), 4)
        return page

    def _below(self, page: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        self.sold = Card(parent=page, margin=12)
        self.bars = BarChart()
        self.sold.body.addWidget(_scrolling(self.bars), 1)
        self.better = Card(parent=page, margin=12)
        self.advice = Label()
        self.advice.setWordWrap(True)
        self.advice.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.better.body.addWidget(_scrolling(self.advice), 1)
        self.story = Card(parent=page, margin=12)
        self.course = Course()
        self.troubles = Troubles()
        self.story.body.addWidget(_scrolling(self.troubles, self.course), 1)
        for card, share in ((self.sold, 11), (self.better, 8), (self.story, 7)):
            card.setMinimumWidth(200)
            row.addWidget(card, share)
        return row

    def _retell(self) -> None:
        """Words made of the summary."""
        summary, language = self._summary, i18n.current()
        for button in (self.excel, self.pdf):
            button.setVisible(summary is not None)
        if summary is None:
            self.title.setText(self.tr("复盘"))
            self.subtitle.hide()
            return
        self.title.setText(words.title(summary, language))
        self.subtitle.setText(words.subtitle(summary, language))
        self.subtitle.show()
        for tile, one in zip(self.tiles, words.figures(summary, language), strict=True):
            tile.show_figure(one.label, one.figure, one.note, Tone(one.tone))
        self.ran_out.show_words(self._ran_out(summary))
        self.when.show_words(words.say("when", language), evening.note(summary, language))
        self.chart.show_evening(evening.lay_out(summary, language))
        self.sold.show_words(words.say("sold", language))
        self.bars.show_rows(sold_rows(summary, language))
        self.better.show_words(words.say("advice", language))
        said = words.advice(summary, language)
        thin = words.say("advice_thin", language)
        self.advice.setText("\n\n".join(f"{n}. {text}" for n, text in enumerate(said, 1)) or thin)
        dress(self.advice, role="plain" if said else "muted")
        self.story.show_words(words.say("course", language))
        self.troubles.show_reports(self._reports, language)
        self.course.show_summary(summary, language)

    def _ran_out(self, summary: Mapping[str, Any]) -> str:
        """A rehearsal has no platform's orders."""
        if self._training:
            return ""
        counts = (summary[f"orders_ran_out{each}"] for each in ("", "_in_part"))
        return words.ran_out(RanOut(*counts, summary["ran_out_hours"]), i18n.current())

    def _on_excel(self) -> None:
        path = self._where(".xlsx", self.tr("存成表格"), self.tr("表格 (*.xlsx)"))
        if path is not None and self._presenter is not None:
            self._presenter.on_excel(path, i18n.current())

    def _on_pdf(self) -> None:
        path = self._where(".pdf", self.tr("存成 PDF，打印用"), "PDF (*.pdf)")
        if path is not None and self._presenter is not None:
            self._presenter.on_pdf(path, i18n.current())

    def _where(self, ending: str, title: str, kind: str) -> Path | None:
        if self._presenter is None:
            return None
        path, _ = self._ask(self, title, self._presenter.file_name(ending), kind)
        if path is None:
            return None
        return path if path.suffix.lower() == ending else path.with_name(path.name + ending)


def _scrolling(*inside: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    holder = QWidget()
    dress(holder, role="plain")
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 4, 0)
    for part in inside:
        column.addWidget(part)
    column.addStretch(1)
    area.setWidget(holder)
    area.viewport().setAutoFillBackground(False)
    return area
