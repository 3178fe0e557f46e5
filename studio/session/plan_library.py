"""The plans of this studio: the YAML files of one folder."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from studio.runtime.errors import UserFacingError
from studio.runtime.files import is_device
from studio.session.plan import Plan

log = logging.getLogger(__name__)

SUFFIXES = (".yaml", ".yml")
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')
"""Characters that Windows refuses in a file name."""


@dataclass(frozen=True, slots=True)
class PlanListing:
    """One plan as a list shows it."""

    path: Path
    title: str
    """The file's name where the plan could not be read."""
    anchor: str
    products: int
    modified_ms: int
    """When the file was last written, UTC ms."""
    skus: frozenset[str] = frozenset()
    """The codes of its products; where a picture or script of it is missing, too."""
    error: UserFacingError | None = None
    """Why it cannot be used; a broken plan is listed with its sentence, not hidden."""


class PlanLibrary:
    """Lists, loads and saves plans. Every method reads or writes files: not the main thread.

    What reads them comes with the first use: YAML and templates are heavy, and the window opens
    without them.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def list(self) -> list[PlanListing]:
        """Every plan of the folder, last changed first. A folder that is not there is empty."""
        found = [listing for path in self._files() if (listing := _listing(path))]
        return sorted(found, key=lambda listing: (-listing.modified_ms, listing.path.name))

    def load(self, path: Path, *, check_files: bool = True) -> Plan:
        """As `plan_file.load`."""
        from studio.session import plan_file

        return plan_file.load(path, check_files=check_files)

    def save(self, plan: Plan, path: Path | None = None) -> Plan:
        """Save to ``path``, else where the plan came from, else under a new name of its title."""
        from studio.session import plan_file

        return plan_file.save(plan, path or plan.path or self.new_name(plan.title))

    def new_name(self, title: str) -> Path:
        """A file of this folder that does not exist yet, named after ``title``."""
        stem = _NOT_IN_NAMES.sub(" ", title).strip(" .")[:60].strip(" .") or "排品"
        if is_device(stem):
            stem = f"排品 {stem}"
        path, number = self.folder / f"{stem}.yaml", 2
        while path.exists():
            path, number = self.folder / f"{stem} {number}.yaml", number + 1
        return path

    def _files(self) -> Sequence[Path]:
        try:
            paths = sorted(self.folder.iterdir())
        except OSError as error:
            log.info("no plans listed: %s", error)
            return []
        return [path for path in paths if path.suffix.lower() in SUFFIXES and path.is_file()]


def _listing(path: Path) -> PlanListing | None:
    try:
        modified_ms = path.stat().st_mtime_ns // 1_000_000
    except FileNotFoundError:  # taken away between listing the folder and looking
        return None
    from studio.session import plan_file

    skus: frozenset[str] = frozenset()
    try:
        skus = frozenset(each.sku for each in plan_file.load(path, check_files=False).products)
        plan = plan_file.load(path)
    except UserFacingError as error:
        return PlanListing(path, path.stem, "", 0, modified_ms, skus, error)
    return PlanListing(path, plan.title, plan.anchor, len(plan.products), modified_ms, skus)
