"""What a studio that was never used before starts with: a sample workshop on the practice stage."""

from __future__ import annotations

from pathlib import Path

from studio.runtime.errors import UserFacingError
from studio.session.studio import Studio
from studio.store.settings import Settings
from studio.training import sample

CARRIED_OVER = (
    "language",
    "workshop_name",
    "seller_name",
    "seller_address",
    "seller_contact",
    "notice_words",
    "ai_words",
    "always_on_air",
    "viewing_distance_m",
    "characters_per_minute",
    "channels",
    "key_next",
    "key_card",
    "key_hold",
    "key_order",
    "key_break",
    "anchor_layout",
    "obs_restart",
    "speak_warnings",
    "card_stock",
    "order_toasts",
    "platform",
)
"""What a rehearsal has in common with the real evening: screen, keys, names, and what is done about
trouble. Nothing of its air."""
STRICT_PLATFORM = "kuaishou"
"""Whose room a rehearsal keeps where one's own platform never closes any."""


def prepare(studio: Studio) -> None:
    """Lay out the sample workshop in a data folder that never held a plan.

    Where the folder for plans is there already, nothing is done: a sample that was thrown away
    stays away. Errors: ``folder_unwritable``, ``settings_unwritable``.
    """
    if not (studio.data_dir / "plans").exists():
        lay_out(studio)


def prepare_training(training: Studio, own: Settings) -> None:
    """Make a studio for rehearsals like the person's own, and lay out the sample in it.

    Errors: ``folder_unwritable``, ``settings_unwritable``.
    """
    for key in CARRIED_OVER:
        value = own.get(key)
        if value != training.settings.get(key):
            training.settings.set(key, value)
    if training.platforms.get(training.settings.get("platform")).room_closes_after_s is None:
        training.settings.set("platform", STRICT_PLATFORM)
    lay_out(training)


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
