"""贴片 as a widget: templates at the left, the form in the middle, a phone at the right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from overlays.brand import BrandKit
from overlays.brought import Brought
from overlays.safe_areas import Profile, is_own
from studio.runtime.errors import UserFacingError
from studio.runtime.wording import sentence
from studio.session.overlay import first_words
from studio.session.plan import Plan, PlannedOverlay
from ui import i18n
from ui.cards.brand import BrandPage
from ui.cards.covered_steps import CoveredSteps
from ui.cards.form import CardForm
from ui.cards.large import LargePhone
from ui.cards.phone_side import PhoneSide
from ui.cards.presenter import LOOKS, CardsPresenter, Choice
from ui.cards.sketch import Sketch
from ui.choosing import DOCUMENTS, ask_file
from ui.theme.style import dress
from ui.theme.tokens import LIGHT
from ui.widgets import Card, Retranslating, Toast, Tone, icons
from ui.widgets.button import Button
from ui.widgets.label import Label
from ui.widgets.tool_tip import give_tip

TABS = ("cards", "brand", "covered")
LEFT, ROW = 236, 34


class CardsScreen(Retranslating, QWidget):
    """Implements `CardsView`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, surface="light")
        self._presenter: CardsPresenter | None = None
        self._templates: Sequence[Choice] = ()
        self._template: Choice | None = None
        self._plan: Plan | None = None
        self._telling = False
        self._shortcuts: list[QShortcut] = []
        self.toast = Toast(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar())
        row = QHBoxLayout()
        row.setContentsMargins(24, 16, 24, 16)
        row.setSpacing(20)
        self._left = self._list_side()
        row.addWidget(self._left)
        row.addWidget(self._middle(), 1)
        self.phone = PhoneSide(self)
        self.phone.setFixedWidth(392)
        row.addWidget(self.phone)
        column.addLayout(row, 1)
        self.large = LargePhone(self.phone.phone, self)
        self.phone.enlarge.clicked.connect(self.large.open)
        self.phone.phone.clicked.connect(self.large.open)
        self.covered.forget_asked.connect(self.phone.board.forget)
        self.covered.frame_asked.connect(self.phone.board.frame_next)
        self.phone.board.marked.connect(self._tell_covered)
        self.retranslate()

    def start(self, presenter: CardsPresenter) -> None:
        """Connect; whoever made the presenter opens it."""
        self._presenter = presenter
        self.put.clicked.connect(presenter.on_put)
        self.undo.clicked.connect(presenter.on_undo)
        self.redo.clicked.connect(presenter.on_redo)
        self.form.typed.connect(presenter.on_field)
        self.templates.currentItemChanged.connect(self._on_template)
        self.planned.itemClicked.connect(lambda _item: self._take_up())
        self.planned.itemActivated.connect(lambda _item: self._take_up())
        self.take_out.clicked.connect(self._on_take_out)
        self.brand.changed.connect(lambda key, value: presenter.on_brand(**{key: value}))
        phone = self.phone
        phone.upright_chosen.connect(presenter.on_upright)
        phone.platform_chosen.connect(presenter.on_platform)
        phone.play.clicked.connect(presenter.on_play)
        phone.phone.ticked.connect(presenter.on_tick)
        self.covered.save_asked.connect(lambda: presenter.on_marked(phone.board.covered))
        self.covered.own_asked.connect(presenter.on_own_marks_dropped)
        for keys, action in (
            (QKeySequence.StandardKey.Undo, presenter.on_undo),
            (QKeySequence.StandardKey.Redo, presenter.on_redo),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(action)
            self._shortcuts.append(shortcut)

    def leave(self) -> None:
        self.phone.phone.play(False)
        if self._presenter is not None:
            self._presenter.close()

    # -- CardsView ---------------------------------------------------------------------------

    def show_templates(self, templates: Sequence[Choice], chosen: str) -> None:
        self._telling = True
        if [each.id for each in templates] != [each.id for each in self._templates]:
            self._templates = templates
            self.templates.clear()
            for template in templates:
                item = QListWidgetItem(self._name_of(template))
                item.setData(Qt.ItemDataRole.UserRole, template.id)
                item.setSizeHint(QSize(0, ROW))
                self.templates.addItem(item)
        place = [each.id for each in templates].index(chosen)
        self.templates.setCurrentRow(place)
        self._telling = False

    def show_draft(self, template: Choice, texts: Mapping[str, str], afresh: bool) -> None:
        self._template = template
        self.form.show_draft(template, texts, afresh=afresh)
        self.phone.play.setEnabled(not isinstance(template, Brought))
        self._heading()
        self._tell_put()

    def show_wrong(self, field: str, error: UserFacingError | None) -> None:
        self.form.show_wrong(field, error)

    def lead_to(self, field: str) -> None:
        self.form.lead_to(field)

    def show_sketch(self, made: Sketch | None) -> None:
        self.phone.phone.show_sketch(made)
        if made is not None:
            self.phone.show_upright(made.upright)

    def show_planned(self, plan: Plan | None, place: int | None) -> None:
        self._plan = plan
        self.planned.clear()
        for overlay in () if plan is None else plan.overlays:
            item = QListWidgetItem(self._told(overlay))
            item.setSizeHint(QSize(0, ROW))
            self.planned.addItem(item)
        self.planned.setCurrentRow(-1 if place is None else place)
        self._none_planned.setVisible(self.planned.count() == 0)
        self.planned.setVisible(self.planned.count() > 0)
        self.take_out.setVisible(self.planned.count() > 0)
        self._tell_put()

    def show_undo(self, undo: bool, redo: bool) -> None:
        self.undo.setEnabled(undo)
        self.redo.setEnabled(redo)

    def show_brand(self, kit: BrandKit) -> None:
        self.brand.show_brand(kit)

    def show_profiles(self, profiles: Sequence[Profile], chosen: str) -> None:
        self.phone.show_profiles(profiles, chosen)

    def show_playing(self, playing: bool) -> None:
        self.phone.show_playing(playing)

    def say_put(self, name: str, typed: bool) -> None:
        """``name``: whose card looks so from now on; empty: an overlay lies in the plan.

        ``typed``: on the form the card says something else than the product does.
        """
        if name and typed:
            words = self.tr("{name}的贴片换了样子；这里改的字没有存，上播照商品的说")
            self._say_changed(words.format(name=name), Tone.MIND)
        elif name:
            self._say_changed(self.tr("{name}的贴片换了样子").format(name=name), Tone.FINE)
        else:
            self._say_changed(self.tr("放进排品了"), Tone.FINE)

    def say_taken_out(self) -> None:
        self._say_changed(self.tr("从排品里拿掉了"), Tone.FINE)

    def _say_changed(self, words: str, tone: Tone) -> None:
        """The plan changed, and a press takes that back."""
        presenter = self._presenter
        back = None if presenter is None else presenter.on_put_back
        self.toast.say(words, tone, self.tr("撤销"), back)

    def say_kept(self) -> None:
        self.toast.say(self.tr("存好了，贴片都跟着变"), Tone.FINE)

    def show_screenshot(self, picture: Any) -> None:
        self.phone.board.show_screenshot(picture)

    def show_profile(self, profile: Profile) -> None:
        self.covered.show_profile(own=is_own(profile), assumed=profile.assumed)

    def show_tab(self, name: str) -> None:
        place = TABS.index(name)
        self.tabs[name].setChecked(True)
        self._pages.setCurrentIndex(place)
        self._left.setVisible(name != "covered")
        for button in (self.undo, self.redo, self.put):
            button.setVisible(name == "cards")  # the other pages keep every change by themselves
        for shortcut in self._shortcuts:  # and nobody takes back what is not seen
            shortcut.setEnabled(name == "cards")
        self.phone.show_board(name == "covered")

    def retranslate(self) -> None:
        self.back.setText(self.tr("返回"))
        words = {
            "cards": self.tr("贴片"),
            "brand": self.tr("品牌"),
            "covered": self.tr("手机上哪里被盖住"),
        }
        for name, button in self.tabs.items():
            button.setText(words[name])
        give_tip(self.undo, self.tr("撤销 Ctrl+Z"))
        self.undo.setAccessibleName(self.tr("撤销"))
        give_tip(self.redo, self.tr("重做 Ctrl+Shift+Z"))
        self.redo.setAccessibleName(self.tr("重做"))
        self._templates_label.setText(self.tr("模板"))
        self.templates.setAccessibleName(self.tr("模板"))
        self._planned_label.setText(self.tr("这份排品里的"))
        self.planned.setAccessibleName(self.tr("这份排品里的"))
        self._none_planned.setText(
            self.tr("还没有。填好一种，按右上角的“放进排品”，开播时就在场控手边。")
        )
        self.bring_in.setText(self.tr("加别人的模板…"))
        self.take_out.setText(self.tr("拿掉"))
        for place, template in enumerate(self._templates):
            self.templates.item(place).setText(self._name_of(template))
        for place, overlay in enumerate(self._plan.overlays if self._plan is not None else ()):
            self.planned.item(place).setText(self._told(overlay))
        self._heading()
        self._tell_put()

    # -- how it is told ------------------------------------------------------------------------

    def _name_of(self, template: Choice) -> str:
        return template.en if i18n.current() == "en" else template.zh

    def _told(self, overlay: PlannedOverlay) -> str:
        template = next((each for each in self._templates if each.id == overlay.template), None)
        name = (overlay.called or overlay.template) if template is None else self._name_of(template)
        said = first_words(overlay.data)
        return f"{name}  {said}" if said else name

    def _heading(self) -> None:
        if self._template is not None:
            self._sheet.show_words(self._name_of(self._template))

    def _tell_put(self) -> None:
        presenter = self._presenter
        may = presenter is not None and presenter.can_put()
        self.put.setEnabled(may)
        self.take_out.setEnabled(self.planned.currentRow() >= 0)
        look = self._template is not None and self._template.id in LOOKS
        self.put.setText(self.tr("商品卡用这个样子") if look else self.tr("放进排品"))
        if isinstance(self._template, Brought):
            name = self._name_of(self._template)
            self._why.setText(sentence("template_needs_browser", i18n.current(), name=name))
        elif may and look:
            self._why.setText(
                self.tr("这里的字只用来看样子，上播照商品的说。价钱、规格、产地到“排品”里改。")
            )
        elif may and presenter is not None and presenter.is_sample:
            self._why.setText(self.tr("灰的字是样子，不会上播。写上自己的，才放得进排品。"))
        elif may or self._template is None:
            self._why.setText("")
        elif self._plan is None:
            self._why.setText(self.tr("从“排品”里打开这一页，就能放进那份排品。"))
        else:
            self._why.setText(
                self.tr(
                    "这一种由软件来填：价钱、产地、抽奖、下单、经营者，都照记着的上，不用手写。"
                )
            )
        self._why.setVisible(bool(self._why.text()))

    # -- what is done --------------------------------------------------------------------------

    def _on_template(self, item: QListWidgetItem | None) -> None:
        if item is not None and not self._telling and self._presenter is not None:
            self._presenter.on_template(item.data(Qt.ItemDataRole.UserRole))

    def _take_up(self) -> None:
        if self._presenter is not None and self.planned.currentRow() >= 0:
            self._presenter.on_planned(self.planned.currentRow())

    def _on_take_out(self) -> None:
        if self._presenter is not None:
            self._presenter.on_take_out(self.planned.currentRow())

    def _ask_template(self) -> None:
        kinds = self.tr("别人的模板（OGraf、SPX）") + " (*.ograf.json *.html *.htm)"
        chosen = ask_file(self, self.bring_in.text(), kinds, DOCUMENTS)
        if chosen is not None and self._presenter is not None:
            self._presenter.on_bring_in(chosen)

    def _ask_screenshot(self) -> None:
        kinds = self.tr("图片") + " (*.png *.jpg *.jpeg *.webp)"
        chosen = ask_file(self, self.tr("选一张截图"), kinds)
        if chosen is not None and self._presenter is not None:
            self._presenter.on_screenshot(chosen)

    def _tell_covered(self) -> None:
        board = self.phone.board
        self.covered.show_done(
            taken=board.has_screenshot,
            known=board.knows_picture,
            framing=board.is_framing,
            marks=len(board.marks),
        )

    # -- parts ---------------------------------------------------------------------------------

    def _bar(self) -> QFrame:
        bar = QFrame(self)
        dress(bar, role="bar")
        self.back, self.undo, self.redo, self.put = (Button(bar) for _ in range(4))
        self.tabs = {name: Button(bar) for name in TABS}
        dress(self.back, role="quiet")
        self.back.setIcon(icons.icon("back", LIGHT.muted))
        dress(self.put, role="primary", large=True)
        group = QButtonGroup(bar)
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 10, 24, 10)
        row.setSpacing(12)
        row.addWidget(self.back)
        for name, button in self.tabs.items():
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, name=name: self.show_tab(name))
            group.addButton(button)
            row.addWidget(button)
        self.tabs["cards"].setChecked(True)
        row.addStretch(1)
        for name, button in (("undo", self.undo), ("redo", self.redo)):
            dress(button, role="quiet", icononly=True)
            button.repeats = True
            button.setIcon(icons.icon(name, LIGHT.text, gap=0))
            button.setEnabled(False)
            row.addWidget(button)
        row.addWidget(self.put)
        kept = self.put.sizePolicy()
        kept.setRetainSizeWhenHidden(True)  # the page must not jump up where nothing is put
        self.put.setSizePolicy(kept)
        return bar

    def _list_side(self) -> QWidget:
        side = QWidget(self)
        side.setFixedWidth(LEFT)
        self._templates_label, self._planned_label = Label(side), Label(side)
        for label in (self._templates_label, self._planned_label):
            dress(label, role="muted")
        self.templates, self.planned = QListWidget(side), QListWidget(side)
        self.planned.setFixedHeight(145)
        self._none_planned = Label(side)
        self._none_planned.setWordWrap(True)
        dress(self._none_planned, role="muted")
        self.take_out, self.bring_in = Button(side), Button(side)
        self.bring_in.setIcon(icons.icon("plus", LIGHT.muted))
        self.bring_in.clicked.connect(self._ask_template)
        self.take_out.setIcon(icons.icon("bin", LIGHT.muted))
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._templates_label)
        column.addWidget(self.templates, 1)
        column.addWidget(self.bring_in)
        column.addWidget(self._planned_label)
        column.addWidget(self._none_planned)
        column.addWidget(self.planned)
        column.addWidget(self.take_out)
        return side

    def _middle(self) -> QStackedWidget:
        self._pages = QStackedWidget(self)
        self._sheet = Card(parent=self._pages, margin=14)
        scroll = QScrollArea(self._sheet)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        self.form = CardForm(scroll.viewport())
        dress(self.form, role="plain")
        scroll.setWidget(self.form)
        scroll.viewport().setAutoFillBackground(False)
        self.form.setAutoFillBackground(False)
        self._why = Label(self._sheet)
        self._why.setWordWrap(True)
        dress(self._why, role="muted")
        self._sheet.body.addWidget(scroll, 1)
        self._sheet.body.addWidget(self._why)
        sheet = Card(parent=self._pages, margin=14)
        self.brand = BrandPage(sheet)
        sheet.body.addWidget(self.brand)
        for page in (self._sheet, sheet, self._covered_page()):
            self._pages.addWidget(page)
        return self._pages

    def _covered_page(self) -> Card:
        sheet = Card(parent=self._pages, margin=14)
        self.covered = CoveredSteps(sheet)
        self.covered.screenshot_asked.connect(self._ask_screenshot)
        sheet.body.addWidget(self.covered, 1)
        return sheet
