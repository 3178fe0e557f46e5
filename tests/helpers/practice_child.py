"""Records until it is killed, and tells the file and how many seconds of it have been drawn.

Run as ``python -m tests.helpers.practice_child FOLDER``.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from studio.stage.port import Wanted
from tests.helpers.practice import SMALL, OpenStage, setup


def main() -> None:
    room = OpenStage(setup(Path(sys.argv[1])))
    path = room.stage.apply(Wanted(recording=True)).recording_path
    began = time.monotonic()
    tell(str(path))
    while (seconds := time.monotonic() - began) < 60:
        room.stage.programme(SMALL.width)  # drawn anew where the last picture is older than 0.1 s
        tell(f"{seconds:.2f}")
        time.sleep(0.1)


def tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
