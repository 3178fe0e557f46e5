"""What the platforms' headings and words mean: data (order_templates.toml) and additions to it.

A workshop's own ``order_templates.toml`` in the data folder adds headings and words, or whole
templates, when a platform changes its export. A mistake in it stops an import before it begins,
in one sentence: orders half understood are worse than orders not imported yet.
"""

from __future__ import annotations

import logging
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from inventory.channels import FILES
from inventory.orders.mapping import Word
from inventory.orders.status import Aftersale, Status
from studio.runtime.errors import UserFacingError
from studio.runtime.files import read_small_text

log = logging.getLogger(__name__)

FILE = "order_templates.toml"

ROLES = (
    "order_no", "line_no", "title", "spec", "code", "item", "qty", "paid", "order_paid", "refunded",
    "status", "aftersale", "ordered_at", "paid_at", "shipped_at", "done_at", "carrier", "tracking",
)  # fmt: skip
"""What a heading can be for; each role lists the headings it may stand under, the best first."""
NEEDED = ("order_no", "title", "qty", "paid", "status")
"""A sheet without these is not that platform's."""
_LISTS = (*ROLES, "personal", "other")
_WORDS: Mapping[str, type[Status | Aftersale]] = {"statuses": Status, "aftersales": Aftersale}
_KEYS = {"platform", "version", "closed_means_refunded", *_LISTS, *_WORDS}


@dataclass(frozen=True, slots=True)
class Template:
    """One version of one platform's export."""

    platform: str
    version: int
    roles: Mapping[str, tuple[str, ...]]
    personal: frozenset[str]
    """Headings of buyers' data, kept only sealed."""
    other: frozenset[str]
    """Known headings nothing is made of; kept with the row."""
    statuses: Mapping[str, Status]
    aftersales: Mapping[str, Aftersale]
    closed_means_refunded: bool = False
    """The platform has no after-sales column: a closed order that was paid was refunded."""

    @property
    def known(self) -> frozenset[str]:
        """Every heading this template has a meaning for."""
        named = (heading for headings in self.roles.values() for heading in headings)
        return frozenset(named) | self.personal | self.other

    def columns(self, headings: Sequence[str]) -> Columns | None:
        """Where each role stands under these headings; None where a needed one is missing."""
        at = {heading: place for place, heading in reversed(list(enumerate(headings))) if heading}
        roles = {
            role: tuple(at[each] for each in self.roles.get(role, ()) if each in at)
            for role in ROLES
        }
        if not all(roles[role] for role in NEEDED):
            return None
        known = self.known
        unknown = tuple(place for heading, place in at.items() if heading not in known)
        return Columns(self, tuple(headings), roles, tuple(sorted(unknown)))


@dataclass(frozen=True, slots=True)
class Columns:
    """A template laid over one sheet's headings."""

    template: Template
    headings: tuple[str, ...]
    roles: Mapping[str, tuple[int, ...]] = field(repr=False)
    unknown: tuple[int, ...]
    """Columns the template does not know; their cells are treated as buyers' data."""

    @property
    def recognised(self) -> int:
        known = self.template.known
        return sum(heading in known for heading in self.headings)


@lru_cache(maxsize=4096)
def normal(text: str) -> str:
    """Headings and words without what platforms vary: blanks, and which comma they use."""
    return "".join(text.replace("，", ",").replace("（", "(").replace("）", ")").split())


def taught(known: Iterable[Template], words: Iterable[Word]) -> list[Template]:
    """The same with what people said about words no template knew."""
    statuses: dict[str, dict[str, Status]] = {}
    aftersales: dict[str, dict[str, Aftersale]] = {}
    for each in words:
        if each.kind == "status":
            statuses.setdefault(each.platform, {})[each.word] = Status[each.meaning]
        else:
            aftersales.setdefault(each.platform, {})[each.word] = Aftersale[each.meaning]
    return [
        replace(
            one,
            statuses={**one.statuses, **statuses.get(one.platform, {})},
            aftersales={**one.aftersales, **aftersales.get(one.platform, {})},
        )
        for one in known
    ]


def understands(known: Iterable[Template], word: Word) -> bool:
    """Whether that platform's word has a meaning, whichever it is."""
    return any(
        word.word in (each.statuses if word.kind == "status" else each.aftersales)
        for each in known
        if each.platform == word.platform
    )


def load(folder: Path | None = None) -> list[Template]:
    """The program's templates with the additions of ``folder``'s file, if there is one.

    Raises order_templates_unreadable, order_templates_wrong (platform, field).
    """
    ours = tomllib.loads(files("inventory.orders").joinpath(FILE).read_text("utf-8"))
    tables: dict[tuple[str, int], dict[str, Any]] = {}
    for table in (*ours["template"], *(_theirs(folder / FILE) if folder else ())):
        try:
            key = (table["platform"], int(table.get("version", 1)))
            tables[key] = _merged(tables.get(key, {}), table)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise UserFacingError("order_templates_wrong", platform="?", field=FILE) from error
    return [_template(table) for table in tables.values()]


def own_platforms(folder: Path) -> tuple[str, ...]:
    """Platforms only the file of ``folder`` has templates of, for `channels.has_file`.

    None where the file cannot be read: a broadcast goes on, and whoever imports is told.
    """
    try:
        named = [each.get("platform") for each in _theirs(folder / FILE)]
    except UserFacingError as error:
        log.warning("no platforms of the workshop's own: %s", error)
        return ()
    texts = (name.strip() for name in named if isinstance(name, str) and name.strip())
    return tuple(name for name in dict.fromkeys(texts) if name not in FILES)


def _theirs(path: Path) -> list[dict[str, Any]]:
    try:
        found = tomllib.loads(read_small_text(path)).get("template", [])
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise UserFacingError("order_templates_unreadable", path=str(path)) from error
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise UserFacingError("order_templates_unreadable", path=str(path))
    return found


def _merged(known: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    """Lists and words are added to, what is named first counts first; the rest is replaced."""
    merged = dict(known)
    for key, value in more.items():
        before = known.get(key)
        if isinstance(before, list) and isinstance(value, list):
            merged[key] = [*value, *(each for each in before if each not in value)]
        elif isinstance(before, dict) and isinstance(value, dict):
            merged[key] = {**before, **value}
        else:
            merged[key] = value
    return merged


def _template(table: Mapping[str, Any]) -> Template:
    platform = table["platform"]
    for key, value in table.items():
        if key not in _KEYS or not _fits(key, value):
            raise UserFacingError("order_templates_wrong", platform=platform, field=key)
    for role in NEEDED:
        if not table.get(role):
            raise UserFacingError("order_templates_wrong", platform=platform, field=role)
    lists = {key: [normal(each) for each in table.get(key, ())] for key in _LISTS}
    return Template(
        platform=platform,
        version=int(table.get("version", 1)),
        roles={role: tuple(lists[role]) for role in ROLES if lists[role]},
        personal=frozenset(lists["personal"]),
        other=frozenset(lists["other"]),
        statuses={normal(word): Status[means] for word, means in table.get("statuses", {}).items()},
        aftersales={
            normal(word): Aftersale[means] for word, means in table.get("aftersales", {}).items()
        },
        closed_means_refunded=bool(table.get("closed_means_refunded", False)),
    )


def _fits(key: str, value: object) -> bool:
    if key in _LISTS:
        return isinstance(value, list) and all(isinstance(each, str) for each in value)
    if key in _WORDS:
        names = _WORDS[key].__members__
        return isinstance(value, dict) and all(each in names for each in value.values())
    if key == "version":
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, bool if key == "closed_means_refunded" else str)


def recognise(
    rows: Iterable[Sequence[str]], templates: Sequence[Template], platform: str = ""
) -> tuple[int, Columns] | None:
    """Which of the first rows holds the headings, and whose they are; None where none does.

    Headings are compared as a set: their order says nothing, and titles may stand above them.
    ``platform``: only this one's templates are tried. Of several the one that knows most headings
    counts, then the newest.
    """
    best: tuple[int, Columns] | None = None
    for number, row in enumerate(rows):
        headings = [normal(cell) for cell in row]
        for template in templates:
            if platform and template.platform != platform:
                continue
            columns = template.columns(headings)
            if columns and (best is None or _rank(columns) > _rank(best[1])):
                best = number, columns
    return best


def _rank(columns: Columns) -> tuple[int, int]:
    return columns.recognised, columns.template.version
