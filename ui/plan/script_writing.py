"""Scripts of a plan on their way to the disk, and what waits for them. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.session.plan import Plan, PlannedProduct
from ui.plan import edits

Written = tuple[PlannedProduct, "Future[Path]"]
"""Of which product, as it was then, and into which file."""


@dataclass(frozen=True, slots=True)
class Left:
    """What a plan leaves behind of its scripts."""

    underway: Sequence[Written] = ()
    files: tuple[Path, ...] = ()
    """Written since it was opened, and in it."""

    def __bool__(self) -> bool:
        return bool(self.underway or self.files)

    def into(self, plan: Plan) -> tuple[Plan, tuple[Path, ...]]:
        """The plan with the scripts that were on their way, and all files written for it. Blocks.

        They were begun before, so none waits for whoever waits here.
        """
        files = self.files
        for product, work in self.underway:
            if work.exception() is None:  # whoever asked for it is told
                if work.result() != product.script:
                    files = (*files, work.result())
                plan = edits.with_script(plan, product.sku, work.result())
        return plan, files


class ScriptWriting:
    """Those of the plan that is open. Main thread."""

    def __init__(self) -> None:
        self._underway: list[Written] = []
        self._files: list[Path] = []
        """Written for the plan since it was opened; the one it had then is not."""
        self._waiting: list[Callable[[], None]] = []
        """What was pressed since, in its order."""

    @property
    def underway(self) -> tuple[Written, ...]:
        return tuple(self._underway)

    def begin(self, product: PlannedProduct, work: Future[Path]) -> Written:
        """Its words are being written."""
        begun = (product, work)
        self._underway.append(begun)
        return begun

    def arrived(self, begun: Written, path: Path) -> bool:
        """They are in that file; False: another plan is open, and `let_go` has kept them."""
        if begun not in self._underway:
            return False
        self._underway.remove(begun)
        if path != begun[0].script:
            self._files.append(path)
        return True

    def failed(self, begun: Written) -> None:
        if begun in self._underway:
            self._underway.remove(begun)

    def once_written(self, act: Callable[[], None]) -> None:
        """Pressed straight out of the script's box: the words come first. They would be looked for
        under a code that is gone, or undo would undo what was done before them."""
        if self._underway:
            self._waiting.append(act)
        else:
            act()

    def go_on(self) -> None:
        """Do what waited for words that are in the plan now, or could not be written."""
        if not self._underway:
            waiting, self._waiting = self._waiting, []
            for act in waiting:
                act()

    def let_go(self) -> Left:
        """Another plan comes, or the screen goes: nobody goes back to the scripts of before, nor
        does what waited for them, any more."""
        left = Left(self.underway, tuple(self._files))
        self._underway, self._files, self._waiting = [], [], []
        return left


def finish(plan: Plan, left: Left, library: Any, files: Any, *, changed: bool) -> None:
    """Bring a plan that was let go to the disk with its scripts. Blocks; not the main thread.

    ``library``, ``files``: those of the plan's screen.
    """
    assert plan.path is not None
    whole, written = left.into(plan)
    if changed or whole != plan:
        library.save(edits.without_unfinished(whole))
    # The words of a product that is not written stay in their file.
    on_disk = library.load(plan.path, check_files=False)
    files.drop_scripts(written, whole, on_disk)
