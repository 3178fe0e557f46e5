"""Records until it is killed: run as ``python -m tests.helpers.practice_child FOLDER``."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from studio.stage.port import Wanted
from tests.helpers.practice import OpenStage, setup


def main() -> None:
    room = OpenStage(setup(Path(sys.argv[1])))
    path = room.stage.apply(Wanted(recording=True)).recording_path
    sys.stdout.write(f"{path}\n")
    sys.stdout.flush()
    time.sleep(60)


if __name__ == "__main__":
    main()
