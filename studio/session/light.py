"""A light of a check: what was looked at, what was found, what to do about it.

Every sentence is a code of messages/*.toml, its remedy the same code with ``_remedy`` behind it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from studio.stage.port import CameraOffer


class Level(StrEnum):
    FINE = "fine"
    MIND = "mind"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class CameraQuestion:
    """Which camera? By the names OBS has for them."""

    offered: tuple[CameraOffer, ...]
    chosen: str = ""
    """`CameraOffer.source`, an address or a file; empty: the one the user put into OBS."""


@dataclass(frozen=True, slots=True)
class Light:
    """One light of the check."""

    key: str
    """What was checked: ``stage``, ``air``, ``picture``, ``ingest``, ``stock``, ``script``, …"""
    level: Level
    code: str
    """Code of the sentence that says what was found."""
    parameters: Mapping[str, object] = field(default_factory=dict)
    remedy: str = ""
    """Code of the sentence that says what to do; empty where ``code``'s own says it already."""
    question: CameraQuestion | None = None
    """What a person may answer with one tap."""


def fine(key: str, code: str, /, **parameters: object) -> Light:
    """A green light: nothing to do."""
    return Light(key, Level.FINE, code, parameters)


def mind(key: str, code: str, /, **parameters: object) -> Light:
    """An amber light with the remedy of its code."""
    return Light(key, Level.MIND, code, parameters, f"{code}_remedy")


def broken(key: str, code: str, /, **parameters: object) -> Light:
    """A red light with the remedy of its code."""
    return Light(key, Level.BROKEN, code, parameters, f"{code}_remedy")
