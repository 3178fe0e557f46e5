"""The program under test without its window: the whole core, told what to do line by line.

A process of its own, so that it can be killed like the real one, and so that its threads, files
and memory are nobody else's. A line of JSON in (``do`` and its arguments), a line of JSON out.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from studio.bootstrap import open_studio
from studio.runtime.errors import UserFacingError
from studio.session import plan_file
from studio.session.live import LiveSession
from studio.session.studio import Studio
from studio.stage.port import VideoProfile
from studio.store.secrets import OBS_PASSWORD, MemorySecrets
from studio.training import sample
from ui.headless import ensure_gui

PATIENCE = 60.0
STOCK = 1_000_000
"""A soak sells for hours; what is sold out is another test's."""

Answer = dict[str, Any]


class Desk:
    """What the other side can ask for; each method is one command."""

    def __init__(self, studio: Studio, data_dir: Path) -> None:
        self._studio = studio
        self._data_dir = data_dir
        self._session: LiveSession | None = None

    @property
    def _live(self) -> LiveSession:
        if self._session is None:
            raise RuntimeError("no session yet")
        return self._session

    def prepare_obs(self) -> Answer:
        """OBS from nothing to one that answers; its password."""
        life = self._studio.obs_life
        if life is None:
            raise RuntimeError("a studio without an OBS")
        life.turn_server_on()
        self.start_obs()
        return {"password": self._studio.secrets.get(OBS_PASSWORD)}

    def start_obs(self) -> Answer:
        """An OBS that was set up before, until it answers."""
        life = self._studio.obs_life
        if life is None:
            raise RuntimeError("a studio without an OBS")
        life.start()
        life.wait_until_up(PATIENCE)
        return {}

    def settings(self, **values: Any) -> Answer:
        for key, value in values.items():
            self._studio.settings.set(key, value)
        return {}

    def environment(self, **values: str) -> Answer:
        os.environ.update(values)
        return {}

    def password(self, value: str) -> Answer:
        self._studio.keep_secrets({OBS_PASSWORD: value}).result(PATIENCE)
        return {}

    def go_live(self) -> Answer:
        plan = plan_file.load(sample.copy_to(self._data_dir / "plans"))
        products = tuple(replace(each, stock=STOCK) for each in plan.products)
        plan = replace(plan, products=products, video=VideoProfile(640, 360, 20), timeline=())
        session = self._session = self._studio.start_session(plan, "obs").result(PATIENCE)
        session.open_stage().result(PATIENCE)
        session.go_live().result(PATIENCE)
        return self.look()

    def resume(self) -> Answer:
        left = self._studio.interrupted().result(PATIENCE)
        if left is None:
            raise RuntimeError("nothing to go on with")
        self._session = self._studio.resume_session(left.session_id).result(PATIENCE)
        self._session.resume(left.interrupted_at).result(PATIENCE)
        return self.look()

    def end(self) -> Answer:
        self._live.end().result(PATIENCE)
        self._live.close()
        return self.look()

    def act(self, name: str, *arguments: Any) -> Answer:
        """One press of a person's; ``refused``: the code of what they are told."""
        asked: Future[Any] = getattr(self._live, name)(*arguments)
        try:
            asked.result(PATIENCE)
        except UserFacingError as error:
            return {"refused": error.code}
        return {"refused": None}

    def programme(self) -> Answer:
        """Why the picture on air cannot be shown; None where it can."""
        return self.act("programme", 320)

    def look(self) -> Answer:
        """What the program holds for true."""
        state = asdict(self._live.state)
        for long in ("orders", "running_order", "gaps", "steps_done"):
            del state[long]
        return state

    def facts(self) -> Answer:
        """The journal so far, each fact with its own fields."""
        entries = self._studio.entries(self._live.session_id).result(PATIENCE)
        return {"facts": [{"event": each.event, **asdict(each.fact)} for each in entries]}

    def threads(self) -> Answer:
        """How many threads of each name there are."""
        return {"names": dict(Counter(thread.name for thread in threading.enumerate()))}


def serve(desk: Desk) -> None:
    """Until the other side closes our input."""
    for line in sys.stdin:
        asked = json.loads(line)
        work: Callable[..., Answer] = getattr(desk, asked["do"])
        try:
            answer = work(*asked["with"], **asked["named"])
        except Exception as error:
            logging.getLogger(__name__).exception("%s failed", asked["do"])
            answer = {"error": f"{type(error).__name__}: {error}"}
        sys.stdout.write(json.dumps(answer, default=str) + "\n")
        sys.stdout.flush()


def main() -> None:
    data_dir, log_file = Path(sys.argv[1]), sys.argv[2]
    form = "%(asctime)s %(levelname)s %(name)s: %(message)s"
    logging.basicConfig(filename=log_file, level=logging.INFO, format=form)
    application = ensure_gui()
    secrets = MemorySecrets({OBS_PASSWORD: sys.stdin.readline().strip()})
    with open_studio(data_dir, secrets=secrets) as studio:
        serve(Desk(studio, data_dir))
    del application  # Qt can draw only while it lives


if __name__ == "__main__":
    main()
