"""A QR code on a board, read by two decoders in every frame of the received stream."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import segno
import zxingcpp

from bench.overlays.takes import Air, wait
from studio.stage.layers import Layer, Slot
from studio.stage.port import StageSetup, StreamState, VideoProfile, Wanted
from tests.helpers import received

TEXT = "https://t.example.cn/g/0618-7A2F"
MODULE_PIXELS = 8
"""The floor that was measured (design: overlays page)."""
FPS = 5
SIZES = {1080: (1920, 4500), 720: (1280, 2500), 540: (960, 1500)}
"""Width: height, and the kilobits a second its stream has at `FULL_FPS`."""
FULL_FPS = 30
SECONDS = 20.0


def read_codes(air: Air, setup: StageSetup, clip: Path) -> dict[str, object]:
    """Of each size, the share of frames in which each decoder reads the code."""
    found: dict[str, object] = {}
    for width, (height, kbps) in SIZES.items():
        video = VideoProfile(width, height, FPS)
        # As many bits a frame as at full rate: two cores do not draw that many of this size.
        rate = kbps * FPS // FULL_FPS
        air.stage.open(
            replace(setup, video=video, video_kbps=rate, footage=str(clip)), lambda event: None
        )
        board = _board(air.folder, width, height)
        begin = time.monotonic()
        air.stage.apply(Wanted(layers=(board,)))
        took = time.monotonic() - begin
        air.stage.apply(Wanted(layers=(board,), streaming=True))
        wait(lambda: air.stage.observe().stream is StreamState.ON, "a stream")
        time.sleep(SECONDS)
        film = air.off_air(Wanted(layers=(board,)))
        found[str(width)] = _shares(film, board) | {"loaded_in_s": round(took, 3)}
    air.stage.apply(Wanted())
    return found


def _board(folder: Path, width: int, height: int) -> Layer:
    rows = [list(row) for row in segno.make(TEXT, error="m", micro=False).matrix_iter(border=4)]
    modules = np.array(rows, np.uint8)
    side = modules.shape[0] * MODULE_PIXELS
    code = cv2.resize((1 - modules) * 255, (side, side), interpolation=cv2.INTER_NEAREST)
    picture = np.full((side, side, 4), 255, np.uint8)
    picture[:, :, :3] = code[:, :, None]
    path, sha = received.write_png(folder, picture)
    return Layer(Slot.BOARD, path, sha, (width - side) // 2, height // 3, side, side, "溯源")


def _shares(film: Path, board: Layer) -> dict[str, float]:
    capture, detector = cv2.VideoCapture(str(film)), cv2.QRCodeDetector()
    frames, by_zxing, by_opencv = 0, 0, 0
    while True:
        good, frame = capture.read()
        if not good:
            break
        frames += 1
        rows, columns = (
            slice(board.y, board.y + board.height),
            slice(board.x, board.x + board.width),
        )
        grey = np.ascontiguousarray(cv2.cvtColor(frame[rows, columns], cv2.COLOR_BGR2GRAY))
        by_zxing += TEXT in [each.text for each in zxingcpp.read_barcodes(grey)]
        by_opencv += detector.detectAndDecode(grey)[0] == TEXT
    capture.release()
    seen = max(1, frames)
    return {
        "frames": frames,
        "zxing": round(by_zxing / seen, 4),
        "opencv": round(by_opencv / seen, 4),
    }
