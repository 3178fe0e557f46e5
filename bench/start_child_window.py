"""The program as `gongfu` starts it, up to its first usable moment. Run by `start_window`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import studio.cli  # noqa: F401 - first, as in the program: it decides what is not taken along
from studio.bootstrap import open_studio, open_training
from studio.runtime.dispatcher import Dispatcher
from studio.training import sample


def main() -> int:
    from ui.app import make_application, run_window
    from ui.main_thread import MainThreadHop

    app = make_application(sys.argv[:1])
    from bench.first_paint import FirstPaint

    data_dir = Path(sys.argv[1])
    with open_studio(data_dir, dispatcher=Dispatcher(MainThreadHop())) as studio:
        sample.copy_to(studio.data_dir / "plans")

        def when_answered(go_on: Callable[[], None]) -> None:
            # One reader thread in order: an empty read is answered after all that was asked.
            studio.runtime.then(studio.store.read(lambda db: None), lambda _: go_on(), print)

        probe = FirstPaint(when_answered)
        app.installEventFilter(probe)
        return run_window(studio, open_training, sys.argv[:1])


if __name__ == "__main__":
    sys.exit(main())
