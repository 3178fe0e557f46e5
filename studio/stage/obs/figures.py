"""What OBS is asked once a second, read as what it should be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from studio.stage.obs.client import ObsClient
from studio.stage.obs.handshake import sense
from studio.stage.obs.sound import microphones
from studio.stage.obs.trial import load_of
from studio.stage.port import StageLoad


@dataclass(frozen=True, slots=True)
class Figures:
    """Totals since the stream began, and the computer's load."""

    status: Mapping[str, Any]
    """GetStreamStatus as it was answered."""
    bytes_sent: int
    frames_total: int
    frames_dropped: int
    fps: float
    congestion: float | None
    load: StageLoad
    microphones: frozenset[str]
    """Names of the inputs that are, as they are now: one may be added or renamed meanwhile."""

    @classmethod
    def of(cls, client: ObsClient) -> Figures:
        """Now; `ObsNonsense` where one of them is missing, or no figure."""
        stream, stats = client.request("GetStreamStatus"), client.request("GetStats")
        inputs = client.request("GetInputList")
        congestion = stream.get("outputCongestion")
        with sense():
            return cls(
                status=stream,
                bytes_sent=int(stream["outputBytes"]),
                frames_total=int(stream["outputTotalFrames"]),
                frames_dropped=int(stream["outputSkippedFrames"]),
                fps=float(stats["activeFps"]),
                congestion=None if congestion is None else float(congestion),
                load=load_of(stats),
                microphones=microphones(inputs["inputs"]),
            )
