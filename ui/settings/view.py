"""设置 as a widget."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from studio.runtime.errors import UserFacingError
from studio.session.mandatory import CHOICES
from studio.stage.platforms import Platform
from studio.stage.port import CameraOffer
from ui import i18n
from ui.settings.camera_choice import CameraChoice
from ui.settings.platform_words import PlatformChoice
from ui.settings.presenter import KEYS, ObsCameras, SettingsPresenter
from ui.settings.rows import ChoiceRow, KeyRow, SecretRow, SeveralRow, SliderRow, TenthsRow
from ui.theme.style import dress
from ui.theme.tokens import LIGHT
from ui.turns import Turns
from ui.widgets import Card, Field, Retranslating, StatusLight, Tone, icons
from ui.widgets.button import Button
from ui.widgets.label import Label
from ui.widgets.tool_tip import give_tip

WORDS = (
    *("workshop_name", "seller_name", "seller_address", "seller_contact"),
    *("notice_words", "ai_words", "trace_address"),
)
COLUMNS = (("workshop", "orders"), ("prompter", "keys", "cameras"), ("platform", "obs"))
NUMBERS = (
    "safety_buffer",
    "target_kbps",
    "destinations",
    "black_boxes_kept",
    "buyer_data_days",
)
UNNAMED = ("camera:0", "camera:1")
"""What the practice stage can film where the system does not tell which cameras there are."""


class SettingsScreen(Retranslating, QWidget):
    """Implements `SettingsView`: three columns of cards, each about one thing in plain words."""

    connect_obs_wanted = Signal()

    def __init__(self, parent: QWidget | None = None, *, bare: bool = False) -> None:
        """``bare``: the cards come after `start`, in several turns: in one, the window would
        stand still.
        """
        super().__init__(parent)
        dress(self, surface="light")
        self._presenter: SettingsPresenter | None = None
        self._kept_secrets: dict[str, bool] = {}
        self._wrongs: dict[str, str] = {}
        self._reading_runs = False
        self._platform: Platform | None = None
        self._platforms: Sequence[Platform] = ()
        self._obs_cameras = ObsCameras.ASKED
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar())
        column.addWidget(self._body(), 1)
        self.texts: dict[str, Field] = {}
        self._whole = False
        for step in () if bare else self._steps():
            step()
        self.retranslate()

    def _steps(self) -> tuple[Callable[[], None], ...]:
        def whole() -> None:
            self._whole = True
            self.retranslate()

        return self._fill_first_column, self._fill_second_column, self._fill_third_column, whole

    def start(self, presenter: SettingsPresenter) -> None:
        """Connect and show; called once."""
        self._presenter = presenter
        self.back.clicked.connect(presenter.on_back)
        if self._whole:
            self._connect(presenter)
        else:
            Turns((*self._steps(), lambda: self._connect(presenter)), self)

    def _connect(self, presenter: SettingsPresenter) -> None:
        self.reading.clicked.connect(
            lambda: presenter.on_reading(len("".join(self._reading_text.text().split())))
        )
        self.language.chosen.connect(presenter.on_language)
        self.layout_choice.chosen.connect(self._value_of("anchor_layout"))
        self.speak.chosen.connect(self._value_of("speak_warnings"))
        self.footage.chosen.connect(lambda source, _: presenter.on_footage(source))
        self.obs_camera.chosen.connect(presenter.on_obs_camera)
        for choice in (self.footage, self.obs_camera):
            choice.cancelled.connect(presenter.show)
        self.distance.left.connect(
            lambda tenths: presenter.on_value("viewing_distance_m", tenths / 10)
        )
        self.pace.left.connect(self._value_of("characters_per_minute"))
        self.always.chosen.connect(self._value_of("always_on_air"))
        self.traced.chosen.connect(self._value_of("trace_platforms"))
        self.counts.chosen.connect(self._value_of("card_stock"))
        for key in WORDS:
            self.texts[key].left.connect(
                lambda text, key=key: presenter.on_value(key, " ".join(text.split()))
            )
        for key in ("obs_url", "ingest_server"):
            self.texts[key].left.connect(lambda text, key=key: presenter.on_address(key, text))
        for key in NUMBERS:
            self.texts[key].left.connect(lambda text, key=key: self._on_number(key, text))
        self.texts["channels"].left.connect(presenter.on_channels)
        for name, row in self.secrets.items():
            row.left.connect(lambda text, name=name: presenter.on_secret(name, text))
        for key, key_row in self.keys.items():
            key_row.button.struck.connect(lambda struck, key=key: presenter.on_key(key, struck))
        self.platform.chosen.connect(presenter.on_platform)
        presenter.open()

    def leave(self) -> None:
        """Hand over what is still being typed before the screen goes."""
        focused = self.focusWidget()
        if focused is not None:
            focused.clearFocus()
        if self._presenter is not None:
            self._presenter.close()

    # -- SettingsView ------------------------------------------------------------------------

    def show_values(self, values: Mapping[str, Any]) -> None:
        for key in (*WORDS, "obs_url", "ingest_server", *NUMBERS):
            self.texts[key].show_text(str(values[key]))
        self.texts["channels"].show_text(self.tr("、").join(values["channels"]))
        for key, row in self.keys.items():
            row.button.show_key(values[key])
        self.language.show_value(values["language"])
        self.layout_choice.show_value(values["anchor_layout"])
        self.speak.show_value(values["speak_warnings"])
        self.always.show_values(values["always_on_air"])
        self.traced.show_values(values["trace_platforms"])
        self.counts.show_value(values["card_stock"])
        self.footage.show_value(values["footage"])
        self.obs_camera.show_value(*values["obs_camera"] or ("",))
        self.distance.show_value(round(values["viewing_distance_m"] * 10))
        self.pace.show_value(values["characters_per_minute"])

    def show_cameras(self, cameras: Sequence[CameraOffer]) -> None:
        self.footage.show_cameras(cameras)

    def show_obs_cameras(self, cameras: Sequence[CameraOffer], standing: ObsCameras) -> None:
        self.obs_camera.show_cameras(cameras)
        self._obs_cameras = standing
        self._retell_cameras()

    def show_kept_secret(self, name: str, kept: bool) -> None:
        self._kept_secrets[name] = kept
        self._retell_secrets()

    def show_platforms(self, known: Sequence[Platform], problem: UserFacingError | None) -> None:
        self.platform.show_platforms(known, problem)
        self._platforms = known
        self.traced.show_choices([each.id for each in known])
        self.traced.tab_after(self.texts["trace_address"].input)
        self._retell_traced()

    def show_platform(self, platform: Platform, needed_kbps: int, places: int) -> None:
        self.platform.show_chosen(platform, needed_kbps, places)
        self._platform = platform
        self._retell_hint()

    def show_wrong(self, key: str, wrong: str) -> None:
        """``wrong`` is a key of `_wrong_words`, empty to take the sentence away."""
        if wrong:
            self._wrongs[key] = wrong
            self.kept.hide()
        else:
            self._wrongs.pop(key, None)
        row = self._row_of(key)
        if row is not None:
            row.show_wrong(self._wrong_words().get(wrong, ""))

    def show_kept(self) -> None:
        self.kept.show_state(Tone.FINE, self.tr("已存"))
        self.kept.show()

    def show_reading(self, running: bool) -> None:
        self._reading_runs = running
        self._retell_reading()

    def retranslate(self) -> None:
        self.back.setText(self.tr("返回"))
        self._title.setText(self.tr("设置"))
        self._note.setText(self.tr("改了就存上，不用另外保存"))
        if self._whole:
            self._retranslate_cards()

    def _retranslate_cards(self) -> None:
        self.connect_obs.setText(self.tr("一步步连上 OBS…"))
        for name, words in self._card_words().items():
            self._cards[name].show_words(words)
        for key, (label, hint) in self._text_words().items():
            self.texts[key].show_label(label, hint)
        self._retell_hint()
        # Each language is written in itself, whatever the screen speaks.
        self.language.show_words(self.tr("界面语言 Language"), {"zh": "中文", "en": "English"})
        self.layout_choice.show_words(
            self.tr("主播和场控的画面"),
            {"one_window": self.tr("同一个窗口"), "two_windows": self.tr("两个窗口")},
        )
        self.speak.show_words(
            self.tr("没画面、没声音就念出来（观众听得到）"),
            {"off": self.tr("不念"), "on": self.tr("念出来")},
        )
        self.always.show_words(
            self.tr("整场都在画面上，谁也收不掉"),
            {
                "seller": self.tr("商家信息"),
                "notice": self.tr("提示"),
                "ai_label": self.tr("AI 标识"),
            },
        )
        self._retell_traced()
        self.counts.show_words(
            self.tr("商品卡上写工坊还可订多少"),
            {"on": self.tr("写，按账上的数"), "off": self.tr("不写")},
        )
        self.footage.show_words(self.tr("练习台的画面"), self.tr("画出来的"))
        self.obs_camera.show_words(self.tr("OBS 用哪个摄像头"), self.tr("OBS 里自己摆的"))
        self._retell_cameras()
        self.distance.show_words(self.tr("主播离屏幕多远"), self.tr("{value} 米"))
        self.pace.show_words(self.tr("念多快"), self.tr("每分钟 {value} 字"))
        for key, words in self._key_words().items():
            self.keys[key].label.setText(words)
        for key, wrong in self._wrongs.items():
            self.show_wrong(key, wrong)
        self._retell_secrets()
        self._retell_reading()

    # -- words -------------------------------------------------------------------------------

    def _card_words(self) -> dict[str, str]:
        return {
            "workshop": self.tr("工坊"),
            "orders": self.tr("记单和留底"),
            "prompter": self.tr("提词器"),
            "keys": self.tr("主播的五个键"),
            "platform": self.tr("平台"),
            "obs": self.tr("OBS"),
            "cameras": self.tr("摄像头"),
        }

    def _text_words(self) -> dict[str, tuple[str, str]]:
        return {
            "workshop_name": (self.tr("工坊名称（印在贴片上）"), self.tr("后山村共富工坊")),
            "seller_name": (self.tr("卖家（经营者）名称"), self.tr("后山村专业合作社")),
            "seller_address": (self.tr("卖家地址"), self.tr("枸杞乡后山村 1 号")),
            "seller_contact": (self.tr("怎么找到卖家"), "0580-0000000"),
            "notice_words": (self.tr("必须一直放着的提示"), self.tr("未成年人请在家长陪同下购买")),
            "ai_words": (self.tr("AI 标识上的字"), self.tr("画面中的人物由人工智能生成")),
            "trace_address": (
                self.tr("溯源网页（产地卡的二维码打开它）"),
                "https://…/{lot}",
            ),
            "channels": (self.tr("订单从哪来（用顿号隔开）"), self.tr("抖音、微信群、电话")),
            "safety_buffer": (self.tr("每样留几件不卖"), "0"),
            "obs_url": (self.tr("OBS 地址"), "ws://127.0.0.1:4455"),
            "ingest_server": (self.tr("推流地址（空着就只录像）"), "rtmp://…"),
            "target_kbps": (self.tr("码率（每秒千比特）"), "1300"),
            "destinations": (self.tr("同时播到几处"), "1"),
            "black_boxes_kept": (self.tr("黑匣子留几场"), "20"),
            "buyer_data_days": (self.tr("买家的姓名、电话、地址存几天"), "180"),
        }

    def _key_words(self) -> dict[str, str]:
        return {
            "key_next": self.tr("下一个"),
            "key_card": self.tr("上/收贴片"),
            "key_hold": self.tr("停一停"),
            "key_order": self.tr("记一单"),
            "key_break": self.tr("歇一下"),
        }

    def _wrong_words(self) -> dict[str, str]:
        return {
            "not_accepted": self.tr("这个数不合适，没有改"),
            "obs_bad_address": self.tr("要以 ws:// 开头，没有改"),
            "obs_address_holds_more": self.tr("地址只写到端口，没有改：密码填到下面的“OBS 密码”"),
            "ingest_address_wrong": self.tr("要以 rtmp:// 开头，没有改"),
            "ingest_address_holds_key": self.tr(
                "密钥和密码不能写在地址里，没有改：只留平台给的服务器，密钥填到下面的“推流密钥”"
            ),
            "camera_address_wrong": self.tr("要以 http:// 或 rtsp:// 开头，没有改"),
            "camera_address_holds_password": self.tr("地址里的用户名、密码没认出来，没有改"),
            "no_channel": self.tr("至少写一个，没有改"),
            "key_taken": self.tr("这个键别处在用"),
            "read_too_fast": self.tr("太快了，念出声再量一次"),
        }

    def _retell_hint(self) -> None:
        """Where this platform shows its address."""
        if self._platform is not None:
            label, hint = self._text_words()["ingest_server"]
            hint = self._platform.ingest_hint(i18n.current()) or hint
            self.texts["ingest_server"].show_label(label, hint)
            give_tip(self.texts["ingest_server"], hint)

    def _retell_traced(self) -> None:
        """A workshop's own platforms are among them."""
        self.traced.show_words(
            self.tr("产地卡上放溯源二维码的平台（先问平台许不许）"),
            {each.id: each.name(i18n.current()) for each in self._platforms},
        )

    def _retell_secrets(self) -> None:
        labels = {"obs_password": self.tr("OBS 密码"), "stream_key": self.tr("推流密钥")}
        for name, row in self.secrets.items():
            row.show_label(labels[name])
            kept = self.tr("已存好，要换就重写")
            row.show_kept(self._kept_secrets.get(name, False), kept, self.tr("还没填"))

    def _retell_cameras(self) -> None:
        """Why the list may lack some."""
        words = {
            ObsCameras.ASKED: self.tr("正在问 OBS 有哪些…"),
            ObsCameras.TOLD: "",
            ObsCameras.NOT_SET_UP: self.tr("OBS 还没配好，先点“一步步连上 OBS…”，名单才出得来"),
            ObsCameras.NO_ANSWER: self.tr("OBS 没答话，名单里没有它的摄像头；选好的还在"),
        }
        self.obs_camera.show_note(words[self._obs_cameras])

    def _retell_reading(self) -> None:
        self.reading.setText(self.tr("念完了") if self._reading_runs else self.tr("念一段，量一量"))
        dress(self.reading, role="primary" if self._reading_runs else "plain")
        self._reading_text.setVisible(self._reading_runs)
        self._cards["keys"].setVisible(not self._reading_runs)  # so that nothing has to scroll
        self._reading_text.setText(
            self.tr(
                "家人们晚上好，这里是后山村。今天早上五点下树的杨梅，颗颗乌黑，咬一口全是汁。"
                "五斤一箱，冰袋包好，今晚下单，明天一早就发。自家种的，坏了包赔，大家放心拍。"
            )
        )

    # -- parts -------------------------------------------------------------------------------

    def _bar(self) -> QFrame:
        bar = QFrame(self)
        dress(bar, role="bar")
        self.back = Button(bar)
        dress(self.back, role="quiet")
        self.back.setIcon(icons.icon("back", LIGHT.muted))
        self._title, self._note = Label(bar), Label(bar)
        dress(self._title, role="title")
        dress(self._note, role="muted")
        self.kept = StatusLight("", Tone.IDLE, 16, parent=bar)
        self.kept.hide()
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 14, 24, 14)
        row.setSpacing(12)
        for part in (self.back, self._title, self._note):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.kept)
        return bar

    def _body(self) -> QScrollArea:
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Everything is made where it will lie: Qt goes through all that is in a part it moves.
        holder = QWidget(scroll.viewport())
        dress(holder, role="plain")
        row = QHBoxLayout(holder)
        row.setContentsMargins(24, 16, 24, 16)
        row.setSpacing(16)
        self._cards: dict[str, Card] = {}
        for names in COLUMNS:
            column = QVBoxLayout()
            column.setSpacing(16)
            for name in names:
                self._cards[name] = Card(parent=holder, margin=14)
                self._cards[name].body.setSpacing(10)
                column.addWidget(self._cards[name])
            column.addStretch(1)
            row.addLayout(column, 1)
        scroll.setWidget(holder)
        scroll.viewport().setAutoFillBackground(False)
        holder.setAutoFillBackground(False)
        return scroll

    def _fill_first_column(self) -> None:
        """Of each card in the order in which one tabs through it."""
        card = self._cards["workshop"]
        self.language = ChoiceRow(("zh", "en"), card)
        names = [Field(card), Field(card)]
        self.texts |= dict(zip(WORDS, names, strict=False))
        reached = self._side_by_side(card, "seller_address", "seller_contact")
        self.texts["notice_words"], self.texts["ai_words"] = said = Field(card), Field(card)
        self.always = SeveralRow(CHOICES, card)
        self.texts["trace_address"] = Field(card)
        self.traced = SeveralRow(parent=card, names=True)
        self.layout_choice = ChoiceRow(("one_window", "two_windows"), card)
        self.speak = ChoiceRow(("off", "on"), card)
        shown = (*names, reached, *said, self.always, self.texts["trace_address"], self.traced)
        self._put("workshop", self.language, *shown, self.layout_choice, self.speak)
        card = self._cards["orders"]
        self.texts["channels"] = Field(card)
        few = self._side_by_side(card, "safety_buffer", "black_boxes_kept")
        self.counts = ChoiceRow(("on", "off"), card)
        self.texts["buyer_data_days"] = Field(card)
        self._put("orders", self.texts["channels"], few, self.counts, self.texts["buyer_data_days"])

    def _fill_second_column(self) -> None:
        card = self._cards["prompter"]
        self.distance, self.pace = TenthsRow(5, 60, 5, card), SliderRow(40, 600, 10, card)
        self._reading_text, self.reading = Label(card), Button(card)
        self._reading_text.setWordWrap(True)
        dress(self._reading_text, role="lead")
        self._put("prompter", self.distance, self.pace, self._reading_text, self.reading)
        self.keys = {key: KeyRow(self._cards["keys"]) for key in KEYS}
        self._put("keys", *self.keys.values())
        card = self._cards["cameras"]
        self.obs_camera = CameraChoice(parent=card)
        self.footage = CameraChoice("synthetic", UNNAMED, card)
        self._put("cameras", self.obs_camera, self.footage)

    def _fill_third_column(self) -> None:
        card = self._cards["platform"]
        self.platform, self.texts["ingest_server"] = PlatformChoice(card), Field(card)
        self.secrets = {"stream_key": SecretRow(card)}
        stream = self._side_by_side(card, "target_kbps", "destinations")
        server, key = self.texts["ingest_server"], self.secrets["stream_key"]
        self._put("platform", self.platform, server, key, stream)
        card = self._cards["obs"]
        self.connect_obs, self.texts["obs_url"] = Button(card), Field(card)
        self.connect_obs.clicked.connect(self.connect_obs_wanted)
        self.secrets["obs_password"] = SecretRow(card)
        self._put("obs", self.connect_obs, self.texts["obs_url"], self.secrets["obs_password"])

    def _put(self, card: str, *parts: QWidget) -> None:
        for part in parts:
            self._cards[card].body.addWidget(part)

    def _side_by_side(self, card: Card, *keys: str) -> QWidget:
        holder = QWidget(card)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        for key in keys:
            self.texts[key] = Field(holder)
            row.addWidget(self.texts[key], 1, Qt.AlignmentFlag.AlignTop)
        return holder

    def _row_of(self, key: str) -> Any:
        rows: dict[str, Any] = {**self.texts, **self.keys}
        rows["characters_per_minute"] = self.pace
        rows["footage"], rows["obs_camera"] = self.footage, self.obs_camera
        rows["viewing_distance_m"] = self.distance
        return rows.get(key)

    def _value_of(self, key: str) -> Any:
        presenter = self._presenter
        assert presenter is not None
        return lambda value: presenter.on_value(key, value)

    def _on_number(self, key: str, text: str) -> None:
        """Digits only; anything else is refused by the declaration of the setting."""
        cleaned = text.strip()
        number: Any = int(cleaned) if cleaned.isdecimal() and len(cleaned) < 12 else cleaned
        if self._presenter is not None:
            self._presenter.on_value(key, number)
