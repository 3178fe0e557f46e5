"""What the cards' screen knows and does: drafts, their picture, the plan they are for. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Protocol

from overlays import looks
from overlays.brand import BrandKit
from overlays.brought import Brought
from overlays.fields import take_data
from overlays.fitting import drawable
from overlays.safe_areas import EVERYWHERE, Profile, Shares, calibrated
from overlays.template import Template
from studio.runtime.errors import UserFacingError
from studio.session.card_words import said_of
from studio.session.plan import PREPARED, Plan, PlannedOverlay, PlannedProduct
from ui.asking import Asking, OnError, Then
from ui.cards import sketch
from ui.cards.sketch import Sketch, Wanted
from ui.cards.typed import text_of, values_of
from ui.plan.history import History

Choice = Template | Brought
"""What can be picked: one that the program draws, or a stranger's form."""
Background = Callable[[Callable[[], Any]], "Future[Any]"]
LOOKS = {look.template: name for name, look in looks.LOOKS.items()}
"""Templates that are a look of a product's card, and what the plan calls it."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What is being made: going back is going back in a list of these."""

    template: str
    texts: tuple[tuple[str, str], ...] = ()
    """By the template's fields, as typed."""
    of: PlannedOverlay | None = None
    """The plan's overlay that is being changed, as it is there."""


@dataclass(frozen=True, slots=True)
class Read:
    """What the screen begins with."""

    templates: Mapping[str, Choice]
    profiles: Mapping[str, Profile]
    brand: BrandKit
    plan: Plan | None
    troubles: Sequence[UserFacingError] = ()
    """Why templates that were brought in cannot be used any more."""
    to_order: Mapping[str, int] | None = None
    """What its products' cards would say may still be ordered, by SKU; None: they do not count."""


class CardFiles(Protocol):
    """`ui.cards.files.CardFiles`. Every method reads or writes files: not the main thread."""

    def read(self) -> Read: ...
    def draw(self, wanted: Wanted) -> Sketch: ...
    def give_pictures(self, of: Brought, data: Mapping[str, object]) -> Mapping[str, object]: ...
    def save_plan(self, plan: Plan) -> Plan: ...
    def save_brand(self, kit: BrandKit) -> BrandKit: ...
    def save_profile(self, profile: Profile) -> Mapping[str, Profile]: ...
    def forget_profile(self, name: str) -> Mapping[str, Profile]: ...
    def screenshot(self, path: Path) -> Any: ...
    def bring_in(self, path: Path) -> Brought: ...


class CardsView(Protocol):
    """What the presenter asks of the screen. Called on the main thread."""

    def show_templates(self, templates: Sequence[Choice], chosen: str) -> None: ...
    def show_draft(self, template: Choice, texts: Mapping[str, str], afresh: bool) -> None: ...
    def show_wrong(self, field: str, error: UserFacingError | None) -> None: ...
    def lead_to(self, field: str) -> None: ...
    def show_sketch(self, made: Sketch | None) -> None: ...
    def show_planned(self, plan: Plan | None, place: int | None) -> None: ...
    def show_undo(self, undo: bool, redo: bool) -> None: ...
    def show_brand(self, kit: BrandKit) -> None: ...
    def show_profiles(self, profiles: Sequence[Profile], chosen: str) -> None: ...
    def show_playing(self, playing: bool) -> None: ...
    def say_put(self, name: str, typed: bool) -> None: ...
    def say_taken_out(self) -> None: ...
    def say_kept(self) -> None: ...
    def show_screenshot(self, picture: Any) -> None: ...
    def show_profile(self, profile: Profile) -> None: ...


class CardsPresenter:
    """Nothing typed is lost by looking at another template: undo brings it back."""

    def __init__(
        self,
        view: CardsView,
        files: CardFiles,
        background: Background,
        then: Then,
        on_error: OnError,
        *,
        platform: str = EVERYWHERE,
        sku: str = "",
    ) -> None:
        """``sku``: whose product's card is shown first; else the first template is."""
        self._view, self._files, self._background = view, files, background
        self._asking = Asking(then, on_error)
        self._on_error = on_error
        self._platform, self._sku = platform, sku
        self._read: Read | None = None
        self._history: History[Draft] | None = None
        self._upright = True
        self._frame: int | None = None
        self._drawing = self._dirty = False
        self._before: Plan | None = None
        self._brand: BrandKit | None = None
        """As it is wanted, until it is kept."""

    def open(self) -> None:
        self._asking.ask(self._background(self._files.read), self._opened)

    def close(self) -> None:
        self._asking.close()

    def _opened(self, read: Read) -> None:
        self._read = read
        if self._platform not in read.profiles:
            self._platform = EVERYWHERE
        if read.plan is not None:
            self._upright = read.plan.video.height > read.plan.video.width
        self._view.show_profiles(list(read.profiles.values()), self._platform)
        self._tell_profile()
        self._view.show_brand(read.brand)
        self._history = History(self._fresh(next(iter(read.templates))))
        self._show(afresh=True)
        for trouble in read.troubles:
            self._on_error(trouble)

    # -- the draft ---------------------------------------------------------------------------

    @property
    def draft(self) -> Draft | None:
        return None if self._history is None else self._history.plan

    @property
    def upright(self) -> bool:
        return self._upright

    @property
    def plan(self) -> Plan | None:
        return None if self._read is None else self._read.plan

    @property
    def template(self) -> Choice:
        assert self._read is not None
        assert self.draft is not None
        return self._read.templates[self.draft.template]

    @property
    def is_sample(self) -> bool:
        """Whether the picture still says something of the example: what has to be typed is not."""
        if self.draft is None or not is_promise(self.template):
            return False
        texts = dict(self.draft.texts)
        return any(f.required and not texts[f.key].strip() for f in self.template.fields)

    def on_template(self, name: str) -> None:
        """A template is begun empty, with its example shown; a product's card with the product."""
        if self.draft is not None and name != self.draft.template:
            self._change(self._fresh(name), afresh=True)

    def on_bring_in(self, path: Path) -> None:
        """加别人的模板: its form is filled in like any other."""

        def brought(found: Brought) -> None:
            if self._read is not None:
                self._read = replace(
                    self._read, templates={**self._read.templates, found.id: found}
                )
                self.on_template(found.id)

        self._asking.ask(self._background(lambda: self._files.bring_in(path)), brought)

    def on_planned(self, place: int) -> None:
        """Take up an overlay of the plan."""
        if self._read is None or self.plan is None:
            return
        overlay = self.plan.overlays[place]
        if overlay.template not in self._read.templates:  # it was brought in on another computer
            self._on_error(UserFacingError("template_not_here", name=overlay.called))
            return
        texts = self._texts(self._read.templates[overlay.template], dict(overlay.data))
        self._change(Draft(overlay.template, texts, overlay), afresh=True)

    def on_field(self, key: str, text: str) -> None:
        if self.draft is None:
            return
        texts = dict(self.draft.texts) | {key: text}
        self._change(replace(self.draft, texts=tuple(texts.items())), afresh=False)

    def on_undo(self) -> None:
        if self._history is not None and self._history.can_undo:
            self._history.undo()
            self._show(afresh=True)

    def on_redo(self) -> None:
        if self._history is not None and self._history.can_redo:
            self._history.redo()
            self._show(afresh=True)

    def _fresh(self, name: str) -> Draft:
        assert self._read is not None
        template = self._read.templates[name]
        product = self._product() if template.slot == "card" else None
        data = template.examples if product is None else self._on_card(template, product)
        return Draft(name, self._texts(template, {} if is_promise(template) else data))

    def _on_card(self, template: Choice, product: PlannedProduct) -> Mapping[str, object]:
        """As its card is on air: what the plan leaves open is empty, not the template's word."""
        counted = None if self._read is None else self._read.to_order
        left = None if counted is None else counted.get(product.sku)
        said = said_of(product, self._place(product), left)
        if "basis" not in said:  # nor is a compared price on air that nobody says the basis of
            said.pop("compared", None)
        return dict.fromkeys((field.key for field in template.fields), "") | said

    def _product(self) -> PlannedProduct | None:
        products = () if self.plan is None else self.plan.products
        return next((p for p in products if p.sku == self._sku), products[0] if products else None)

    def _place(self, product: PlannedProduct) -> int:
        return 0 if self.plan is None else self.plan.products.index(product) + 1

    def _texts(self, template: Choice, data: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
        values = {field.key: data.get(field.key, field.default) for field in template.fields}
        return tuple((f.key, text_of(f, values[f.key])) for f in template.fields)

    def _change(self, draft: Draft, *, afresh: bool) -> None:
        if self._history is not None and self._history.add(draft):
            self._show(afresh=afresh)

    def _show(self, *, afresh: bool) -> None:
        assert self._read is not None
        assert self._history is not None
        draft = self._history.plan
        self._view.show_templates(list(self._read.templates.values()), draft.template)
        self._view.show_draft(self.template, dict(draft.texts), afresh)
        self._view.show_undo(self._history.can_undo, self._history.can_redo)
        self._show_planned()
        self.stop()
        self._redraw()

    # -- its picture -------------------------------------------------------------------------

    def on_upright(self, upright: bool) -> None:
        self._upright = upright
        self._redraw()

    def on_platform(self, name: str) -> None:
        self._platform = name
        self._tell_profile()
        self._redraw()

    def on_play(self) -> None:
        """See it come, stand and go; a second time: stop."""
        if self._frame is not None:
            self.stop()
            self._redraw()
        elif self._wanted() is not None:
            self._frame = 0
            self._view.show_playing(True)
            self._redraw()

    def stop(self) -> None:
        if self._frame is not None:
            self._frame = None
            self._view.show_playing(False)

    def on_tick(self, frames: int) -> None:
        """So many frames have gone by; the next picture is drawn once the last one is there."""
        if self._frame is None:
            return
        self._frame += frames
        wanted = self._wanted()
        if wanted is None or self._frame >= sketch.frames_of(wanted):
            self.stop()
        self._redraw()

    def _redraw(self) -> None:
        """One picture at a time; what changed meanwhile is drawn after it."""
        self._dirty = True
        if self._drawing:
            return
        self._dirty = False
        wanted = self._wanted()
        if wanted is None:
            if self._read is not None and isinstance(self.template, Brought):
                self._view.show_sketch(None)
            return
        self._drawing = True
        work = self._background(lambda: self._files.draw(wanted))
        self._asking.ask(work, self._drawn, self._not_drawn)

    def _drawn(self, made: Sketch) -> None:
        self._drawing = False
        self._view.show_sketch(made)
        if self._dirty:
            self._redraw()

    def _not_drawn(self, error: BaseException) -> None:
        self._drawing = False
        self.stop()
        self._view.show_sketch(None)
        if isinstance(error, UserFacingError) and error.code.startswith("card_"):
            self._tell_wrong(error)
        else:
            self._on_error(error)
        if self._dirty:
            self._redraw()

    def _wanted(self) -> Wanted | None:
        """None while something is typed that cannot be drawn; the fields say what."""
        if self._read is None:
            return None
        data, template = self._checked(sample=self.is_sample), self.template
        if data is None or not isinstance(template, Template):
            return None
        profile = self._read.profiles[self._platform]
        folder = None if self.plan is None or self.plan.path is None else self.plan.path.parent
        brand = self._read.brand
        return Wanted(
            *(template, drawable(template, data), brand, profile, self._upright, self._frame),
            folder=folder,
            sample=self.is_sample,
        )

    def _checked(self, *, sample: bool = False) -> dict[str, object] | None:
        """What is typed, as data; None, told beside its field, where it cannot be used.

        ``sample``: with the example's words where nothing is typed.
        """
        if self.draft is None:
            return None
        template = self.template
        for field in template.fields:
            self._view.show_wrong(field.key, None)
        try:
            data = values_of(template.fields, dict(self.draft.texts))
            if isinstance(template, Template):
                data = {**template.examples, **data} if sample else data
                take_data(template.fields, drawable(template, data))
            else:
                take_data(template.fields, data, drawn=False)
        except UserFacingError as error:
            self._tell_wrong(error)
            return None
        return data

    def _tell_wrong(self, error: UserFacingError) -> None:
        named = error.parameters.get("field")
        field = next((each for each in self.template.fields if each.zh == named), None)
        if field is None:
            self._on_error(error)
        else:
            self._view.show_wrong(field.key, error)
            if error.code == "card_field_missing" and self.is_sample:
                self._view.lead_to(field.key)

    # -- the plan ----------------------------------------------------------------------------

    def can_put(self) -> bool:
        """Whether what is on the screen can be put into the plan."""
        if self.plan is None or self.draft is None:
            return False
        if self.draft.template in LOOKS:
            return bool(self.plan.products)
        return self.draft.template in PREPARED or isinstance(self.template, Brought)

    def on_put(self) -> None:
        """Into the plan, on disk at once: a product's look, or an overlay of its own."""
        data = self._checked()
        plan, draft = self.plan, self.draft
        if data is None or plan is None or draft is None or not self.can_put():
            return
        look = LOOKS.get(draft.template)
        product = self._product()
        if look is not None and product is not None:
            name = product.name
            typed = draft.texts != self._fresh(draft.template).texts
            self._save(_with_look(plan, product, look), lambda: self._view.say_put(name, typed))
        else:
            self._put(plan, draft, self.template, data)

    def _put(self, plan: Plan, draft: Draft, template: Choice, data: Mapping[str, object]) -> None:
        def put(made: PlannedOverlay) -> None:
            if self._history is not None and self._history.plan == draft:
                self._history.amend(replace(draft, of=made))
            self._show_planned()
            self._view.say_put("", False)

        def save(given: Mapping[str, object]) -> None:
            name = template.zh if isinstance(template, Brought) else ""
            made = PlannedOverlay(draft.template, tuple(given.items()), name)  # type: ignore[arg-type]
            self._save(_with_overlay(plan, draft.of, made), lambda: put(made))

        if isinstance(template, Brought):
            given = self._background(lambda: self._files.give_pictures(template, data))
            self._asking.ask(given, save, self._not_given)
        else:
            save(data)

    def _not_given(self, error: BaseException) -> None:
        if isinstance(error, UserFacingError) and error.code.startswith("card_"):
            self._tell_wrong(error)
        else:
            self._on_error(error)

    def on_take_out(self, place: int) -> None:
        """Take an overlay out of the plan."""
        plan = self.plan
        if plan is not None and 0 <= place < len(plan.overlays):
            rest = (*plan.overlays[:place], *plan.overlays[place + 1 :])
            self._save(replace(plan, overlays=rest), self._view.say_taken_out)

    def on_put_back(self) -> None:
        """The plan as it was before the last change."""
        if self._before is not None:
            self._save(self._before, lambda: None)

    def _save(self, plan: Plan, done: Callable[[], None]) -> None:
        before = self.plan

        def saved(kept: Plan) -> None:
            assert self._read is not None
            self._before = before
            self._read = replace(self._read, plan=kept)
            self._show_planned()
            done()

        self._asking.ask(self._background(lambda: self._files.save_plan(plan)), saved)

    def _show_planned(self) -> None:
        plan, of = self.plan, None if self.draft is None else self.draft.of
        overlays = () if plan is None else plan.overlays
        self._view.show_planned(plan, overlays.index(of) if of in overlays else None)

    # -- the brand, and what a phone covers ---------------------------------------------------

    def on_brand(self, **changes: Any) -> None:
        """Kept at once, and every overlay follows. What is changed while a large logo is still
        being copied is kept after it, and with it."""
        if self._read is None:
            return
        waits = self._brand is not None
        self._brand = replace(self._brand or self._read.brand, **changes)
        if not waits:
            self._keep_brand(self._brand)

    def _keep_brand(self, wanted: BrandKit) -> None:
        def kept(kit: BrandKit) -> None:
            assert self._read is not None
            assert self._brand is not None
            self._read = replace(self._read, brand=kit)
            later = _changed_since(wanted, self._brand)
            self._brand = replace(kit, **later) if later else None
            if self._brand is not None:
                self._keep_brand(self._brand)
                return
            self._view.show_brand(kit)
            self._view.say_kept()
            self._redraw()

        def failed(error: BaseException) -> None:
            self._brand = None
            self._on_error(error)

        self._asking.ask(self._background(lambda: self._files.save_brand(wanted)), kept, failed)

    def on_screenshot(self, path: Path) -> None:
        self._asking.ask(
            self._background(lambda: self._files.screenshot(path)), self._view.show_screenshot
        )

    def on_marked(self, covered: Sequence[Shares]) -> None:
        """What is covered of the picture, for the chosen platform and this way up."""
        if self._read is None:
            return
        profile = self._read.profiles[self._platform]
        try:
            changed = calibrated(profile, upright=self._upright, covered=list(covered))
        except UserFacingError as error:
            self._on_error(error)
            return
        self._keep_profile(lambda: self._files.save_profile(changed))

    def on_own_marks_dropped(self) -> None:
        """The program's own figures for the chosen platform again."""
        platform = self._platform
        self._keep_profile(lambda: self._files.forget_profile(platform))

    def _keep_profile(self, work: Callable[[], Mapping[str, Profile]]) -> None:
        def kept(profiles: Mapping[str, Profile]) -> None:
            assert self._read is not None
            self._read = replace(self._read, profiles=profiles)
            self._tell_profile()
            self._view.say_kept()
            self._redraw()

        self._asking.ask(self._background(work), kept)

    def _tell_profile(self) -> None:
        if self._read is not None:
            self._view.show_profile(self._read.profiles[self._platform])


def is_promise(template: Choice) -> bool:
    """Whether what stands on it is somebody's word, and not a product's record: nobody's word is
    given for them, so its form begins empty."""
    return isinstance(template, Template) and template.id not in LOOKS


def _changed_since(before: BrandKit, now: BrandKit) -> dict[str, Any]:
    """The fields in which they differ, as they are now."""
    names = (each.name for each in fields(BrandKit))
    return {
        name: getattr(now, name) for name in names if getattr(now, name) != getattr(before, name)
    }


def _with_look(plan: Plan, product: PlannedProduct, look: str) -> Plan:
    changed = replace(product, card=look)
    return replace(plan, products=tuple(changed if p is product else p for p in plan.products))


def _with_overlay(plan: Plan, of: PlannedOverlay | None, made: PlannedOverlay) -> Plan:
    overlays = list(plan.overlays)
    if of in overlays:
        overlays[overlays.index(of)] = made
    else:
        overlays.append(made)
    return replace(plan, overlays=tuple(overlays))
