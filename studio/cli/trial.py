"""``gongfu obs trial``: how large a picture does this computer manage?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import click

from studio.cli import output
from studio.cli.context import Context, GivenSecrets, command
from studio.cli.obs import obs, obs_password, obs_url
from studio.cli.signals import on_signals
from studio.runtime import addresses
from studio.runtime.errors import UserFacingError
from studio.runtime.stop import Stop
from studio.runtime.wording import Language, sentence
from studio.session.plan import Plan
from studio.session.trial import Knocks, TrialMoved, TrialResult
from studio.session.trial_lights import result_lights
from studio.stage.port import VideoProfile
from studio.store.secrets import OBS_PASSWORD

_VIDEO = re.compile(r"(\d{3,4})x(\d{3,4})@(\d{2})")


def _video(text: str) -> VideoProfile:
    found = _VIDEO.fullmatch(text)
    if found is None:
        raise click.BadParameter("WIDTHxHEIGHT@RATE, such as 1920x1080@30")
    return VideoProfile(*map(int, found.groups()))


@command("trial", obs, help="Stream to this computer itself and choose a size that it manages.")
@click.option("--video", type=_video, default="1920x1080@30", help="Largest size to try.")
@click.option("--apply", is_flag=True, help="Broadcast in what was chosen from now on.")
@obs_url
@obs_password
def obs_trial(
    context: Context,
    video: VideoProfile,
    apply: bool,
    obs_url: str | None,
    obs_password_env: str | None,
) -> None:
    from ui.headless import ensure_gui

    if obs_url:
        addresses.obs(obs_url)
    stop = Stop()
    application = ensure_gui()
    secrets = GivenSecrets({OBS_PASSWORD: obs_password_env})
    with context.studio(exclusive=apply, secrets=secrets) as studio, on_signals(stop.set):
        options = studio.options("obs")
        options = replace(options, obs_url=obs_url or options.obs_url)
        plan = Plan("", "", video)
        tell = _Progress(context.language())
        result = studio.trials.run(plan, options, lambda: not stop.is_set(), tell).result()
        if result is None:
            raise UserFacingError("trial_stopped")
        if apply:
            studio.trials.use(plan, options, result).result()
    del application  # Qt can draw only while it lives
    context.say(_told(result, kept=apply), "\n".join(_words(result, context.language())))


class _Progress:
    """Says which size is being tried, once each, beside the answer."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._lines = 0

    def __call__(self, moved: TrialMoved) -> None:
        if moved.lines != self._lines:
            self._lines = moved.lines
            output.complain(
                sentence("trial_trying", self._language, lines=moved.lines, seconds=moved.of)
            )


def _words(result: TrialResult, language: Language) -> Iterator[str]:
    for light in result_lights(result):
        yield sentence(light.code, language, **light.parameters)
        if light.remedy:
            yield "  " + sentence(light.remedy, language, **light.parameters)


def _told(result: TrialResult, *, kept: bool) -> dict[str, object]:
    choice = result.choice
    return {
        "asked": _named(result.asked),
        "chosen": {"video": _named(choice.video), "kbps": choice.kbps, "holds": choice.holds},
        "tried": [
            {
                "video": _named(each.video),
                "holds": each.holds,
                "seconds": round(each.seconds, 1),
                "fps": round(each.arrived_fps, 1),
                "kbps": each.kbps,
                "late": round(each.missed_share, 4),
                "skipped": round(each.skipped_share, 4),
                "frame_ms": round(each.frame_ms, 2),
                "cpu_percent": round(each.cpu_percent, 1),
            }
            for each in result.tried
        ],
        "carried_kbps": result.carried_kbps,
        "ingest": None if result.knocks is None else _knocked(result.knocks),
        "kept": kept,
    }


def _knocked(knocks: Knocks) -> dict[str, object]:
    middle = None if knocks.middle_s is None else round(1000 * knocks.middle_s)
    return {"host": knocks.host, "answered": knocks.answered, "of": knocks.of, "ms": middle}


def _named(video: VideoProfile) -> str:
    return f"{video.width}x{video.height}@{video.fps}"
