"""The local recording: an MKV that lasts as long as it was recorded, whatever the load."""

from __future__ import annotations

import logging
from datetime import datetime
from pathlib import Path

from studio.camera.opencv import Picture, cv2
from studio.runtime.errors import UserFacingError
from studio.stage.port import VideoProfile
from studio.stage.practice import matroska
from studio.stage.practice.relay import Way, way_to

log = logging.getLogger(__name__)

CODECS = ("avc1", "mp4v")
"""H.264 where this OpenCV carries an encoder for it, else MPEG-4 part 2, which all of them have."""
AT_ONCE = 15
"""Most frames written in one go, so that catching up never holds the stage for long."""


class Recorder:
    """One recording from its first frame to its last. One thread only.

    A frame is due every 1/fps seconds of the monotonic clock. Where pictures come late the last
    one is repeated, so the file's duration is the recording's.
    """

    def __init__(self, folder: Path, video: VideoProfile, now: float) -> None:
        """Raises ``recording_not_started`` (folder)."""
        self.path = _new_path(folder)
        self._video = video
        self._started = now
        self._written = 0
        self._way, self._writer = self._open()

    @property
    def failure(self) -> OSError | None:
        """Why nothing more reaches the disk, None while all is well."""
        return self._way.failure

    def due(self, now: float) -> int:
        """How many frames are missing at ``now``; the first is due at once."""
        return max(0, int((now - self._started) * self._video.fps) + 1 - self._written)

    def write(self, picture: Picture, now: float) -> None:
        """Write ``picture`` as often as frames are missing, at most half a second of them."""
        for _ in range(min(self.due(now), AT_ONCE)):
            self._writer.write(picture)
            self._written += 1

    def close(self, picture: Picture, now: float) -> None:
        """Fill up to ``now`` with ``picture`` and finish the file."""
        while self.due(now) and self.failure is None:
            self.write(picture, now)
        self._writer.release()
        self._way.close()
        if self.failure is None and not self._way.whole:
            _finish(self.path)

    def _open(self) -> tuple[Way, cv2.VideoWriter]:
        size = (self._video.width, self._video.height)
        for codec in CODECS:
            way = self._way_to_disk()
            fourcc = cv2.VideoWriter.fourcc(*codec)
            writer = cv2.VideoWriter(way.url, cv2.CAP_FFMPEG, fourcc, self._video.fps, size)
            if writer.isOpened():
                log.info("recording %s as %s", self.path.name, codec)
                return way, writer
            writer.release()
            way.give_up()
            self.path.unlink(missing_ok=True)
        raise UserFacingError("recording_not_started", folder=str(self.path.parent))

    def _way_to_disk(self) -> Way:
        try:
            return way_to(self.path)
        except OSError as error:
            raise UserFacingError("recording_not_started", folder=str(self.path.parent)) from error


def _finish(path: Path) -> None:
    # Duration and index are a comfort for players; without them the file still plays.
    try:
        matroska.finish(path)
    except (OSError, matroska.UnknownLayoutError) as error:
        log.warning("%s was left without duration and index: %s", path.name, error)


def _new_path(folder: Path) -> Path:
    """A name nothing has yet: recordings are never overwritten."""
    stem = datetime.now().astimezone().strftime("%Y-%m-%d %H-%M-%S")
    path, number = folder / f"{stem}.mkv", 2
    while path.exists():
        path, number = folder / f"{stem} ({number}).mkv", number + 1
    return path
