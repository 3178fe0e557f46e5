"""The templates that come with the program, and those a workshop brought in."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from overlays.manifest import SUFFIX, read_template
from overlays.template import Template
from studio.runtime.errors import UserFacingError
from studio.runtime.files import is_file

PAGES = frozenset({".html", ".htm"})
FOLDER = Path(__file__).parent / "templates"


@cache
def shipped() -> Mapping[str, Template]:
    """The program's own templates by their ids, in the order of `ORDER`, then by name."""
    found = {}
    for path in sorted(FOLDER.glob(f"*{SUFFIX}")):
        template = read_template(path)
        found[template.id] = template
    return {name: found[name] for name in sorted(found, key=_rank)}


ORDER = (
    *("product-card", "product-card-ink", "product-card-sign", "next-product", "price-drop"),
    *("countdown", "coupon", "lottery", "origin-card", "lower-third", "brand-frame"),
    *("rolling-notice", "order-toast", "seller", "notice", "correction", "ai-label"),
    *("be-right-back", "opening", "closing"),
)


def _rank(name: str) -> tuple[int, str]:
    return (ORDER.index(name) if name in ORDER else len(ORDER), name)


def find(name: str) -> Template:
    """A template by its id, or by the path of its manifest.

    Errors: ``template_unknown`` with the ids there are; as `read_template` for a path;
    ``template_needs_browser`` for a web page.
    """
    if name in shipped():
        return shipped()[name]
    path = Path(name)
    if path.suffix == "" and not is_file(path):
        raise UserFacingError("template_unknown", name=name[:80], known=", ".join(shipped()))
    if path.suffix.lower() in PAGES:
        raise UserFacingError("template_needs_browser", name=path.name)
    return read_template(path)
