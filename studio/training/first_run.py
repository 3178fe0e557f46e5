"""What a studio that was never used before starts with: a sample workshop on the practice stage."""

from __future__ import annotations

from pathlib import Path

from studio.runtime.errors import UserFacingError
from studio.session.studio import Studio
from studio.training import sample


def prepare(studio: Studio) -> None:
    """Lay out the sample workshop in a data folder that never held a plan.

    Where the folder for plans is there already, nothing is done: a sample that was thrown away
    stays away. Errors: ``folder_unwritable``, ``settings_unwritable``.
    """
    if not (studio.data_dir / "plans").exists():
        lay_out(studio)


def lay_out(studio: Studio) -> Path:
    """Copy the sample plan where it is absent; returns its file.

    A studio without a name is lent the sample workshop's, so that its cards and reports carry one.
    """
    folder = studio.data_dir / "plans"
    try:
        plan = sample.copy_to(folder)
    except OSError as error:
        raise UserFacingError("folder_unwritable", path=str(folder)) from error
    if not studio.settings.get("workshop_name"):
        studio.settings.set("workshop_name", sample.WORKSHOP)
    return plan
