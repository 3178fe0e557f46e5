"""The live views on sample data: no session, no threads, no clock. For pictures and their tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QCoreApplication, QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QWheelEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from scripts_library import parse, render
from scripts_library.values import for_product
from studio.runtime.wording import sentence
from studio.session.overlay import SLOGAN
from studio.session.plan import Plan, PlannedProduct
from studio.stage.port import VideoProfile
from ui import i18n, sampling
from ui.live.anchor import AnchorView
from ui.live.countdown import CountdownView
from ui.live.ending import EndPanel
from ui.live.floor import FloorView
from ui.live.keys import KeyMap
from ui.live.models import (
    CardState,
    ClockModel,
    HealthModel,
    Incident,
    Level,
    LiveModel,
    MicrophoneModel,
    Notice,
    NoticeKind,
    OrderLine,
    OrderStanding,
    PadModel,
    Picture,
    ProductModel,
    ProgrammeModel,
    ScriptModel,
    Sound,
    Step,
    Uplink,
)
from ui.live.overlays.models import LotteryChoice, OverlayLine, OverlaysModel, Prepared, Seen
from ui.live.overlays.panel import OverlayPanel
from ui.live.secret_panel import KeyPanel
from ui.prompter import Mode, PrompterView
from ui.theme.style import dress

AT = 1_781_266_476_000
"""2026-06-12 20:14:36 in Beijing."""
CANVAS, UPRIGHT = (1280, 720), (720, 1280)
CLOCK = ClockModel(on_air_ms=5_076_000, product_ms=252_000)
CHANNELS = ("抖音", "微信群", "电话")
KEYS = {
    "key_next": "Right",
    "key_card": "B",
    "key_hold": "Space",
    "key_order": "Return",
    "key_break": "F5",
}
GOODS = (
    ("YM-001", "东魁杨梅", "5斤/箱", 8990, "箱", 86, False),
    ("YB-001", "嵊山贻贝", "2.5kg/箱", 3990, "箱", 120, False),
    ("HJ-001", "五年陈黄酒", "500ml×6", 16800, "箱", 60, False),
    ("TD-001", "六横小土豆", "10斤/袋", 2990, "袋", 8, True),
    ("HT-001", "义乌红糖", "1kg/袋", 2500, "袋", 200, False),
)
SCRIPT = """## 留人 (30秒)
家人们，这里是后山村。
这杨梅早上五点才下树，
你看这个颗粒，黑得发亮，
[动作：掰开一颗] 咬一口全是汁。
后台今天只备了{{库存}}{{单位}}，
## 逼单 (30秒)
一箱{{价格}}块，今天下单明天就发。
"""


def product(place: int, *, current: bool = False, picture: Path | None = None) -> ProductModel:
    sku, name, spec, fen, unit, available, few = GOODS[place]
    return ProductModel(
        place + 1, sku, name, spec, fen, unit, available, picture, current=current, few=few
    )


def picture_of(name: str) -> Path | None:
    """A picture of the sample workshop, where it is installed."""
    folder = Path(__file__).parents[2] / "studio" / "training" / "sample"
    return next(iter(sorted(folder.rglob(f"*{name}*.png"))), None) if folder.is_dir() else None


def model() -> LiveModel:
    """Twenty past eight: the first product, its card on air, 37 orders."""
    order = tuple(
        product(place, current=place == 0, picture=picture_of("yangmei") if place == 0 else None)
        for place in range(len(GOODS))
    )
    language = i18n.current()
    back = sentence(
        "fact_uplink_changed", language, uplink=sentence("uplink_good", language), kbps=2410
    )
    gone = sentence(
        "fact_uplink_changed", language, uplink=sentence("uplink_down", language), kbps=0
    )
    return LiveModel(
        title="杨梅贻贝专场",
        rehearsal=False,
        practice=False,
        live=True,
        ended=False,
        current=order[0],
        following=order[1],
        running_order=order,
        card=CardState.ON,
        held=False,
        on_break=False,
        stage_lost=False,
        uplink=Uplink.GOOD,
        orders_count=37,
        paid_fen=332_630,
        next_step=Step.NEXT,
        incidents=(
            Incident(AT - 270_000, Level.FINE, back),
            Incident(AT - 274_000, Level.BROKEN, gone),
            Incident(AT - 681_000, Level.INFO, sentence("fact_recording_started", language)),
        ),
        orders_a_minute=(0, 1, 0, 2, 1, 1, 3, 1, 2, 1, 4, 2, 1, 3, 2, 5, 4, 2, 1, 2),
    )


def health(uplink: Uplink = Uplink.GOOD) -> HealthModel:
    rates = tuple(
        2460 - (second * 37) % 140 if not 70 < second < 76 else 320 for second in range(120)
    )
    if uplink in (Uplink.DOWN, Uplink.REFUSED):
        rates = (*rates[60:], *[0] * 60)
    return HealthModel(rates, 2500, rates[-1], 0.001, uplink)


def orders() -> tuple[OrderLine, ...]:
    rows = ((0, 0, 2, 0), (46, 0, 1, 2), (149, 1, 3, 0), (190, 0, 1, 1), (260, 2, 1, 0))
    return tuple(
        OrderLine(
            AT - ago * 1000,
            GOODS[which][1],
            GOODS[which][4],
            qty,
            CHANNELS[channel],
            OrderStanding.SAVED,
            f"order-{ago}",
        )
        for ago, which, qty, channel in rows
    )


def scene(canvas: tuple[int, int] = CANVAS) -> ProgrammeModel:
    """A picture as a stage might send it: the table with the fruit, the card over it."""
    image = QImage(*canvas, QImage.Format.Format_RGB32)
    image.fill(QColor("#25333B"))
    path = picture_of("yangmei")
    table = QImage(str(path)) if path is not None else QImage()
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if not table.isNull():
            cover = Qt.AspectRatioMode.KeepAspectRatioByExpanding
            size = table.size().scaled(image.size(), cover)
            left, top = (image.width() - size.width()) // 2, (image.height() - size.height()) // 2
            painter.drawImage(QRect(QPoint(left, top), size), table)
        sku, *_, left, _few = GOODS[0]
        card = sampling.artist().card(_plan(path, canvas), sku, left=left)
        painter.drawImage(card.x, card.y, QImage(str(card.path)))
    return _as_sent(image)


def black_scene() -> ProgrammeModel:
    """What viewers see of a camera with its cap on."""
    image = QImage(*CANVAS, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.black)
    return _as_sent(image)


def break_scene() -> ProgrammeModel:
    """What viewers see in a break."""
    return _as_sent(QImage(str(sampling.artist().break_picture(VideoProfile(*CANVAS)))))


def _plan(picture: Path | None, canvas: tuple[int, int]) -> Plan:
    sku, name, spec, fen, unit, _available, _few = GOODS[0]
    product = PlannedProduct(
        *(sku, name, spec, fen, 10900, unit),
        origin="后山村",
        picture=picture,
        compared_basis="上周成交价",
    )
    return Plan("杨梅贻贝专场", products=(product,), video=VideoProfile(*canvas))


def _as_sent(image: QImage) -> ProgrammeModel:
    image = image.scaledToWidth(640, Qt.TransformationMode.SmoothTransformation)
    data = QBuffer()
    data.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(data, "JPEG", 85)
    return ProgrammeModel(bytes(data.data().data()))


def anchor(moment: LiveModel, notice: Notice | None = None) -> AnchorView:
    prompter = PrompterView(lambda work: work())
    prompter.set_distance(2.0)
    view = AnchorView(prompter, KeyMap(KEYS.__getitem__), CHANNELS[0])
    values = for_product(name="东魁杨梅", price_fen=8990, unit="箱", available=86)
    view.show_script(ScriptModel("YM-001", render(parse(SCRIPT), values)))
    view.show_live(replace(moment))
    view.show_clock(CLOCK)
    view.show_microphone(_microphone(moment))
    if notice is not None:
        view.show_notice(notice)
    _fill(view, moment)
    return view


def _microphone(moment: LiveModel) -> MicrophoneModel:
    return MicrophoneModel(0.62 if moment.sound is Sound.HEARD else 0.0, moment.sound)


def _fill(view: AnchorView, moment: LiveModel) -> None:
    """Have the prompter draw its lines as if it were on a screen, and stand still."""
    view.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    view.resize(1366, 768)
    view.show()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    QCoreApplication.sendEvent(view.prompter, _two_lines_on())
    view.prompter.set_running(False)
    for _ in range(8):  # each round hands over some of its rows
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        QCoreApplication.sendPostedEvents(view.prompter, QEvent.Type.MetaCall)
    view.show_mode(Mode.STEADY if moment.prompter_runs else Mode.STOPPED)


def _two_lines_on() -> QWheelEvent:
    nowhere = QPointF()
    return QWheelEvent(
        nowhere,
        nowhere,
        QPoint(0, -235),
        QPoint(),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )


def floor(
    moment: LiveModel,
    programme: ProgrammeModel | None = None,
    canvas: tuple[int, int] = CANVAS,
) -> FloorView:
    view = FloorView(KeyMap(KEYS.__getitem__), canvas)
    view.show_live(moment)
    view.show_clock(CLOCK)
    view.show_microphone(_microphone(moment))
    view.show_health(health(moment.uplink))
    view.show_orders(PadModel("YM-001", "东魁杨梅", "箱", 2, "抖音", CHANNELS, True), orders())
    if programme is not None:
        view.show_programme(programme)
    view.stop()
    return view


def _order() -> QWidget:
    view = anchor(model())
    view.resize(1366, 768)
    view.quick.open()
    return view


def _trouble() -> QWidget:
    return anchor(replace(_lost(), held=True, next_step=Step.HOLD))


def _lost() -> LiveModel:
    """OBS does not answer: then nobody sees the network either (`LivePresenter.model`)."""
    language = i18n.current()
    gone = Incident(AT, Level.BROKEN, sentence("fact_stage_was_lost", language))
    usual = model()
    return replace(
        usual,
        stage_lost=True,
        can_restart=True,
        uplink=Uplink.UNKNOWN,
        card=CardState.UNSEEN,
        incidents=(gone, *usual.incidents),
    )


def _down(**how: Any) -> LiveModel:
    """Nothing gets through, so the program has put its own break on air."""
    usual = model()
    fact = "fact_room_clock_ran_out" if how.get("room_may_be_closed") else "fact_uplink_changed"
    down = sentence("uplink_down", i18n.current())
    words = sentence(fact, i18n.current(), seconds=60, uplink=down, kbps=0)
    incidents = (Incident(AT, Level.BROKEN, words), *usual.incidents)
    shown = {"on_break": True, "covered": True, "card": CardState.HELD_BACK}
    return replace(usual, uplink=Uplink.DOWN, incidents=incidents, **shown, **how)


def _not_let_in() -> LiveModel:
    """The platform ended the stream and lets nobody in: the program's break is on air."""
    usual = model()
    gone = Incident(AT, Level.BROKEN, sentence("fact_stream_refused", i18n.current()))
    shown = {"on_break": True, "covered": True, "card": CardState.HELD_BACK}
    return replace(usual, uplink=Uplink.REFUSED, incidents=(gone, *usual.incidents), **shown)


def _unrecorded() -> LiveModel:
    """The disk is full: the recording was begun again as often as it may."""
    usual = model()
    off = Incident(AT, Level.BROKEN, sentence("fact_recording_given_up", i18n.current()))
    return replace(usual, recording_off=True, incidents=(off, *usual.incidents))


def _key() -> QWidget:
    view = floor(_not_let_in(), break_scene())
    view.resize(1366, 768)
    KeyPanel(view).open()
    return view


def beside(view: FloorView) -> OverlayPanel:
    """The overlays' column, open."""
    view.resize(1366, 768)
    panel = OverlayPanel(view)
    view.lend_side(panel)
    panel.open()
    return panel


def _overlays(chosen: str = "countdown") -> QWidget:
    """Beside the floor's view: a countdown runs, the seller must be seen."""
    view = floor(replace(model(), overlays=("countdown", "seller")), scene())
    panel = beside(view)
    lines = (
        OverlayLine("countdown", "countdown", "开抢还有", False, Seen.YES),
        OverlayLine("rolling_notice", "rolling-notice", "今天下单都包邮", False),
        OverlayLine("seller", "seller", "后山村专业合作社", True, Seen.YES),
    )
    lotteries = (LotteryChoice("1", "周五抽奖", 37, drawn=False),)
    panel.show_overlays(OverlaysModel(lines, "东魁杨梅", 8990, True, lotteries))
    panel.form.choose(chosen)
    return view


def _left_out() -> QWidget:
    """The seller's bar lies over the words somebody typed for the brand's frame."""
    view = floor(replace(model(), overlays=("brand_frame", "seller")), scene())
    panel = beside(view)
    frame = OverlayLine("brand_frame", "brand-frame", "村里种的，村里发的", False, Seen.YES)
    lines = (
        replace(frame, left_out=frozenset({SLOGAN}), under=("overlay_seller",)),
        OverlayLine("seller", "seller", "后山村专业合作社", True, Seen.YES),
    )
    panel.show_overlays(OverlaysModel(lines, "东魁杨梅", 8990, True))
    panel.form.choose("brand-frame")
    return view


def _stranger() -> QWidget:
    """A template of others lies in the plan, and this OBS has no browser source."""
    view = floor(replace(model(), overlays=("seller",)), scene())
    panel = beside(view)
    lines = (OverlayLine("seller", "seller", "后山村专业合作社", True, Seen.YES),)
    prepared = (Prepared("5b0c5b0c5b0c/weather.ograf.json", "枸杞岛", "天气条"),)
    panel.show_overlays(
        OverlaysModel(
            *(lines, "东魁杨梅", 8990, False),
            prepared=prepared,
            no_pages="page_no_browser_source",
        )
    )
    panel.form.kinds.setCurrentIndex(panel.form.kinds.count() - 1)
    return view


def _steps() -> QWidget:
    """A template of others is on air, at the first of its steps."""
    view = floor(replace(model(), overlays=("page", "seller")), scene())
    panel = beside(view)
    page = ("page", "5b0c5b0c5b0c/weather.ograf.json", "枸杞岛", False, Seen.BY_EYE, "天气条")
    lines = (
        OverlayLine(*page, further=True),
        OverlayLine("seller", "seller", "后山村专业合作社", True, Seen.YES),
    )
    panel.show_overlays(OverlaysModel(lines, "东魁杨梅", 8990, False))
    return view


def _break() -> LiveModel:
    return replace(model(), on_break=True, card=CardState.HELD_BACK, next_step=Step.BREAK)


def _moment(**what: Any) -> LiveModel:
    """The usual moment, with what the sentinel found."""
    return replace(model(), **what)


def _ending() -> QWidget:
    host = QWidget()
    dress(host, surface="dark")
    column = QVBoxLayout(host)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(floor(model(), scene()))
    host.resize(1366, 768)
    EndPanel(host).open(model())
    return host


def _countdown() -> QWidget:
    view = CountdownView()
    view.show_opening("杨梅贻贝专场", resuming=False)
    view.start()
    view.stop()
    return view


def _saved() -> QWidget:
    return anchor(model(), Notice(NoticeKind.SAVED, name="东魁杨梅", unit="箱", qty=2))


def _refused() -> QWidget:
    values = {"name": "六横小土豆", "available": 8, "unit": "袋"}
    words = sentence("not_enough_stock", i18n.current(), **values)
    return anchor(model(), Notice(NoticeKind.REFUSED, words))


def pictures() -> dict[str, Callable[[], QWidget]]:
    """What `ui.shots` draws of the live screen."""
    return {
        "": lambda: anchor(model()),
        "floor": lambda: floor(model(), scene()),
        "floor-upright": lambda: floor(model(), scene(UPRIGHT), UPRIGHT),
        "order": _order,
        "saved": _saved,
        "refused": _refused,
        "trouble": _trouble,
        "break": lambda: anchor(_break()),
        "floor-break": lambda: floor(_break(), break_scene()),
        "floor-trouble": lambda: floor(
            _lost(),
            ProgrammeModel(None, away=True),
        ),
        "frozen": lambda: anchor(_moment(picture=Picture.FROZEN, cameras_reopened=True)),
        "muted": lambda: anchor(_moment(sound=Sound.MUTED, muted_by_hand=True)),
        "floor-black": lambda: floor(
            _moment(picture=Picture.BLACK, cameras_reopened=True), black_scene()
        ),
        "down": lambda: anchor(_down(room_closes_in_s=42)),
        "floor-key": lambda: floor(_not_let_in(), break_scene()),
        "floor-unrecorded": lambda: floor(_unrecorded(), scene()),
        "key": _key,
        "overlays": _overlays,
        "stranger": _stranger,
        "steps": _steps,
        "left-out": _left_out,
        "lottery": lambda: _overlays("lottery"),
        "floor-room": lambda: floor(_down(room_may_be_closed=True), break_scene()),
        "countdown": _countdown,
        "ending": _ending,
    }
