"""The preflight screen for the shell, and its pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from studio.session.light import CameraQuestion, Level, Light, broken, fine, mind
from studio.session.plan import Plan
from studio.session.trial import TrialMoved
from studio.stage.port import CameraOffer
from ui import sampling
from ui.preflight.presenter import PreflightPresenter, TrialStep
from ui.preflight.view import PreflightScreen

if TYPE_CHECKING:
    from ui.shell import Shell


def make(shell: Shell, plan: Plan) -> QWidget:
    """``plan`` as it is on disk."""
    view = PreflightScreen(shell.stack)
    studio = shell.studio
    presenter = PreflightPresenter(
        view, studio, plan, studio.runtime.then, shell.open, shell.show_problem
    )
    view.start(presenter)
    return view


def samples() -> dict[str, Callable[[], QWidget]]:
    return {
        "": lambda: _with("practice", _FINE),
        "mind": lambda: _with("obs", _MIND),
        "broken": lambda: _with("obs", _BROKEN),
        "camera": lambda: _with("obs", _CAMERA),
        "no-obs": lambda: _with("obs", _NO_OBS),
        "trying": _trying,
        "tried": lambda: _with("obs", _TRIED, _TRIED_OFFERS),
    }


_SEEN_AND_HEARD = [
    fine("picture", "preflight_picture_fine"),
    fine("microphone", "preflight_microphone_heard"),
]
_LOGI = CameraOffer("device:c270", "Logi C270 HD WebCam")
_BUILT_IN = CameraOffer("device:front", "Integrated Camera")
_FILMED = replace(
    fine("camera", "preflight_camera_fine", name=_LOGI.name),
    question=CameraQuestion((_LOGI, _BUILT_IN), _LOGI.source),
)
_HELD = replace(
    mind("camera", "preflight_camera_held", name=_LOGI.name),
    question=CameraQuestion((_LOGI, _BUILT_IN), _LOGI.source),
)
_REST = [
    fine("stock", "preflight_stock_fine", count=5),
    fine("card", "preflight_cards_fine"),
    fine("script", "preflight_scripts_fine"),
    fine("disk", "preflight_disk_fine", free_gb="182.4", hours=182),
    fine("power", "preflight_power_fine"),
]
_TRIED_OFFERS = frozenset({TrialStep.USE, TrialStep.AGAIN})
_NEVER_TRIED = mind("trial", "preflight_trial_never")
_MANAGED = fine("trial", "preflight_trial_holds", lines=720, day="2026-11-26")
_FINE = [
    fine("stage", "preflight_practice_ready", version=""),
    *_SEEN_AND_HEARD,
    fine("trial", "preflight_trial_practice"),
    fine("ingest", "preflight_practice_network"),
    *_REST,
]
_MIND = [
    mind("stock", "preflight_stock_few", name="海岛小土豆", available=4, unit="箱", sku="TD-001"),
    mind("price", "preflight_compared_price_unproved", names="东魁杨梅、海岛小土豆"),
    mind("power", "preflight_power_battery", percent=64),
    _NEVER_TRIED,
    fine("stage", "preflight_obs_ready", version="29.0.2"),
    _FILMED,
    *_SEEN_AND_HEARD,
    fine("ingest", "preflight_ingest_answers", host="live.example.com"),
    *_REST[1:4],
]
_BROKEN = [
    broken("ingest", "preflight_no_stream_key"),
    broken("stock", "preflight_stock_none", name="厚壳贻贝", available=0, unit="箱", sku="YB-001"),
    mind("card", "preflight_card_without_picture", name="海岛小土豆"),
    fine("stage", "preflight_obs_ready", version="29.0.2"),
    _FILMED,
    *_SEEN_AND_HEARD,
    _MANAGED,
    *_REST[2:],
]
_CAMERA = [
    _HELD,
    fine("stage", "preflight_obs_ready", version="29.0.2"),
    *_SEEN_AND_HEARD[1:],
    _MANAGED,
    fine("ingest", "preflight_ingest_answers", host="live.example.com"),
    *_REST,
]
_NO_OBS = [
    Light("stage", Level.BROKEN, "stage_unreachable", {"host": "127.0.0.1", "port": 4455}),
    _MANAGED,
    fine("ingest", "preflight_ingest_answers", host="live.example.com"),
    *_REST,
]
_TRIED = [
    mind("trial", "trial_holds_smaller", asked=1080, lines=720, kbps=1500),
    mind("trial_network", "trial_thin_network", kbps=1500),
    fine("trial_ingest", "trial_knocks_good", host="live.example.com", ms=36),
    fine("stage", "preflight_obs_ready", version="29.0.2"),
    _FILMED,
    *_SEEN_AND_HEARD,
    fine("ingest", "preflight_ingest_answers", host="live.example.com"),
    *_REST,
]


def _trying() -> PreflightScreen:
    lights = sorted(_MIND, key=lambda light: light.key != "trial")
    view = _with("obs", lights, frozenset({TrialStep.STOP}))
    view.show_trial_moved(TrialMoved(lines=1080, second=7, of=20))
    return view


def _with(
    stage: str, lights: list[Light], offered: frozenset[TrialStep] | None = None
) -> PreflightScreen:
    view = PreflightScreen()
    plan = sampling.plan()
    view.show_plan(plan.title, plan.anchor, len(plan.products))
    view.show_stage(stage)
    view.show_trial(offered or _offered(stage, lights))
    view.show_lights(lights)
    return view


def _offered(stage: str, lights: list[Light]) -> frozenset[TrialStep]:
    if stage == "practice":
        return frozenset({TrialStep.TRY, TrialStep.OLD})
    return frozenset({TrialStep.AGAIN if _MANAGED in lights else TrialStep.TRY})
