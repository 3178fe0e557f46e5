"""What the plan screen knows and does. No Qt."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from inventory.products import Product
from studio.session import same_goods
from studio.session.plan import Plan, PlannedProduct
from ui.asking import Asking, OnError, Then
from ui.plan import edits
from ui.plan.edits import Problem, WrongInputError
from ui.plan.history import History
from ui.plan.opening import Opening, OpeningView
from ui.plan.refusals import THE_PLAN, Refusals, Refused
from ui.plan.script_writing import Left, ScriptWriting, finish

Background = Callable[[Callable[[], Any]], "Future[Any]"]
Records = Callable[[], "Future[Mapping[str, Product]]"]
"""What the warehouse has under each code."""


class Saved(StrEnum):
    """How safe the plan is."""

    OPENING = "opening"
    """It is being read; what was pressed meanwhile comes after it."""
    SAVING = "saving"
    SAVED = "saved"
    UNFINISHED = "unfinished"
    """A product has no price yet: nothing is written until it has."""
    REFUSED = "refused"
    """All that could be used is written; something typed could not."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Words:
    """Words a new plan begins with, in the person's language."""

    plan: str
    copy: str
    """With ``{title}``."""
    product: str
    unit: str


class PlanView(OpeningView, Protocol):
    """What the presenter asks of the screen. Called on the main thread."""

    def show_plan(self, plan: Plan, selected: int) -> None: ...
    def show_problem_at(self, field: str, problem: Problem | None) -> None: ...
    def show_refused_at(self, field: str, typed: str, problem: Problem) -> None: ...
    def show_refused(self, by_sku: Mapping[str, int]) -> None: ...
    def lead_to(self, field: str) -> None: ...
    def show_saved(self, saved: Saved, refused: int = 0) -> None: ...
    def show_undo(self, undo: bool, redo: bool) -> None: ...
    def show_other_goods(self, record: Product | None) -> None: ...
    def show_script(self, text: str) -> None: ...
    def show_card(self, drawn: Any) -> None: ...
    def show_removed(self, name: str) -> None: ...
    def words(self) -> Words: ...


class Library(Protocol):
    """`studio.session.plan_library.PlanLibrary`."""

    def list(self) -> list[Any]: ...
    def load(self, path: Path, *, check_files: bool = True) -> Plan: ...
    def save(self, plan: Plan, path: Path | None = None) -> Plan: ...


class PlanPresenter:
    """One plan is open at a time; every accepted change is saved at once, and can be undone."""

    def __init__(  # noqa: PLR0913 - what it talks with, each by its place
        self,
        view: PlanView,
        library: Library,
        files: Any,
        background: Background,
        then: Then,
        navigate: Callable[..., None],
        on_error: OnError,
        records: Records,
    ) -> None:
        self._view, self._library, self._files = view, library, files
        self._ask_records = records
        self._records: Mapping[str, Product] = {}
        self._background, self._navigate = background, navigate
        self._asking = Asking(then, on_error)
        self._leaving = Asking(then, on_error)
        """Never closed: what is not on disk is told after the screen has gone, too."""
        self._on_error = on_error
        self._history: History[Plan] | None = None
        self._scripts = ScriptWriting()
        self._selected = 0
        self._refusals = Refusals()
        self._shown = ""
        self._saved = Saved.SAVED
        self._opening = Opening(view, self, library.list, background, self._asking)
        self._new: Path | None = None
        self._saving: Future[Any] | None = None
        self._changed = False
        self._leaving_for: Callable[[Plan], None] | None = None
        self._drawing = 0
        self._one_save = threading.Lock()

    @property
    def plan(self) -> Plan | None:
        """The plan being edited."""
        return None if self._history is None else self._history.plan

    def open(self, path: Path | None = None) -> None:
        """List the plans and open ``path``, else the one changed last."""
        if self.plan is None:
            self._view.show_saved(Saved.OPENING)
        self._asking.ask(self._ask_records(), self._take_records)
        self._opening.begin(path)

    def _take_records(self, records: Mapping[str, Product]) -> None:
        self._records = records
        self._show_other_goods()

    def close(self) -> None:
        """The screen goes; what was changed during the last save is still written."""
        self._asking.close()
        for work in (self._saving, *(work for _, work in self._scripts.underway)):
            if work is not None:
                self._leaving.ask(work, _nothing)
        self._keep_what_changed()

    def _keep_what_changed(self) -> None:
        """Another plan comes, or the screen goes: what was changed or is being written still gets
        to the disk."""
        plan, changed, left = self.plan, self._changed, self._scripts.let_go()
        self._changed = False
        if plan is None or plan.path is None:
            return
        # With a product without a price nothing was written any more since it was added.
        changed = changed or any(map(edits.unfinished, plan.products))
        if not (changed or left):
            return

        def keep() -> None:
            with self._one_save:
                finish(plan, left, self._library, self._files, changed=changed)

        self._leaving.ask(self._background(keep), _nothing)

    # -- which plan --------------------------------------------------------------------------

    def on_choose(self, path: Path) -> None:
        self._opening.choose(path)

    def let_go(self) -> None:
        """Another plan is being read: this one gets to the disk."""
        self._keep_what_changed()
        self._history = None
        self._view.show_saved(Saved.OPENING)

    def load(self, path: Path) -> Plan:
        """On a worker."""
        with self._one_save:  # what was changed in it before comes first
            return self._library.load(path, check_files=False)

    def take_up(self, plan: Plan) -> None:
        """It was read, and is edited from now on."""
        self._forget_refused()
        self._refusals.clear()
        self._history = History(plan)
        self._selected, self._shown = 0, ""
        self._tell_saved(Saved.SAVED)
        self._show()
        if self._new is not None and plan.path == self._new:
            self._new = None
            self._view.lead_to("title")

    def on_new(self) -> None:
        """新建: an empty plan, on disk at once."""
        self._opening.forget()
        self._keep_as_new(Plan(title=self._view.words().plan), named=False)

    def on_copy(self) -> None:
        """复制: the same products under another title; the first one is left alone."""
        if self.plan is None:
            self._opening.once_read(self.on_copy)
        else:
            plan, title = self.plan, self._view.words().copy.format(title=self.plan.title)
            copy = replace(plan, title=title[: edits.LONGEST_TEXT], path=None)
            left = Left(self._scripts.underway)

            def work() -> Plan:
                said, _ = left.into(plan)
                return self._files.copy_scripts(said, replace(copy, products=said.products))

            self._asking.ask(self._background(work), self._keep_as_new)

    def _keep_as_new(self, plan: Plan, *, named: bool = True) -> None:
        def kept(saved: Plan) -> None:
            self._new = None if named else saved.path
            self.open(saved.path)

        self._asking.ask(self._background(lambda: self._library.save(plan)), kept)

    # -- the plan ----------------------------------------------------------------------------

    def on_title(self, text: str) -> None:
        self._read("title", text, edits.read_required)

    def on_anchor(self, text: str) -> None:
        self._read("anchor", text, edits.read_text)

    def on_order(self, places: Sequence[int]) -> None:
        """Products were dragged: ``places`` are their former indexes in the new sequence."""
        if self.plan is not None:
            self._selected = list(places).index(self._selected) if self.plan.products else 0
            self._change(edits.reordered(self.plan, places))

    def on_move(self, step: int) -> None:
        """Alt+Up (-1) or Alt+Down (1): the selected product trades places."""
        if self.plan is None:
            return
        target = self._selected + step
        if 0 <= target < len(self.plan.products):
            places = list(range(len(self.plan.products)))
            places[self._selected], places[target] = places[target], places[self._selected]
            self.on_order(places)

    def on_add(self) -> None:
        if self.plan is not None:
            words = self._view.words()
            self._selected = len(self.plan.products)
            taken = self._codes_elsewhere()
            longer = edits.with_new_product(self.plan, words.product, words.unit, taken)
            self._refusals.drop(longer.products[-1].sku)  # one taken out may have had it
            self._change(longer)
            self._view.lead_to("name")

    def on_remove(self) -> None:
        """Taken out at once; the toast offers to undo it."""
        if self.plan is not None and self.plan.products:
            self._scripts.once_written(
                partial(self._remove, self.plan.products[self._selected].sku)
            )

    def _remove(self, sku: str) -> None:
        if self.plan is not None and sku in self._skus():
            index = self._skus().index(sku)
            name = self.plan.products[index].name
            shorter = edits.without_product(self.plan, index)
            self._selected = max(0, min(index, len(shorter.products) - 1))
            self._change(shorter)
            self._view.show_removed(name)

    def on_undo(self) -> None:
        self._scripts.once_written(self._undo)

    def _undo(self) -> None:
        if self._history is not None and self._history.can_undo:
            self._forget_refused()
            self._history.undo()
            self._after_change()

    def on_redo(self) -> None:
        self._scripts.once_written(self._redo)

    def _redo(self) -> None:
        if self._history is not None and self._history.can_redo:
            self._forget_refused()
            self._history.redo()
            self._after_change()

    # -- the selected product ----------------------------------------------------------------

    def on_select(self, index: int) -> None:
        if self.plan is not None and 0 <= index < len(self.plan.products):
            self._selected = index
            self._show()

    def on_field(self, field: str, text: str) -> None:
        """Something was typed and left. What cannot be used is said at the field, and not kept."""
        if self.plan is None or not self.plan.products:
            return
        sku = self.plan.products[self._selected].sku
        if field == "sku":
            self._scripts.once_written(partial(self._take_field, sku, field, text))
        else:
            self._take_field(sku, field, text)

    def _take_field(self, sku: str, field: str, text: str) -> None:
        if self.plan is None or sku not in self._skus():
            return
        self._selected = self._skus().index(sku)
        try:
            changed = edits.with_field(self.plan, self._selected, field, text)
        except WrongInputError as wrong:
            self._refuse(sku, field, Refused(text, wrong.problem))
            return
        self._accept(sku, field)
        self._refusals.rename(sku, changed.products[self._selected].sku)
        self._change(changed)

    def on_new_code(self) -> None:
        """换新货号: what is under the one it has in the warehouse is something else."""
        if self.plan is not None:
            self.on_field("sku", edits.free_sku(self.plan, self._codes_elsewhere()))

    def on_same_goods(self) -> None:
        """是同一样: it is called and counted as the warehouse has it now."""
        if self.plan is None or not self.plan.products:
            return
        sku = self.plan.products[self._selected].sku
        record = self._records.get(sku)
        if record is not None:
            self._accept(sku, "name")
            self._accept(sku, "unit")
            self._replace_product(name=record.name, unit=record.unit)

    def _codes_elsewhere(self) -> set[str]:
        """Those of the warehouse, and of the other plans: one that never went on air has its
        products nowhere else."""
        return {*self._records} | self._opening.codes

    def on_look(self, look: str) -> None:
        self._replace_product(card=look)

    def on_picture(self, chosen: Path) -> None:
        plan = self.plan
        if plan is not None and plan.products:
            work = self._background(lambda: self._files.take_picture(chosen, plan))
            self._asking.ask(work, lambda copy: self._replace_product(picture=copy))

    def on_script_file(self, chosen: Path) -> None:
        plan = self.plan
        if plan is not None and plan.products:
            product = plan.products[self._selected]
            work = self._background(lambda: self._files.take_script(chosen, product, plan))
            self._await_script(product, work)

    def on_script(self, text: str) -> None:
        """The script's text was changed and left."""
        plan = self.plan
        if plan is None or not plan.products:
            return
        product = plan.products[self._selected]
        if product.script is None and not text.strip():
            return
        work = self._background(lambda: self._files.write_script(text, product, plan))
        self._await_script(product, work)

    def _await_script(self, product: PlannedProduct, work: Future[Path]) -> None:
        """Other words are another file, so that undo goes back to those of before."""
        begun = self._scripts.begin(product, work)

        def written(path: Path) -> None:
            if self.plan is None or not self._scripts.arrived(begun, path):
                return
            self._change(edits.with_script(self.plan, product.sku, path))
            self._scripts.go_on()
            if self._leaving_for is not None:
                self._save()

        def not_written(error: BaseException) -> None:
            self._scripts.failed(begun)
            self._leaving_for = None
            self._on_error(error)
            self._scripts.go_on()

        self._asking.ask(work, written, not_written)

    def _replace_product(self, **values: Any) -> None:
        if self.plan is not None and self.plan.products:
            product = replace(self.plan.products[self._selected], **values)
            self._change(edits.with_product(self.plan, self._selected, product))

    # -- to other screens ---------------------------------------------------------------------

    def on_home(self) -> None:
        self._navigate("home")

    def on_preflight(self) -> None:
        """开播检查: with the plan as it is on disk; an unfinished product is shown instead."""
        if self.plan is None:
            self._opening.once_read(self.on_preflight)
            return
        for index, product in enumerate(self.plan.products):
            if (problem := edits.unfinished(product)) is not None:
                self.on_select(index)
                if "price" not in self._refusals.of(product.sku):
                    self._view.show_problem_at("price", problem)
                self._view.lead_to("price")
                return
        if self._still_refused():
            return
        self._leave_for(lambda saved: self._navigate("preflight", plan=saved))

    def on_cards(self) -> None:
        """贴片: with the plan as it is on disk, beginning with the chosen product's card."""
        plan = self.plan
        if plan is None:
            self._opening.once_read(self.on_cards)
            return
        if self._still_refused():
            return
        sku = plan.products[self._selected].sku if plan.products else ""
        if any(edits.unfinished(product) for product in plan.products):
            self.on_preflight()  # leads to what is missing: what is not saved would be lost
        else:
            self._leave_for(lambda saved: self._navigate("cards", path=saved.path, sku=sku))

    def _leave_for(self, go: Callable[[Plan], None]) -> None:
        """Once all of the plan is on disk."""
        self._leaving_for = go
        self._save()

    def _still_refused(self) -> bool:
        """Leads to what was typed and refused: it must not go on air as what it was before."""
        for owner, field in self._refusals.standing(self._skus()):
            if owner != THE_PLAN:
                self.on_select(self._skus().index(owner))
            self._view.lead_to(field)
            return True
        return False

    # -- what was refused ---------------------------------------------------------------------

    def _skus(self) -> list[str]:
        return [product.sku for product in self.plan.products] if self.plan is not None else []

    def _refuse(self, owner: str, field: str, refused: Refused) -> None:
        self._refusals.keep(owner, field, refused)
        self._view.show_problem_at(field, refused.problem)
        self._tell_saved(self._saved)

    def _accept(self, owner: str, field: str) -> None:
        self._refusals.drop(owner, field)
        self._view.show_problem_at(field, None)
        self._tell_saved(self._saved)

    def _forget_refused(self) -> None:
        """Undo, redo and another plan show what is true in every field that is seen."""
        for owner in (THE_PLAN, self._shown):
            for field in self._refusals.of(owner):
                self._view.show_problem_at(field, None)
            self._refusals.drop(owner)

    def _tell_saved(self, saved: Saved) -> None:
        """Never "saved" while something that was typed is not."""
        self._saved = saved
        standing = self._refusals.standing(self._skus())
        if saved is Saved.SAVED and standing:
            self._view.show_saved(Saved.REFUSED, len(standing))
        else:
            self._view.show_saved(saved)
        self._view.show_refused(Counter(owner for owner, _ in standing if owner != THE_PLAN))

    # -- keeping and showing -----------------------------------------------------------------

    def _read(self, field: str, text: str, reader: Callable[[str], str]) -> None:
        if self.plan is None:
            return
        try:
            value = reader(text)
        except WrongInputError as wrong:
            self._refuse(THE_PLAN, field, Refused(text, wrong.problem))
            return
        self._accept(THE_PLAN, field)
        self._change(replace(self.plan, **{field: value}))

    def _change(self, plan: Plan) -> None:
        if self._history is not None and self._history.add(plan):
            self._after_change()

    def _after_change(self) -> None:
        self._show()
        self._save()

    def _save(self) -> None:
        """One save at a time: two at once could end in the older one."""
        plan = self.plan
        if plan is None:
            return
        if any(edits.unfinished(product) for product in plan.products):
            self._tell_saved(Saved.UNFINISHED)
            return
        self._changed = True
        if self._saving is None:
            self._start_saving(plan)

    def _start_saving(self, plan: Plan) -> None:
        self._saving, self._changed = self._write(plan), False
        self._tell_saved(Saved.SAVING)
        self._asking.ask(self._saving, self._on_saved, self._on_not_saved)

    def _write(self, plan: Plan) -> Future[Any]:
        def save() -> Plan:
            with self._one_save:
                return self._library.save(plan)

        return self._background(save)

    def _on_saved(self, saved: Plan) -> None:
        self._saving = None
        self._opening.list_as(saved)
        if self.plan is not None and (
            self._changed or any(map(edits.unfinished, self.plan.products))
        ):
            self._save()
            return
        self._tell_saved(Saved.SAVED)
        if self._leaving_for is not None and not self._scripts.underway:
            self._leaving_for(saved)

    def _on_not_saved(self, error: BaseException) -> None:
        self._saving, self._leaving_for = None, None
        self._tell_saved(Saved.FAILED)
        self._on_error(error)

    def _show(self) -> None:
        if self._history is None:
            return
        plan = self._history.plan
        self._selected = max(0, min(self._selected, len(plan.products) - 1))
        self._view.show_plan(plan, self._selected)
        self._show_refused(plan.products[self._selected].sku if plan.products else "")
        self._view.show_undo(self._history.can_undo, self._history.can_redo)
        self._show_other_goods()
        if plan.products:
            self._show_card(plan)
            self._show_script(plan)

    def _show_other_goods(self) -> None:
        """What the warehouse has under the chosen product's code, where it is something else."""
        if self.plan is None or not self.plan.products:
            return
        product = self.plan.products[self._selected]
        record = self._records.get(product.sku)
        other = record is not None and same_goods.is_other(product, record)
        self._view.show_other_goods(record if other else None)

    def _show_refused(self, sku: str) -> None:
        """Where another product is shown: what was typed at it last time, and why it is not kept.

        What is being typed at the same one stays as it is.
        """
        if sku != self._shown:
            self._shown = sku
            for field, refused in self._refusals.of(sku).items():
                self._view.show_refused_at(field, refused.typed, refused.problem)
        self._tell_saved(self._saved)

    def _show_card(self, plan: Plan) -> None:
        """Draw the card in the background; only the latest answer counts."""
        self._drawing += 1
        asked, index = self._drawing, self._selected
        product = plan.products[index]

        def drawn(card: Any) -> None:
            if asked == self._drawing:
                self._view.show_card(card)

        def not_drawn(error: BaseException) -> None:
            if asked == self._drawing:
                self._view.show_card(None)
                self._on_error(error)

        work = self._background(lambda: self._files.draw_card(product, index + 1))
        self._asking.ask(work, drawn, not_drawn)

    def _show_script(self, plan: Plan) -> None:
        path = plan.products[self._selected].script
        if path is None:
            self._view.show_script("")
            return
        shown = self._selected

        def read(text: str) -> None:
            if shown == self._selected:
                self._view.show_script(text)

        def not_read(error: BaseException) -> None:
            self._view.show_script("")
            self._on_error(error)

        self._asking.ask(self._background(lambda: self._files.read_script(path)), read, not_read)


def _nothing(_: object) -> None:
    """All went well, and nobody is there any more to be told so."""
