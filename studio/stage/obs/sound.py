"""Muting the programme, and the loudness figure.

The programme's sound is every input that has any. What was muted by hand stays so: the names of
the inputs *we* muted are kept inside our OBS profile, so that even a restarted program
knows which to open again.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

from studio.stage.layers import Slot
from studio.stage.obs.client import ObsClient, Request
from studio.stage.obs.scenes import SIDES, SLOT_NAMES

PROFILE_REALM = "OBS_WEBSOCKET_DATA_REALM_PROFILE"
SLOT = "gongfu_muted"
SILENCE_DBFS = -60.0
MICROPHONES = frozenset(
    {
        "wasapi_input_capture",
        "coreaudio_input_capture",
        "pulse_input_capture",
        "alsa_input_capture",
        "jack_input_capture",
    }
)
"""Kinds of input that are microphones; a song that plays on does not make one heard."""

PAGES = frozenset(SLOT_NAMES[Slot.PAGE] + side for side in SIDES)
"""Templates of others are never heard (`studio.stage.obs.pages`): they are no part of it."""


@dataclass(frozen=True, slots=True)
class Sound:
    """What is heard of the programme."""

    muted: bool
    """We hold it muted, and nobody opened an input by hand."""
    microphone_off: bool
    """No microphone is heard: each is muted, whoever did it. Without one, every input counts."""
    opened: frozenset[str]
    """Inputs that are heard."""


def look(client: ObsClient) -> Sound:
    """How it is now."""
    kinds = _kinds(client)
    mutes = _mutes(client, list(kinds))
    spoken = [mute for name, mute in mutes.items() if kinds[name] in MICROPHONES]
    heard = spoken or list(mutes.values())
    return Sound(
        muted=_muted_by_us(client) is not None and all(mutes.values()),
        microphone_off=bool(heard) and all(heard),
        opened=frozenset(name for name, is_silent in mutes.items() if not is_silent),
    )


def microphones(inputs: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """Names of those in an answer to GetInputList that are microphones."""
    return frozenset(name for name, kind in _kinds_of(inputs).items() if kind in MICROPHONES)


def open_again(client: ObsClient, names: Collection[str]) -> None:
    """Have these heard, as far as they are there."""
    there = _kinds(client)
    _set_mutes(client, [name for name in names if name in there], muted=False)


def hold_muted(client: ObsClient, names: Collection[str]) -> None:
    """Count these as muted by us, although another run of OBS began with them silent."""
    there = _kinds(client)
    ours = _muted_by_us(client) or []
    _remember(client, sorted({*ours, *(name for name in names if name in there)}))


def set_muted(client: ObsClient, *, muted: bool) -> None:
    """Mute every input with sound, or open again those that we had muted. Idempotent."""
    ours = _muted_by_us(client)
    if muted:
        mutes = _mutes(client, list(_kinds(client)))
        opened = [name for name, is_silent in mutes.items() if not is_silent]
        if ours is None or opened:
            _remember(client, sorted({*(ours or []), *opened}))
        _set_mutes(client, opened, muted=True)
    elif ours is not None:
        _set_mutes(client, ours, muted=False)
        _remember(client, None)


def dbfs(peak: float) -> float:
    """A peak factor (1.0 is full scale) in decibels, never below `SILENCE_DBFS`."""
    return max(SILENCE_DBFS, 20 * math.log10(peak)) if peak > 0 else SILENCE_DBFS


def _kinds(client: ObsClient) -> dict[str, str]:
    """Every input with its kind, with sound or without."""
    return _kinds_of(client.request("GetInputList")["inputs"])


def _kinds_of(inputs: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    return {
        str(entry["inputName"]): str(entry["unversionedInputKind"])
        for entry in inputs
        if entry["inputName"] not in PAGES
    }


def _mutes(client: ObsClient, names: list[str]) -> dict[str, bool]:
    """Those that have sound, with whether each is muted; the others refuse the question."""
    if not names:
        return {}
    requests: list[Request] = [("GetInputMute", {"inputName": name}) for name in names]
    answers = client.batch(requests, halt=False)
    return {
        name: bool(answer["inputMuted"])
        for name, answer in zip(names, answers, strict=True)
        if answer is not None
    }


def _set_mutes(client: ObsClient, names: list[str], *, muted: bool) -> None:
    requests: list[Request] = [
        ("SetInputMute", {"inputName": name, "inputMuted": muted}) for name in names
    ]
    if requests:
        client.batch(requests, halt=False)  # one removed meanwhile must not keep the others


def _muted_by_us(client: ObsClient) -> list[str] | None:
    where = {"realm": PROFILE_REALM, "slotName": SLOT}
    kept = client.request("GetPersistentData", where)["slotValue"]
    return [unquote(name) for name in kept["inputs"]] if isinstance(kept, dict) else None


def _remember(client: ObsClient, names: list[str] | None) -> None:
    # OBS takes no null here, and obs-websocket 5.1 garbles everything beyond ASCII in this store.
    value = False if names is None else {"inputs": [quote(name) for name in names]}
    where = {"realm": PROFILE_REALM, "slotName": SLOT, "slotValue": value}
    client.request("SetPersistentData", where)
