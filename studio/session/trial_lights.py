"""What a trial found, as lights: one that was kept, and one that has just been run."""

from __future__ import annotations

from studio.session.kept_trial import KeptTrial
from studio.session.light import Light, fine, mind
from studio.session.picture_size import lines_of
from studio.session.trial import Knocks, TrialResult
from studio.stage.port import VideoProfile

TRIAL = "trial"
"""Key of the light that a trial is run from."""


def kept_light(stage: str, kept: KeptTrial | None, asked: VideoProfile) -> Light:
    """The light of the preflight; ``asked``: the plan's own size."""
    if stage == "practice":
        if kept is None:
            return fine(TRIAL, "preflight_trial_practice")
        lines = lines_of(kept.applied(asked))
        return fine(TRIAL, "preflight_trial_practice_kept", lines=lines)
    if kept is None:
        return mind(TRIAL, "preflight_trial_never")
    if not kept.covers(asked):
        told = {"asked": lines_of(asked), "tried": kept.asked_lines}
        return mind(TRIAL, "preflight_trial_larger", **told)
    return _covered(kept, asked)


def _covered(kept: KeptTrial, asked: VideoProfile) -> Light:
    lines = lines_of(kept.applied(asked))
    if not kept.holds:
        return mind(TRIAL, "preflight_trial_slow", lines=lines, day=kept.day)
    if lines == lines_of(asked):
        return fine(TRIAL, "preflight_trial_holds", lines=lines, day=kept.day)
    told = {"asked": lines_of(asked), "lines": lines, "day": kept.day}
    return fine(TRIAL, "preflight_trial_smaller", **told)


def result_lights(result: TrialResult) -> list[Light]:
    """What to say right after a trial, the computer first."""
    lights = [_computer(result)]
    if result.limited_by_network:
        lights.append(mind("trial_network", "trial_thin_network", kbps=result.carried_kbps))
    if result.knocks is not None:
        lights.append(_knocks(result.knocks))
    return lights


def _computer(result: TrialResult) -> Light:
    choice = result.choice
    told = {"lines": choice.lines, "kbps": choice.kbps}
    if not choice.holds:
        return mind(TRIAL, "trial_slow", lines=choice.lines)
    if len(result.tried) > 1:  # a larger one was tried and not held
        return mind(TRIAL, "trial_holds_smaller", asked=lines_of(result.asked), **told)
    return fine(TRIAL, "trial_holds", **told)


def _knocks(knocks: Knocks) -> Light:
    if knocks.middle_s is None:
        return mind("trial_ingest", "trial_knocks_none", host=knocks.host)
    milliseconds = round(1000 * knocks.middle_s)
    if knocks.is_good:
        return fine("trial_ingest", "trial_knocks_good", host=knocks.host, ms=milliseconds)
    told = {"answered": knocks.answered, "of": knocks.of, "ms": milliseconds}
    return mind("trial_ingest", "trial_knocks_slow", host=knocks.host, **told)
