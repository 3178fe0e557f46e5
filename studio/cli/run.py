"""Commands that run a session without a window: ``demo``, ``live``, ``resume``."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import click

from studio.cli import output
from studio.cli.context import Context, GivenSecrets, command
from studio.cli.mishaps import faults, played
from studio.cli.obs import obs_password, obs_url
from studio.cli.results import out_folder, writable, write_results
from studio.cli.show import demo_in_window
from studio.cli.signals import on_signals
from studio.cli.window import has_display
from studio.runtime import addresses
from studio.runtime.errors import UserFacingError
from studio.runtime.wording import sentence
from studio.session import plan_file
from studio.session.archive import Interruption, SessionOptions
from studio.session.live import LiveSession
from studio.session.plan import Plan
from studio.session.recorder import SessionChanged
from studio.session.studio import Studio
from studio.session.timeline import TimelineRunner
from studio.stage import platforms
from studio.store.secrets import OBS_PASSWORD
from studio.training import first_run
from studio.training.mishaps import Mishap

unattended_flag = click.option(
    "--unattended", is_flag=True, required=True, help="Nobody sits at the screen: say so."
)
ingest = click.option("--ingest", help="Where to stream to, rtmp://HOST/APP; none: only record.")
stream_key = click.option("--stream-key-env", help="Variable that holds the stream key.")


@dataclass(frozen=True, slots=True)
class Air:
    """How the command line says a session goes on air; None: as the settings say."""

    obs_url: str | None = None
    obs_password_env: str | None = None
    ingest: str | None = None
    stream_key_env: str | None = None

    def __post_init__(self) -> None:
        """UserFacingError for an address that is none, or holds a secret."""
        if self.obs_url:
            addresses.obs(self.obs_url)
        if self.ingest:
            addresses.ingest(self.ingest)

    def over(self, options: SessionOptions) -> SessionOptions:
        """``options`` with what was given here in its place."""
        return replace(
            options,
            obs_url=self.obs_url or options.obs_url,
            ingest_server=self.ingest or options.ingest_server,
        )

    def secrets(self, data_dir: Path) -> GivenSecrets:
        """A key that was given is the key, whatever platform the broadcast goes to."""
        keys = {each.secret for each in platforms.load(data_dir).profiles.values()}
        given = dict.fromkeys(keys, self.stream_key_env)
        return GivenSecrets({OBS_PASSWORD: self.obs_password_env, **given})


@command("demo", help="The sample session plays itself: in a window where there is a screen.")
@click.option("--headless", is_flag=True, help="Never open a window, even where there is a screen.")
@faults
@out_folder
def demo(context: Context, headless: bool, faults: tuple[Mishap, ...], out: Path) -> None:
    """Without ``--data-dir`` it works in a folder of its own: fictional orders are no orders.

    One that the program's own end leaves behind is gone on with there, as its last line says.
    """
    out = writable(out)
    with _demo_context(context) as own:
        if has_display() and not headless:
            demo_in_window(own, out, faults)
        else:
            with own.studio(exclusive=True) as studio:
                path = first_run.lay_out(studio)
            _run_plan(own, plan_file.load(path), "practice", Air(), out, faults)
    message = sentence("demo_done", context.language(), report=str(out / "report.pdf"))
    if not context.as_json:
        output.answer(message)


@contextmanager
def _demo_context(context: Context) -> Iterator[Context]:
    if context.data_dir_given:
        yield context
        return
    with tempfile.TemporaryDirectory(prefix="gongfu-demo-") as folder:
        yield replace(context, data_dir=Path(folder))


@command("live", help="Run a plan's timeline without a window; one JSON line per journal event.")
@click.argument("plan_path", metavar="PLAN.yaml", type=click.Path(path_type=Path))
@unattended_flag
@click.option("--stage", type=click.Choice(["practice", "obs"]), default="practice")
@obs_url
@obs_password
@ingest
@stream_key
@faults
@out_folder
def live(
    context: Context,
    plan_path: Path,
    unattended: bool,
    stage: str,
    faults: tuple[Mishap, ...],
    out: Path,
    **air: str | None,
) -> None:
    """Each line is printed after its event is committed."""
    if faults and stage != "practice":
        raise click.UsageError("--fault is for the practice stage: nothing real is broken.")
    plan = plan_file.load(plan_path)
    _run_plan(context, plan, stage, Air(**air), writable(out), faults)


@command("resume", help="Go on with an interrupted session, to the end of its timeline.")
@unattended_flag
@click.option("--session", "session_id", help="Which one (default: the latest interrupted one).")
@click.option(
    "--stage",
    type=click.Choice(["practice", "obs"]),
    help="The stage it was on; a session does not change its stage.",
)
@obs_url
@obs_password
@ingest
@stream_key
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Folder for the results (default: where the session's recording lies).",
)
def resume(
    context: Context,
    unattended: bool,
    session_id: str | None,
    stage: str | None,
    out: Path | None,
    **air: str | None,
) -> None:
    """Bring back product, card and clock, then run what is left."""
    given = Air(**air)
    with _on_air(context, given) as studio:
        left = _left(studio, session_id, stage)
        recordings = left.options.recordings or context.data_dir / "recordings"
        out = writable(out or Path(recordings))
        options = replace(given.over(left.options), recordings=str(out))
        session = studio.resume_session(left.session_id, options).result()
        with _let_go(session):
            runner = TimelineRunner(session)
            with on_signals(runner.stop):
                runner.resume(left.interrupted_at)
                _run_timeline(runner)
        write_results(context, studio, session.session_id, out)


def _left(studio: Studio, session_id: str | None, stage: str | None) -> Interruption:
    left = (studio.interruption(session_id) if session_id else studio.interrupted()).result()
    if left is None:
        raise UserFacingError("nothing_interrupted")
    if stage not in (None, left.options.stage):
        raise UserFacingError("session_on_another_stage", stage=left.options.stage)
    return left


def _run_plan(
    context: Context,
    plan: Plan,
    stage: str,
    air: Air,
    out: Path,
    mishaps: tuple[Mishap, ...] = (),
) -> None:
    with _on_air(context, air) as studio:
        options = replace(air.over(studio.options(stage)), recordings=str(out))
        plan = studio.trials.fitted(plan, stage)
        studio.draw_cards(plan, options).result()
        session = studio.start_session(plan, stage, options).result()
        with _let_go(session):
            runner = TimelineRunner(session)
            with on_signals(runner.stop):
                runner.open_stage()
                if runner.stopped:
                    raise UserFacingError("run_stopped_early")
                with played(context, session, mishaps):
                    runner.go_live()
                    _run_timeline(runner)
        write_results(context, studio, session.session_id, out)


@contextmanager
def _on_air(context: Context, air: Air) -> Iterator[Studio]:
    """The studio, able to draw, printing its journal."""
    from ui.headless import ensure_gui

    application = ensure_gui()
    with context.studio(exclusive=True, secrets=air.secrets(context.data_dir)) as studio:
        studio.dispatcher.subscribe(SessionChanged, _print_event)
        studio.safekeeping.start()
        yield studio
    del application  # Qt can draw only while it lives


def _print_event(changed: SessionChanged) -> None:
    """Called on the writer's thread, after the commit."""
    output.event(changed.entry.as_json())


@contextmanager
def _let_go(session: LiveSession) -> Iterator[None]:
    try:
        yield
    finally:
        session.close()


def _run_timeline(runner: TimelineRunner) -> None:
    if not runner.run():
        raise UserFacingError("run_stopped")
