"""备份: is the data safe, where, since when is that known, and what to do if not."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from studio.runtime.clock import DAY_MS
from studio.runtime.errors import UserFacingError
from studio.runtime.wording import word_error
from studio.session.safekeeping import SafekeepingChanged, Safekept
from studio.store.backup import Backup
from studio.store.removable import Disk
from studio.store.restore import Drilled
from ui import i18n
from ui.desk.backup.presenter import BackupPresenter
from ui.desk.page import DeskPage
from ui.formats import clock, day_and_clock
from ui.theme.style import dress
from ui.widgets import Card, ElidedLabel, Field, FigureTile, Tone
from ui.widgets.button import Button
from ui.widgets.figure_tile import row_of
from ui.widgets.label import Label

LISTED = 6
"""Backups named on the page; the folder has them all."""
DRILL_OLD_MS = 60 * DAY_MS
"""After two months a drill proves little: the disk has aged since."""

COPY_OLD_MS = 30 * DAY_MS
"""A month's orders are what a burnt computer would cost then."""


class BackupPage(DeskPage):
    """Implements `BackupView`."""

    FOLLOWED = (SafekeepingChanged,)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("shield", parent)
        self._kept: Safekept | None = None
        self._now = 0
        self._busy = ""
        self.books, self.drill, self.make = Button(self), Button(self), Button(self)
        dress(self.make, role="primary")
        self.note.setWordWrap(True)  # the buttons leave it little room
        self.top.addWidget(self.books)
        self.top.addWidget(self.drill)
        self.top.addWidget(self.make)
        self.last, self.tried, self.outside = self._tiles()
        self.trouble = Card(margin=10, parent=self.inside)
        self.trouble.show_tone("broken")
        self._trouble_words = Label(self.trouble)
        self._trouble_words.setWordWrap(True)
        self.trouble.body.addWidget(self._trouble_words)
        self.body.addWidget(self.trouble)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self._listing(), 1)
        row.addWidget(self._copying(), 1)
        self.body.addLayout(row, 1)
        self.setFocusProxy(self.make)
        self.retranslate()

    def start(self, presenter: BackupPresenter) -> None:
        self.presenter = presenter
        self.make.clicked.connect(presenter.on_back_up)
        self.drill.clicked.connect(presenter.on_try_restore)
        self.books.clicked.connect(presenter.on_books)
        self.again.clicked.connect(presenter.refresh)
        self.keep.clicked.connect(self._keep_passphrase)
        self.passphrase.input.returnPressed.connect(self._keep_passphrase)
        presenter.open()

    # -- what it is told -------------------------------------------------------------------------

    def show_kept(self, kept: Safekept, now_ms: int) -> None:
        self._kept, self._now = kept, now_ms
        self._retell()

    def show_busy(self, what: str) -> None:
        self._busy = what
        for button in (self.make, self.drill, self.keep):
            button.setDisabled(bool(what))
        for button in self.disks_holder.findChildren(Button):
            button.setDisabled(bool(what))
        self._word_buttons()

    def show_backed_up(self, made: Backup) -> None:
        words = self.tr("备份好了，检查过，{size}").format(size=self._size(made.size))
        self.toast.say(words, Tone.FINE)

    def show_drilled(self, done: Drilled) -> None:
        seconds = f"{done.seconds:.1f}"
        if done.problems:
            words = self.tr("试过了，有 {count} 处对不上。账本没有动，请找人看看。")
            self.toast.say(words.format(count=len(done.problems)), Tone.BROKEN)
        else:
            words = self.tr("试过了：{seconds} 秒就能恢复，数都对得上。账本没有动。")
            self.toast.say(words.format(seconds=seconds), Tone.FINE)

    def show_copied(self, disk: Disk) -> None:
        words = self.tr("拷好了，上了锁。可以拔“{disk}”了。").format(disk=disk.name)
        self.toast.say(words, Tone.FINE)

    def show_passphrase_kept(self) -> None:
        self.passphrase.show_text("", afresh=True)
        self.toast.say(self.tr("口令记下了。请写在纸上，跟盘分开放。"), Tone.FINE)

    def show_passphrase_wrong(self, error: BaseException) -> None:
        self.passphrase.show_wrong(word_error(error, i18n.current()))

    def retranslate(self) -> None:
        self.title.setText(self.tr("备份"))
        self.books.setText(self.tr("查账"))
        self.note.setText(self.tr("电脑坏了、停电、删错了，都从这里找回来"))
        self.listing.show_words(self.tr("这台电脑上的备份"))
        self.rule.setText(self.tr("每小时一份，下播一份。7 天、4 周、12 个月，各留最后一份。"))
        self.copying.show_words(self.tr("拷一份带走"))
        self.copy_words.setText(
            self.tr("电脑丢了、烧了，只有拷出去的还在。拷出去的都上锁，没有口令谁也打不开。")
        )
        self.passphrase.show_label(self.tr("口令（至少 8 个字，写在纸上，跟盘分开放）"))
        self.folder.setText(self.tr("打开文件夹"))
        self.again.setText(self.tr("再找一次"))
        self._word_buttons()
        self._retell()

    # -- how it is laid out ----------------------------------------------------------------------

    def _tiles(self) -> list[FigureTile]:
        tiles = [FigureTile(parent=self.inside) for _ in range(3)]
        self.body.addLayout(row_of(tiles))
        return tiles

    def _listing(self) -> Card:
        self.listing = Card(parent=self.inside)
        self.path = ElidedLabel(self.listing)
        dress(self.path, role="small")
        self.folder = Button(self.listing)
        self.folder.clicked.connect(self._open_folder)
        row = QHBoxLayout()
        row.addWidget(self.path, 1)
        row.addWidget(self.folder)
        self.rows = QGridLayout()
        self.rows.setHorizontalSpacing(20)
        self.rows.setVerticalSpacing(8)
        self.rows.setColumnStretch(0, 1)
        self.rule = Label(self.listing)
        self.rule.setWordWrap(True)
        dress(self.rule, role="muted")
        self.listing.body.addLayout(self.rows)
        self.listing.body.addStretch(1)
        self.listing.body.addWidget(self.rule)
        self.listing.body.addLayout(row)
        return self.listing

    def _copying(self) -> Card:
        self.copying = Card(parent=self.inside)
        self.copy_words = Label(self.copying)
        self.copy_words.setWordWrap(True)
        self.passphrase = Field(self.copying)
        self.passphrase.input.setEchoMode(QLineEdit.EchoMode.Password)
        self.keep, self.again = Button(self.copying), Button(self.copying)
        row = QHBoxLayout()
        row.addWidget(self.passphrase, 1)
        row.addWidget(self.keep, alignment=Qt.AlignmentFlag.AlignBottom)
        self.disks_holder = QWidget(self.copying)
        dress(self.disks_holder, role="plain")
        self.disks = QVBoxLayout(self.disks_holder)
        self.disks.setContentsMargins(0, 0, 0, 0)
        self.disks.setSpacing(8)
        self.copying.body.addWidget(self.copy_words)
        self.copying.body.addLayout(row)
        self.copying.body.addWidget(self.disks_holder)
        self.copying.body.addStretch(1)
        self.copying.body.addWidget(self.again, alignment=Qt.AlignmentFlag.AlignRight)
        return self.copying

    # -- how it is told --------------------------------------------------------------------------

    def _word_buttons(self) -> None:
        making, trying = self._busy == "backup", self._busy == "drill"
        self.make.setText(self.tr("正在备份…") if making else self.tr("现在备份"))
        self.drill.setText(self.tr("正在试…") if trying else self.tr("试恢复"))
        known = self._kept is not None and self._kept.has_passphrase
        self.keep.setText(self.tr("换一个口令") if known else self.tr("定下来"))

    def _retell(self) -> None:
        kept = self._kept
        if kept is None:
            self.trouble.hide()
            return
        self._tell_last(kept)
        self._tell_drill(kept)
        self._tell_outside(kept)
        self._tell_trouble(kept)
        self._tell_rows(kept)
        self._tell_disks(kept)
        self._word_buttons()
        self.path.setText(str(kept.folder))

    def _tell_last(self, kept: Safekept) -> None:
        label = self.tr("上一次备份")
        if not kept.found:
            tone = Tone.MIND if kept.worth_keeping else Tone.IDLE
            self.last.show_figure(label, "—", self.tr("还没有备份"), tone)
            return
        when = day_and_clock(kept.found[0].made_ms)
        if kept.overdue(self._now):
            self.last.show_figure(label, when, self.tr("太久了，点“现在备份”"), Tone.MIND)
        elif kept.next_ms is not None:
            words = self.tr("检查过，是好的；下一次 {when}").format(when=clock(kept.next_ms))
            self.last.show_figure(label, when, words, Tone.FINE)
        else:
            self.last.show_figure(label, when, self.tr("检查过，是好的"), Tone.FINE)

    def _tell_drill(self, kept: Safekept) -> None:
        label, done = self.tr("试恢复"), kept.notes.drill
        if done is None:
            words = self.tr("还没试过。没试过的备份，不算备份")
            self.tried.show_figure(label, "—", words, Tone.MIND)
            return
        figure = self.tr("{seconds} 秒").format(seconds=f"{done.seconds:.1f}")
        when = day_and_clock(done.at)
        if done.problems:
            words = self.tr("{when} 试过，有 {count} 处对不上")
            note = words.format(when=when, count=done.problems)
            self.tried.show_figure(label, figure, note, Tone.BROKEN)
        elif self._now - done.at > DRILL_OLD_MS:
            note = self.tr("{when} 试过，太久了，再试一次").format(when=when)
            self.tried.show_figure(label, figure, note, Tone.MIND)
        else:
            note = self.tr("{when} 试过，数都对得上").format(when=when)
            self.tried.show_figure(label, figure, note, Tone.FINE)

    def _tell_outside(self, kept: Safekept) -> None:
        label, copied = self.tr("带走的一份"), kept.notes.copy
        if copied is None:
            words = self.tr("还没有拷过，插上移动硬盘")
            self.outside.show_figure(label, "—", words, Tone.MIND)
            return
        when = day_and_clock(copied.at)
        if self._now - copied.at > COPY_OLD_MS:
            words = self.tr("在“{disk}”上，太久了，再拷一次").format(disk=copied.disk)
            self.outside.show_figure(label, when, words, Tone.MIND)
            return
        words = self.tr("在“{disk}”上，上了锁").format(disk=copied.disk)
        self.outside.show_figure(label, when, words, Tone.FINE)

    def _tell_trouble(self, kept: Safekept) -> None:
        """Each in its sentence: what happened, what was lost, what to do next."""
        told = [
            f"■ {day_and_clock(each.at)}  "
            + word_error(UserFacingError(each.code, **each.parameters), i18n.current())
            for each in kept.notes.troubles.values()
        ]
        self._trouble_words.setText("\n".join(told))
        self.trouble.setVisible(bool(told))

    def _tell_rows(self, kept: Safekept) -> None:
        note = self.tr("{count} 份").format(count=len(kept.found)) if kept.found else ""
        self.listing.show_words(self.tr("这台电脑上的备份"), note)
        _clear(self.rows)
        # What went wrong needs the room more than backups that are all alike.
        listed = max(2, LISTED - 2 * len(kept.notes.troubles))
        for line, each in enumerate(kept.found[:listed]):
            when, size = Label(day_and_clock(each.made_ms)), Label(self._size(each.size))
            size.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            dress(size, role="muted")
            self.rows.addWidget(when, line, 0)
            self.rows.addWidget(size, line, 1)
        if len(kept.found) > listed:
            more = Label(self.tr("还有 {count} 份更早的").format(count=len(kept.found) - listed))
            dress(more, role="muted")
            self.rows.addWidget(more, listed, 0)

    def _tell_disks(self, kept: Safekept) -> None:
        _clear(self.disks)
        if not kept.disks:
            label = Label(self.tr("没有找到移动硬盘或 U 盘。插上一个，等几秒，再点“再找一次”。"))
            label.setWordWrap(True)
            dress(label, role="muted")
            self.disks.addWidget(label)
        for disk in kept.disks:
            self.disks.addWidget(self._disk_row(disk, kept.has_passphrase))

    def _disk_row(self, disk: Disk, may_copy: bool) -> QWidget:
        holder = QWidget(self)
        dress(holder, role="plain")
        name = ElidedLabel(holder)
        name.setText(
            self.tr("{disk} · 空着 {free}").format(disk=disk.name, free=self._size(disk.free))
        )
        button = Button(self.tr("拷到这里") if may_copy else self.tr("先定口令"), holder)
        button.setDisabled(not may_copy or bool(self._busy))
        button.clicked.connect(self._copying_to(disk))
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(name, 1)
        row.addWidget(button)
        return holder

    def _copying_to(self, disk: Disk) -> Callable[[], None]:
        return lambda: self.presenter.on_copy(disk) if self.presenter is not None else None

    def _keep_passphrase(self) -> None:
        if self.presenter is not None:
            self.presenter.on_passphrase(self.passphrase.input.text())

    def _open_folder(self) -> None:
        if self._kept is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._kept.folder)))

    def _size(self, size: int) -> str:
        if size >= 1 << 30:
            return f"{size / (1 << 30):.1f} GB"
        return f"{max(size / (1 << 20), 0.1):.1f} MB"


def _clear(layout: QGridLayout | QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if item.widget() is not None:
            item.widget().deleteLater()
