"""开播检查: a list of lights, each with what it found and what to do about it, in plain words.

Red blocks going live, amber warns. An error that reached us as `UserFacingError` says in its own
sentence what to do.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from inventory.ledger import StockLevel
from inventory.products import Product
from inventory.supply import Supply, supply
from studio.camera import checks
from studio.health import policy, probes
from studio.runtime import addresses
from studio.runtime.errors import UserFacingError
from studio.session import same_goods, timeline_check
from studio.session.cards import CardArtist
from studio.session.disk_watch import DISK_NEEDED, GIGABYTE, recorded_minutes
from studio.session.light import CameraQuestion, Level, Light, broken, fine, mind
from studio.session.plan import Plan, PlannedProduct
from studio.session.prompt import prompt_lines
from studio.stage.platforms import Platform, uplink_needed_kbps
from studio.stage.port import (
    DEVICE,
    Cameras,
    Glance,
    MicrophoneMeasured,
    Stage,
    StageEvent,
    StageInfo,
    StageSetup,
)

DISK_COMFORTABLE = 5 * GIGABYTE
COMFORTABLE_HOURS = 4.0
"""Of recording: a long evening."""
PICTURE_WIDTH = 640
"""Pixels; what `studio.camera.checks` needs to judge the focus."""
PICTURES = 3
PICTURE_SPACING = 0.35
"""Seconds between two pictures, so that a frozen one is told from a calm one."""
SLOW_SHARE = 0.9
"""Of the plan's rate; a stage that keeps up with a plan of 20 pictures a second measures 19.9."""

SILENCE_DBFS = -60.0
"""At and under this nothing is heard (see `MicrophoneMeasured`)."""


@dataclass(frozen=True, slots=True)
class PreflightParts:
    """What the checks look at."""

    plan: Plan
    stage: Stage
    stage_kind: str
    setup: StageSetup
    artist: CardArtist
    stock: Mapping[str, StockLevel]
    platform: Platform | None = None
    """Where it goes; None where it goes nowhere."""
    destinations: int = 1
    platforms_problem: UserFacingError | None = None
    """What is wrong with the workshop's own list of platforms."""
    camera_name: str = ""
    """What the camera chosen for OBS is called, also while it is not there."""
    interrupted: str = ""
    """Title of a broadcast of ours that broke off and may still be on the air; empty: none."""
    trial: Light | None = None
    """What is known of the size this computer holds; None where it cannot be tried."""
    backup: Light | None = None
    """Only where there is something to mind about the backups."""
    on_air: Sequence[Light] = ()
    """What may not be shown, and what must be and cannot: `studio.session.on_air_lights`."""
    records: Mapping[str, Product] = field(default_factory=dict)
    """What the workshop has on record under the plan's codes, by SKU."""
    obs_url: str = ""
    """Address of the OBS that is used; empty: none is."""


def run(parts: PreflightParts) -> list[Light]:
    """All lights, the stage first. Blocks for up to a few seconds: call it on a worker."""
    checks_in_order: tuple[Callable[[PreflightParts], list[Light]], ...] = (
        _stage_lights,
        lambda parts: [parts.trial] if parts.trial else [],
        _ingest_lights,
        _platform_lights,
        _stock_lights,
        _card_lights,
        lambda parts: timeline_check.lights(parts.plan),
        lambda parts: list(parts.on_air),
        _script_lights,
        _disk_lights,
        _power_lights,
        lambda parts: [parts.backup] if parts.backup else [],
    )
    return [light for check in checks_in_order for light in check(parts)]


def _stage_lights(parts: PreflightParts) -> list[Light]:
    """Open the stage, look at its picture, listen; it is let go again, what is on air stays."""
    peaks: list[float] = []

    def listen(event: StageEvent) -> None:
        if isinstance(event, MicrophoneMeasured):
            peaks.append(event.peak_dbfs)

    try:
        info = parts.stage.open(parts.setup, listen)
        found = parts.stage.cameras()  # first: it waits for the camera's first picture
        glances = [_look(parts.stage) for _ in range(PICTURES)]
        fps = parts.stage.health().fps
        pages = _page_lights(parts)
    except UserFacingError as error:
        return [Light("stage", Level.BROKEN, error.code, error.parameters)]
    finally:
        parts.stage.close()
    ready = fine("stage", f"preflight_{info.kind}_ready", version=info.version)
    slow = fps if fps < SLOW_SHARE * parts.setup.video.fps else None
    already = _already_lights(info, parts.interrupted)
    filmed = _filmed(glances, found)
    cameras = _camera_lights(parts, found, filmed)
    picture = _picture_lights(glances, slow, films=bool(filmed))
    elsewhere = _elsewhere_lights(parts)
    microphone = _microphone_light(peaks, info)
    return [ready, *elsewhere, *already, *cameras, *picture, microphone, *pages]


def _filmed(glances: list[Glance], found: Cameras) -> tuple[str, ...]:
    """The names of the cameras viewers see."""
    return () if found.no_picture else glances[-1].cameras


def _camera_lights(parts: PreflightParts, found: Cameras, filmed: tuple[str, ...]) -> list[Light]:
    """Amber at worst, as the picture; where OBS is the stage, with the question which camera."""
    if parts.stage_kind != "obs":
        return [] if filmed else [_no_camera(found)]
    chosen = parts.setup.camera
    light = _chosen_light(parts, found) if chosen else _unchosen_light(found, filmed)
    return [replace(light, question=CameraQuestion(found.offered, chosen))]


def _chosen_light(parts: PreflightParts, found: Cameras) -> Light:
    known = {offer.source: offer.name for offer in found.offered}
    name = known.get(parts.setup.camera, parts.camera_name)
    is_usb = parts.setup.camera.startswith(DEVICE)
    if is_usb and parts.setup.camera not in known:
        return mind("camera", "preflight_camera_gone", name=name)
    if found.no_picture:
        code = "preflight_camera_held" if is_usb else "preflight_camera_asleep"
        return mind("camera", code, name=name)
    return fine("camera", "preflight_camera_fine", name=name)


def _unchosen_light(found: Cameras, filmed: tuple[str, ...]) -> Light:
    if filmed:
        return fine("camera", "preflight_camera_in_obs", name="、".join(filmed))
    return _no_camera(found)


def _no_camera(found: Cameras) -> Light:
    remedy = "preflight_no_camera_choose" if found.offered else "preflight_no_camera_remedy"
    return Light("camera", Level.MIND, "preflight_no_camera", {}, remedy)


def _page_lights(parts: PreflightParts) -> list[Light]:
    """Templates of others that are filled in for tonight, and an OBS that can play none. A
    rehearsal goes without them, and says so where one is put on."""
    names = dict.fromkeys(each.called for each in parts.plan.overlays if each.called)
    if parts.stage_kind != "obs" or not names or parts.stage.plays_pages():
        return []
    return [mind("card", "preflight_pages_no_browser_source", names="、".join(names))]


def _elsewhere_lights(parts: PreflightParts) -> list[Light]:
    """An OBS on another computer answers, can read none of our files and writes none to us."""
    if parts.stage_kind != "obs" or not parts.obs_url:
        return []
    host, _ = addresses.obs(parts.obs_url)
    return [] if addresses.is_here(host) else [mind("air", "preflight_obs_elsewhere", host=host)]


def _already_lights(info: StageInfo, interrupted: str) -> list[Light]:
    """What ran before we came: a stream goes where nobody chose, a recording into its own file."""
    if info.already_streaming and interrupted:
        return [broken("air", "preflight_interrupted_on_air", title=interrupted)]
    if info.already_streaming:
        return [broken("air", "preflight_already_on_air")]
    return [mind("air", "preflight_already_recording")] if info.already_recording else []


def _look(stage: Stage) -> Glance:
    """One picture; then wait, so that the next one can show whether anything moves."""
    glance = stage.glance(PICTURE_WIDTH)
    time.sleep(PICTURE_SPACING)
    return glance


def _picture_lights(glances: list[Glance], fps: float | None, *, films: bool) -> list[Light]:
    """Amber at worst: a person sees the picture, and no check of ours may keep them off the air.

    Where no camera is on air, what is seen is no camera's: neither frozen nor out of focus.
    """
    findings = checks.look_at_jpegs([glance.jpeg for glance in glances], fps)
    if not films:
        black = [finding for finding in findings if finding.code == "camera_black"]
        return [mind("picture", each.code, **each.parameters) for each in black]
    return [mind("picture", finding.code, **finding.parameters) for finding in findings] or [
        fine("picture", "preflight_picture_fine")
    ]


def _microphone_light(peaks: list[float], info: StageInfo) -> Light:
    """What was heard while the pictures were taken, about a second."""
    if max(peaks, default=SILENCE_DBFS) <= SILENCE_DBFS:
        if not info.has_microphone:
            return mind("microphone", "preflight_no_microphone")
        return mind("microphone", "preflight_microphone_silent")
    return fine("microphone", "preflight_microphone_heard")


def _ingest_lights(parts: PreflightParts) -> list[Light]:
    if parts.stage_kind == "practice":
        return [fine("ingest", "preflight_practice_network")]
    ingest = parts.setup.ingest
    if ingest is None:
        return [_no_ingest_light(parts.platform)]
    try:
        host, port = addresses.ingest(ingest.server)
    except UserFacingError as error:
        return [Light("ingest", Level.BROKEN, error.code, error.parameters)]
    if not ingest.key:
        return [broken("ingest", "preflight_no_stream_key")]
    if probes.port_answers(host, port, timeout=3.0):
        return [fine("ingest", "preflight_ingest_answers", host=host)]
    return [mind("ingest", "preflight_ingest_silent", host=host)]


def _no_ingest_light(platform: Platform | None) -> Light:
    if platform is None or platform.companion is None:
        return mind("ingest", "preflight_no_ingest")
    told = {"platform": platform.named, "companion": platform.companion}
    return mind("ingest", "preflight_virtual_camera", **told)


def _platform_lights(parts: PreflightParts) -> list[Light]:
    """What the platform asks for, before a stream goes there."""
    if parts.stage_kind == "practice" or parts.platform is None:
        return []
    problem = parts.platforms_problem
    lights = [] if problem is None else [_told("platform", problem)]
    if parts.setup.ingest is None:
        return lights
    needed = uplink_needed_kbps(parts.setup.video_kbps, parts.destinations) / 1000
    told = {"platform": parts.platform.named, "mbps": f"{needed:.1f}"}
    closes = parts.platform.room_closes_after_s
    if closes is None:
        return [*lights, fine("platform", "preflight_platform_open", **told)]
    return [*lights, fine("platform", "preflight_platform_closes", **told, seconds=closes)]


def _told(key: str, error: UserFacingError) -> Light:
    return Light(key, Level.MIND, error.code, error.parameters)


def _stock_lights(parts: PreflightParts) -> list[Light]:
    if not parts.plan.products:
        return [broken("stock", "preflight_no_products")]
    lights = _each(parts, _stock_light)
    return lights or [fine("stock", "preflight_stock_fine", count=len(parts.plan.products))]


def _stock_light(parts: PreflightParts, product: PlannedProduct) -> Light | None:
    record = parts.records.get(product.sku)
    if record is not None and same_goods.is_other(product, record):
        return broken("stock", "preflight_other_goods", **same_goods.told(product, record))
    level = parts.stock.get(product.sku)
    available = level.available if level else product.stock  # a new SKU brings its opening stock
    told: dict[str, object] = {
        "name": product.name, "available": available, "unit": product.unit,
    }  # fmt: skip
    if level is not None:  # else it is not in the stock, where goods are added: only in the plan
        told["sku"] = product.sku
    if 0 < available < product.quota:  # no more can be kept than is there: `quotas.keep`
        return mind("stock", "preflight_stock_below_quota", **told, quota=product.quota)
    match supply(available):
        case Supply.NONE:
            none = "preflight_stock_none" if level else "preflight_stock_none_planned"
            return broken("stock", none, **told)
        case Supply.FEW:
            few = "preflight_stock_few" if level else "preflight_stock_few_planned"
            return mind("stock", few, **told)
        case Supply.ENOUGH:
            return None


def _card_lights(parts: PreflightParts) -> list[Light]:
    lights = [*_each(parts, _card_light), *_each(parts, _letters_light)]
    return lights or [fine("card", "preflight_cards_fine")]


def _card_light(parts: PreflightParts, product: PlannedProduct) -> Light | None:
    if product.picture is None:
        return mind("card", "preflight_card_without_picture", name=product.name)
    try:
        parts.artist.card(parts.plan, product.sku)
    except UserFacingError as error:
        if error.code == "picture_unreadable":
            return broken("card", "preflight_card_broken", name=product.name)
        return Light("card", Level.BROKEN, error.code, error.parameters)
    return None


def _letters_light(parts: PreflightParts, product: PlannedProduct) -> Light | None:
    letters = parts.artist.missing_letters(parts.plan, product.sku)
    if not letters:
        return None
    return mind("card", "preflight_card_letters", name=product.name, letters=letters)


def _script_lights(parts: PreflightParts) -> list[Light]:
    return _each(parts, _script_light) or [fine("script", "preflight_scripts_fine")]


def _script_light(parts: PreflightParts, product: PlannedProduct) -> Light | None:
    try:
        lines = prompt_lines(parts.plan, product, product.stock)
    except UserFacingError as error:
        return Light("script", Level.BROKEN, error.code, error.parameters)
    missing = sorted({name for line in lines for name in line.missing})
    if not missing:
        return None
    return mind("script", "preflight_script_gaps", name=product.name, missing="、".join(missing))


def _disk_lights(parts: PreflightParts) -> list[Light]:
    free = probes.disk_free(parts.setup.recordings)
    hours = recorded_minutes(free, parts.setup.video_kbps) / 60
    # Rounded down: what is promised fits.
    told = {"free_gb": f"{free / GIGABYTE:.1f}", "hours": f"{math.floor(hours * 10) / 10:g}"}
    if free < DISK_NEEDED:
        return [broken("disk", "preflight_disk_full", **told)]
    if free < DISK_COMFORTABLE or hours < COMFORTABLE_HOURS:
        return [mind("disk", "preflight_disk_little", **told)]
    return [fine("disk", "preflight_disk_fine", **told)]


def _power_lights(parts: PreflightParts) -> list[Light]:
    battery = probes.battery()
    if battery is None or battery.plugged_in:
        return [fine("power", "preflight_power_fine")]
    low = battery.percent <= policy.BATTERY_LOW
    code = "preflight_power_low" if low else "preflight_power_battery"
    return [mind("power", code, percent=battery.percent)]


def _each(
    parts: PreflightParts, check: Callable[[PreflightParts, PlannedProduct], Light | None]
) -> list[Light]:
    """The lights of the products that need a word."""
    return [light for product in parts.plan.products if (light := check(parts, product))]
