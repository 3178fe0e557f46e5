"""A trial: the real programme through the real encoder, to a sink on this computer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from studio.runtime.logs import never_log
from studio.stage.obs import collection, outputs
from studio.stage.obs.client import ObsClient
from studio.stage.obs.errors import ObsTimeout
from studio.stage.obs.sink import Sink, is_sink
from studio.stage.port import StageHealth, StageLoad, StageSetup, StreamState, VideoProfile

BEGIN_SECONDS = 5.0
"""How long a stream that was asked for may take to stand or to fail; the sink is near."""


class Trial:
    """What a trial changes in OBS, and how it was before."""

    def __init__(self, client: ObsClient, setup: StageSetup) -> None:
        self.before = setup
        self._service = _service(client)
        self._sink = Sink()
        self._arrived = self._sink.arrived()

    def setup(self, video: VideoProfile, kbps: int) -> StageSetup:
        """How the stage is set up for the next size; what arrived before does not count."""
        self._arrived = self._sink.arrived()
        return replace(self.before, video=video, video_kbps=kbps, ingest=self._sink.ingest)

    def counted(self, sample: StageHealth) -> StageHealth:
        """The sample, with what has arrived instead of what OBS says it has sent."""
        now = self._sink.arrived()
        return replace(
            sample,
            bytes_sent=now.bytes - self._arrived.bytes,
            frames_total=now.frames - self._arrived.frames,
        )

    def put_back(self, client: ObsClient) -> None:
        """Where OBS streams to, as it was."""
        client.request("SetStreamServiceSettings", self._service)

    def close(self) -> None:
        self._sink.close()


def _service(client: ObsClient) -> dict[str, Any]:
    """Where OBS streams to. Nowhere, where it was never told or a trial of ours was killed."""
    told = client.request("GetStreamServiceSettings")
    settings = dict(told["streamServiceSettings"])
    never_log(str(settings.get("key", "")))
    if not settings or is_sink(str(settings.get("server", ""))):  # OBS refuses empty settings
        nowhere = {"server": "", "key": ""}
        return {"streamServiceType": "rtmp_custom", "streamServiceSettings": nowhere}
    return {"streamServiceType": told["streamServiceType"], "streamServiceSettings": settings}


def try_once(client: ObsClient) -> None:
    """A stream that breaks off stays off: killed in a trial, nothing is left running in OBS."""
    collection.set_reconnect(client, on=False)


def stop(client: ObsClient, watch: outputs.StreamWatch) -> None:
    """End the trial's stream, not before it has begun: what is put back then is not where it goes.

    OBS answers StartStream first, and reads where to stream to when it gets round to it. On a busy
    computer an address put back meanwhile was a platform's, and the trial was on the air there.
    ObsTimeout: OBS has not got round to it; the sink's address is to stay.
    """
    watch.wait_while_connecting(BEGIN_SECONDS)
    if watch.state is StreamState.STARTING and not watch.retry_is_due:
        raise ObsTimeout("StartStream")
    outputs.stop_stream(client, watch)


def load_of(stats: Mapping[str, Any]) -> StageLoad:
    """What GetStats says of the computer."""
    return StageLoad(
        frames_drawn=int(stats["renderTotalFrames"]),
        frames_missed=int(stats["renderSkippedFrames"]),
        frames_encoded=int(stats["outputTotalFrames"]),
        frames_skipped=int(stats["outputSkippedFrames"]),
        frame_ms=float(stats["averageFrameRenderTime"]),
        cpu_percent=float(stats["cpuUsage"]),
    )
