"""Muting the programme, and the loudness figure.

The programme's sound is every input that has any. What was muted by hand stays so: the names of
the inputs *we* muted are kept inside our OBS profile, so that even a restarted program
knows which to open again.
"""

from __future__ import annotations

import math
from urllib.parse import quote, unquote

from studio.stage.obs.client import ObsClient, Request

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


def is_muted(client: ObsClient) -> bool:
    """True while we hold the programme muted and nobody opened an input by hand."""
    return _muted_by_us(client) is not None and all(_mutes(client).values())


def microphone_off(client: ObsClient) -> bool:
    """No microphone is heard: each is muted, whoever did it. Without one, every input counts."""
    kinds = {
        str(entry["inputName"]): str(entry["unversionedInputKind"])
        for entry in client.request("GetInputList")["inputs"]
    }
    mutes = _mutes(client)
    microphones = [mute for name, mute in mutes.items() if kinds.get(name) in MICROPHONES]
    heard = microphones or list(mutes.values())
    return bool(heard) and all(heard)


def set_muted(client: ObsClient, *, muted: bool) -> None:
    """Mute every input with sound, or open again those that we had muted. Idempotent."""
    ours = _muted_by_us(client)
    if muted:
        opened = [name for name, is_silent in _mutes(client).items() if not is_silent]
        if ours is None or opened:
            _remember(client, sorted({*(ours or []), *opened}))
        _set_mutes(client, opened, muted=True)
    elif ours is not None:
        _set_mutes(client, ours, muted=False)
        _remember(client, None)


def dbfs(peak: float) -> float:
    """A peak factor (1.0 is full scale) in decibels, never below `SILENCE_DBFS`."""
    return max(SILENCE_DBFS, 20 * math.log10(peak)) if peak > 0 else SILENCE_DBFS


def _mutes(client: ObsClient) -> dict[str, bool]:
    """Inputs that have sound, with whether each is muted; the others refuse the question."""
    names = [str(entry["inputName"]) for entry in client.request("GetInputList")["inputs"]]
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
