"""排品 as a widget."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from inventory.products import Product
from studio.runtime.wording import Count, word_error
from studio.session.plan import Plan
from ui import i18n
from ui.plan.edits import Problem
from ui.plan.form import ProductForm
from ui.plan.plan_list import PlanList
from ui.plan.presenter import PlanPresenter, Saved, Words
from ui.plan.problems import problem_words
from ui.plan.running_order import RunningOrder
from ui.theme.style import dress
from ui.theme.tokens import LIGHT
from ui.widgets import Card, EmptyState, Retranslating, StatusLight, Toast, Tone, icons
from ui.widgets.button import Button
from ui.widgets.field import Field
from ui.widgets.label import Label
from ui.widgets.thumbnails import Thumbnails
from ui.widgets.tool_tip import give_tip


class PlanScreen(Retranslating, QWidget):
    """Implements `PlanView`: plans at the left, the order in the middle, one product right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, surface="light")
        self._presenter: PlanPresenter | None = None
        self._thumbnails: Thumbnails | None = None
        self._plan: Plan | None = None
        self._selected = 0
        self._saved: Saved | None = None
        self._refused = 0
        self._problems: dict[str, Problem] = {}
        self._unusable_error: BaseException | None = None
        self.toast = Toast(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar())
        body = QHBoxLayout()
        body.setContentsMargins(24, 16, 24, 16)
        body.setSpacing(20)
        self.plans = PlanList(self)
        self.plans.setFixedWidth(220)
        body.addWidget(self.plans)
        body.addWidget(self._pages(), 1)
        column.addLayout(body, 1)
        self.retranslate()

    def start(self, presenter: PlanPresenter, thumbnails: Thumbnails) -> None:
        """Connect; whoever made the presenter opens it."""
        self._presenter, self._thumbnails = presenter, thumbnails
        self.order.thumbnails = thumbnails
        self.back.clicked.connect(presenter.on_home)
        self.check.clicked.connect(self._on_check)
        self.cards.clicked.connect(self._on_cards)
        self.undo.clicked.connect(presenter.on_undo)
        self.redo.clicked.connect(presenter.on_redo)
        self.title.left.connect(presenter.on_title)
        self.anchor.left.connect(presenter.on_anchor)
        self.plans.chosen.connect(presenter.on_choose)
        self.plans.new_wanted.connect(presenter.on_new)
        self.plans.copy_wanted.connect(presenter.on_copy)
        self.empty.wanted.connect(presenter.on_new)
        self.no_products.wanted.connect(presenter.on_add)
        self.add.clicked.connect(presenter.on_add)
        self.order.reordered.connect(presenter.on_order)
        self.order.moved.connect(presenter.on_move)
        self.order.chosen.connect(presenter.on_select)
        self.order.remove_wanted.connect(presenter.on_remove)
        self.form.field_left.connect(presenter.on_field)
        self.form.look_chosen.connect(presenter.on_look)
        self.form.picture_chosen.connect(presenter.on_picture)
        self.form.script_left.connect(presenter.on_script)
        self.form.script_chosen.connect(presenter.on_script_file)
        self.form.remove_wanted.connect(presenter.on_remove)
        self.form.new_code_wanted.connect(presenter.on_new_code)
        self.form.same_goods_wanted.connect(presenter.on_same_goods)
        for keys, action in (
            (QKeySequence.StandardKey.Undo, presenter.on_undo),
            (QKeySequence.StandardKey.Redo, presenter.on_redo),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(action)

    def leave(self) -> None:
        """Hand over what is still being typed before the screen goes."""
        self.form.finish()
        if self._thumbnails is not None:
            self._thumbnails.close()
        if self._presenter is not None:
            self._presenter.close()

    def news_of_pictures(self) -> None:
        """A picture was read: rows and form show it now."""
        self.order.viewport().update()
        if self._plan is not None and self._plan.products and self._thumbnails is not None:
            product = self._plan.products[self._selected]
            self.form.picture.show_picture(self._thumbnails.picture(product.picture))

    # -- PlanView ----------------------------------------------------------------------------

    def words(self) -> Words:
        return Words(
            plan=self.tr("新排品"),
            copy=self.tr("{title} 副本"),
            product=self.tr("新商品"),
            unit=self.tr("件"),
        )

    def show_plans(self, listings: Sequence[Any], chosen: Path | None) -> None:
        self.plans.show_plans(listings, chosen)
        self.plans.setVisible(bool(listings))  # with none, the empty screen offers to make one

    def show_nothing(self) -> None:
        self._pages_stack.setCurrentWidget(self.empty)
        self._show_bar(False)

    def show_unusable(self, error: BaseException) -> None:
        self._unusable_error = error
        self.unusable.show_words(self.tr("这份排品读不了"), word_error(error, i18n.current()))
        self._pages_stack.setCurrentWidget(self.unusable)
        self._show_bar(False)

    def show_plan(self, plan: Plan, selected: int) -> None:
        self._plan, self._selected = plan, selected
        self._show_bar(True)
        self.title.show_text(plan.title)
        self.anchor.show_text(plan.anchor)
        self._pages_stack.setCurrentWidget(self._editor)
        self._retell_count()
        self.order.show_products(plan.products, selected)
        self._right.setCurrentWidget(self._sheet if plan.products else self.no_products)
        self.check.setEnabled(bool(plan.products))
        if plan.products:
            self.form.show_product(plan.products[selected])
            self.news_of_pictures()

    def show_problem_at(self, field: str, problem: Problem | None) -> None:
        if field in ("title", "anchor"):
            self._problems[field] = problem  # type: ignore[assignment]
            place = self.title if field == "title" else self.anchor
            place.show_wrong(problem_words(problem) if problem else "")
        else:
            self.form.show_problem_at(field, problem)

    def show_refused_at(self, field: str, typed: str, problem: Problem) -> None:
        self.form.show_refused_at(field, typed, problem)

    def show_refused(self, by_sku: Mapping[str, int]) -> None:
        self.order.show_refused(by_sku)

    def lead_to(self, field: str) -> None:
        places = {"title": self.title, "anchor": self.anchor} | self.form.fields
        places[field].lead_to()

    def show_saved(self, saved: Saved, refused: int = 0) -> None:
        self._saved, self._refused = saved, refused
        words = {
            Saved.OPENING: (Tone.IDLE, self.tr("正在打开…")),
            Saved.SAVING: (Tone.IDLE, self.tr("正在存…")),
            Saved.SAVED: (Tone.FINE, self.tr("已存")),
            Saved.UNFINISHED: (Tone.MIND, self.tr("有商品没写价钱，还没存")),
            Saved.REFUSED: (Tone.MIND, self.tr("有 {count} 处没存").format(count=refused)),
            Saved.FAILED: (Tone.BROKEN, self.tr("没存上")),
        }
        self.saved.show_state(*words[saved])

    def show_undo(self, undo: bool, redo: bool) -> None:
        self.undo.setEnabled(undo)
        self.redo.setEnabled(redo)

    def show_other_goods(self, record: Product | None) -> None:
        self.form.show_other_goods(record)

    def show_script(self, text: str) -> None:
        self.form.show_script(text)

    def show_card(self, drawn: Any) -> None:
        self.form.show_card(drawn)

    def show_removed(self, name: str) -> None:
        if self._presenter is not None:
            words = self.tr("拿掉了{name}").format(name=name)
            self.toast.say(words, Tone.INFO, self.tr("撤销"), self._presenter.on_undo)

    def retranslate(self) -> None:
        self.back.setText(self.tr("首页"))
        self.title.show_label(self.tr("这场叫什么"), self.tr("杨梅贻贝专场"))
        self.anchor.show_label(self.tr("主播"), self.tr("主播甲"))
        give_tip(self.undo, self.tr("撤销 Ctrl+Z"))
        self.undo.setAccessibleName(self.tr("撤销"))
        give_tip(self.redo, self.tr("重做 Ctrl+Shift+Z"))
        self.redo.setAccessibleName(self.tr("重做"))
        self.cards.setText(self.tr("贴片…"))
        self.check.setText(self.tr("开播检查 →"))
        self.add.setText(self.tr("加一个商品"))
        self._hint.setText(self.tr("拖动换顺序"))
        self.empty.show_words(
            self.tr("还没有排品"),
            self.tr("排品就是这场卖什么、先讲哪个、卖多少钱。做好一份，下次复制就行。"),
            self.tr("新建一份排品"),
        )
        self.no_products.show_words(
            self.tr("还没有商品"),
            self.tr("加上这场要卖的，写好名称和价钱，右边就能看到贴片。"),
            self.tr("加一个商品"),
        )
        self._retell_count()
        if self._saved is not None:
            self.show_saved(self._saved, self._refused)
        if self._unusable_error is not None:
            words = word_error(self._unusable_error, i18n.current())
            self.unusable.show_words(self.tr("这份排品读不了"), words)

    # -- parts -------------------------------------------------------------------------------

    def _bar(self) -> QFrame:
        bar = QFrame(self)
        dress(bar, role="bar")
        self.back, self.undo, self.redo, self.cards = (Button(bar) for _ in range(4))
        self.check = Button(bar)
        self.title, self.anchor = Field(bar), Field(bar)
        self.saved = StatusLight("", Tone.IDLE, 15, parent=bar)
        dress(self.back, role="quiet")
        self.back.setIcon(icons.icon("back", LIGHT.muted))
        dress(self.check, role="primary", large=True)
        for button in (self.undo, self.redo):
            dress(button, role="quiet", icononly=True)
            button.setEnabled(False)
            button.repeats = True
        self.undo.setIcon(icons.icon("undo", LIGHT.text, gap=0))
        self.redo.setIcon(icons.icon("redo", LIGHT.text, gap=0))
        self.title.setFixedWidth(340)
        self.anchor.setFixedWidth(160)
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 10, 24, 10)
        row.setSpacing(12)
        for part in (self.back, self.title, self.anchor):
            row.addWidget(part)
        row.addSpacing(4)
        row.addWidget(self.saved)
        row.addStretch(1)
        self.cards.setIcon(icons.icon("card", LIGHT.text))
        for part in (self.cards, self.undo, self.redo, self.check):
            row.addWidget(part)
        return bar

    def _pages(self) -> QStackedWidget:
        self._pages_stack = QStackedWidget(self)
        # Each page is made inside the stack: Qt goes through a whole page again when it is moved.
        self._editor = QWidget(self._pages_stack)
        self.empty, self.unusable = (EmptyState("list", self._pages_stack) for _ in range(2))
        row = QHBoxLayout(self._editor)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(20)
        row.addLayout(self._order_side(), 5)
        row.addWidget(self._product_side(), 9)
        # Nothing is shown before the plan is read: the screen is painted first, its form after it.
        unread = QWidget(self._pages_stack)
        for page in (unread, self._editor, self.empty, self.unusable):
            self._pages_stack.addWidget(page)
        return self._pages_stack

    def _order_side(self) -> QVBoxLayout:
        self.order = RunningOrder(self._editor)
        self.add = Button(self._editor)
        self.add.setIcon(icons.icon("plus", LIGHT.text))
        self._count, self._hint = Label(self._editor), Label(self._editor)
        for label in (self._count, self._hint):
            dress(label, role="muted")
        top = QHBoxLayout()
        top.addWidget(self._count)
        top.addStretch(1)
        top.addWidget(self._hint)
        side = QVBoxLayout()
        side.setSpacing(10)
        side.addLayout(top)
        side.addWidget(self.order, 1)
        side.addWidget(self.add)
        return side

    def _product_side(self) -> QStackedWidget:
        self._right = QStackedWidget(self._editor)
        self._sheet = Card(parent=self._right, margin=14)
        self.form = ProductForm(self._sheet)
        self._sheet.body.addWidget(self.form)
        self.no_products = EmptyState("box", self._right)
        self._right.addWidget(self._sheet)
        self._right.addWidget(self.no_products)
        return self._right

    def _show_bar(self, shown: bool) -> None:
        buttons = (self.undo, self.redo, self.cards, self.check)
        for part in (self.title, self.anchor, self.saved, *buttons):
            part.setVisible(shown)

    def _retell_count(self) -> None:
        count = len(self._plan.products) if self._plan is not None else 0
        self._count.setText(self.tr("这场卖 {count} 样").format(count=Count(count)))

    def _on_cards(self) -> None:
        self.form.finish()
        if self._presenter is not None:
            self._presenter.on_cards()

    def _on_check(self) -> None:
        self.form.finish()
        if self._presenter is not None:
            self._presenter.on_preflight()
