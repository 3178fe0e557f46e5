"""The studio's settings: each declared once, as data; docs/settings.md is held to it by a test."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from studio.runtime import addresses
from studio.runtime.errors import UserFacingError
from studio.runtime.files import TRIES_IN_WINDOW, read_small_text, replace_file
from studio.runtime.plain import HALF, escaped
from studio.runtime.wording import Language
from studio.store.settings_aside import Broken, copy_aside, move_aside

log = logging.getLogger(__name__)

FILE = "settings.json"

Value = str | int | float | list[str]


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. ``choices`` and ``bounds`` limit what is accepted."""

    key: str
    default: Value
    zh: str
    en: str
    choices: tuple[str, ...] = ()
    bounds: tuple[float, float] | None = None
    """Least and greatest number accepted, both included."""
    longest: int | None = None
    """Characters: what must be seen whole on air is no longer than its template holds (a test
    compares)."""
    check: Callable[[Any], object] | None = None
    """Raises UserFacingError, in words of its own, for a value that may not be stored."""
    checked_in_file: bool = False
    """Also what a hand wrote into the file must pass the check, or is not used. Elsewhere what an
    older or newer version took stays, and is told where it is used: with the default in its place
    nobody would know what there was."""

    @property
    def type(self) -> type:
        """str, int, float or list (of str): the default's."""
        return type(self.default)

    def accepts(self, value: object) -> bool:
        """True where ``value`` may be stored under this key."""
        return (
            self._right_type(value)
            and (not self.choices or value in self.choices)
            and (self.bounds is None or self.bounds[0] <= value <= self.bounds[1])  # type: ignore[operator]
        )

    def must_take(self, value: Any) -> None:
        """UserFacingError where ``value`` may not be stored: setting_refused, setting_too_long, or
        the check's."""
        if not self.accepts(value):
            raise UserFacingError("setting_refused", setting=self.zh, value=value)
        if self.longest is not None and len(value) > self.longest:
            raise UserFacingError("setting_too_long", most=self.longest, count=len(value))
        if self.check is not None:
            self.check(value)

    def _right_type(self, value: object) -> bool:
        if isinstance(value, bool):  # a bool is an int in Python, never in a setting
            return False
        if self.type is list:
            return isinstance(value, list) and all(isinstance(each, str) for each in value)
        if isinstance(value, str) and HALF.search(value):  # cut in pasting; no file can hold it
            return False
        return isinstance(value, (int, float) if self.type is float else self.type)


def _one_of(chosen: list[str], known: tuple[str, ...]) -> None:
    if unknown := [each for each in chosen if each not in known]:
        raise UserFacingError("setting_refused", setting="always_on_air", value=unknown[0])


def _trace(page: str) -> None:
    if page:
        addresses.trace(page)


SETTINGS: tuple[Setting, ...] = (
    Setting("language", "zh", "界面语言", "Language of the screens", choices=("zh", "en")),
    Setting("workshop_name", "", "共富工坊名称，印在贴片和报告上", "Name of the workshop"),
    Setting(
        "seller_name",
        "",
        "卖家（经营者）名称",
        "Name of the seller, as the law asks on air",
        longest=40,
    ),
    Setting(
        "seller_address",
        "",
        "卖家的地址，直播时放在画面上",
        "Address of the seller, shown on air",
        longest=60,
    ),
    Setting(
        "seller_contact",
        "",
        "怎么找到卖家（电话或客服），直播时放在画面上",
        "How the seller is reached, shown on air",
        longest=30,
    ),
    Setting(
        "notice_words",
        "",
        "必须一直放在画面上的提示",
        "Notice that must be on air throughout",
        longest=120,
    ),
    Setting(
        "ai_words",
        "画面中的人物由人工智能生成",
        "画面里有人工智能做的人或声音时，一直放着的标识",
        "Label for persons or voices made by a computer, on air throughout",
        longest=20,
    ),
    Setting(
        "always_on_air",
        [],
        "整场直播必须一直在画面上的：seller 商家信息、notice 提示、ai_label 人工智能标识；"
        "开播后谁也盖不住、收不掉",
        "What must be on air for the whole broadcast (seller, notice, ai_label); nothing covers it "
        "or takes it down",
        check=lambda chosen: _one_of(chosen, ("seller", "notice", "ai_label")),
    ),
    Setting(
        "trace_address",
        "",
        "工坊自己的溯源网页，产地卡上的二维码打开它；{lot} 的地方放批次，没写就接在最后",
        "The workshop's own trace page, opened by the code of an origin card; the lot stands at "
        "{lot}, else at its end",
        check=_trace,
        checked_in_file=True,
    ),
    Setting(
        "trace_platforms",
        [],
        "在哪些平台的直播画面上放溯源二维码；平台可能当作引流，先问清楚再开",
        "Platforms on whose air the trace code may be shown; some count it as leading buyers away",
    ),
    Setting(
        "order_toasts",
        "off",
        "记了一单，画面上报一下（只说货和村，不说是谁买的）",
        "Tell viewers of an order that was noted: product and village, never the buyer",
        choices=("off", "on"),
    ),
    Setting(
        "card_stock",
        "on",
        "商品卡上写工坊还可订多少，按账上的数，记一单就变；主要在平台页面上卖的可以关掉",
        "Whether product cards say how many may still be ordered from the workshop, by its ledger, "
        "changing with every order; off where most is sold on a platform's own page",
        choices=("on", "off"),
    ),
    Setting(
        "viewing_distance_m",
        2.0,
        "主播离屏幕多远（米），决定提词器的字有多大",
        "Metres between the anchor and the screen; sets the size of the teleprompter's letters",
        bounds=(0.5, 6.0),
    ),
    Setting(
        "characters_per_minute",
        200,
        "提词器每分钟走多少字",
        "Characters a minute the teleprompter moves",
        bounds=(40, 600),
    ),
    Setting(
        "stage",
        "practice",
        "在哪里直播：practice 是练习台，obs 是真直播",
        "Where a broadcast goes: the practice stage, or OBS",
        choices=("practice", "obs"),
    ),
    Setting(
        "obs_url",
        "ws://127.0.0.1:4455",
        "OBS 的连接地址，不带密码",
        "Address of OBS's WebSocket, without its password",
        check=addresses.obs,
    ),
    Setting(
        "platform",
        "rtmp",
        "播到哪个平台；能选的写在 platforms.toml 里",
        "Platform to broadcast to; platforms.toml lists them",
    ),
    Setting(
        "obs_program",
        "",
        "OBS 装在哪里；空着就自己找",
        "Path of OBS's program; empty: it is looked for",
    ),
    Setting(
        "obs_setup_voice",
        "on",
        "连上 OBS 以后念一声“好了”",
        "Say aloud that OBS is connected, where the computer has a voice",
        choices=("on", "off"),
    ),
    Setting(
        "obs_restart",
        "ask",
        "OBS 播着播着没了：ask 是等人点，yes 是程序自己再打开（也不再问要不要安全模式）",
        "When OBS is gone during a broadcast: wait for a press (ask), or start it again by itself, "
        "past its question about safe mode (yes)",
        choices=("ask", "yes"),
    ),
    Setting(
        "ingest_server",
        "",
        "推流地址（平台给的服务器地址，不带密钥）；空着就只录像",
        "Streaming server given by the platform, without its key; empty: record only",
        check=lambda server: server and addresses.ingest(server),
    ),
    Setting(
        "ingest_servers",
        [],
        "别的平台的推流地址，换平台时记着",
        "Streaming servers of the other platforms, kept for when they are chosen again",
        check=lambda kept: [addresses.ingest(each.partition(" ")[2]) for each in kept],
    ),
    Setting(
        "destinations",
        1,
        "同时播到几处（OBS 的多路推流插件来播，这里只算要多少上行）",
        "Places OBS's own plugin sends to at once; the uplink needed is worked out from it",
        bounds=(1, 5),
    ),
    Setting(
        "footage",
        "synthetic",
        "练习台的画面从哪来：synthetic 是画出来的，也可以填摄像头 camera:0、"
        "手机或网络摄像头的地址（密码存进系统钥匙串）、录像文件",
        "Footage of the practice stage: synthetic, camera:N, the address of a phone or network "
        "camera (its password goes into the keyring), or a video file",
        check=addresses.footage,
    ),
    Setting(
        "obs_camera",
        [],
        "OBS 用哪个摄像头：在“开播检查”或“设置”里选；空着就用 OBS 里自己摆的",
        "Camera of OBS, and its name; chosen in preflight or settings. Empty: those put into OBS",
        check=lambda kept: addresses.footage("".join(kept[:1])),
    ),
    Setting(
        "channels",
        ["抖音", "微信群", "电话"],
        "记一单时可以选的来路",
        "Where an order may come from when it is noted",
    ),
    Setting("key_next", "Right", "“下一个”用哪个键", "Key for the next product"),
    Setting("key_card", "B", "“上/下贴片”用哪个键", "Key for the card on and off"),
    Setting("key_hold", "Space", "“停一停”用哪个键", "Key for hold"),
    Setting("key_order", "Return", "“记一单”用哪个键", "Key for noting an order"),
    Setting("key_break", "F5", "“歇一下”用哪个键", "Key for the be-right-back picture"),
    Setting(
        "safety_buffer",
        0,
        "每样货留几件不卖，防止超卖",
        "Pieces of every product kept back from sale, against overselling",
        bounds=(0, 100_000),
    ),
    Setting(
        "note_hold_hours",
        48,
        "直播里记的平台单留货几小时；到时还没有平台订单来对上，货就放回架上",
        "Hours an order noted live holds its goods until the platform's own order confirms it",
        bounds=(1, 720),
    ),
    Setting(
        "target_kbps",
        1300,
        "推流码率（千比特每秒）；上行不够就调小",
        "Streaming bitrate in kbit/s; lower it where the uplink is thin",
        bounds=(200, 20_000),
    ),
    Setting(
        "trials",
        [],
        "试播的结果：在哪里播、用多大的画面、什么码率；删掉就按排品单来",
        "What trials chose: where, which size of the picture, which rate; empty: as the plan says",
    ),
    Setting(
        "black_boxes_kept",
        20,
        "留几场的黑匣子（每场一个文件，在录像旁边），再多就删最早的",
        "Black boxes kept, one file a broadcast beside its recording; beyond it the oldest goes",
        bounds=(1, 500),
    ),
    Setting(
        "buyer_data_days",
        180,
        "买家的姓名、电话、地址存多少天，到期自动删掉",
        "Days buyers' names, phones and addresses are kept; then they are deleted by themselves",
        bounds=(30, 1095),
    ),
    Setting(
        "speak_warnings",
        "off",
        "没画面、没声音时念出来提醒（麦克风也听得到，观众会听见）",
        "Say aloud when viewers see or hear nothing; the microphone hears it too",
        choices=("off", "on"),
    ),
    Setting(
        "anchor_layout",
        "one_window",
        "主播和场控在一个窗口里，还是分成两个窗口",
        "Anchor and floor controller in one window or in two",
        choices=("one_window", "two_windows"),
    ),
)


class Settings:
    """The settings of one data folder, in settings.json. Any thread."""

    def __init__(
        self,
        folder: Path,
        mend: Callable[[Mapping[str, Any]], dict[str, Any]] = dict,
    ) -> None:
        """``mend``: what is stored, without what no file may hold; changed, it is written."""
        self.path = folder / FILE
        self.broken = Broken()
        """What reading it found; `put_right` says where it is kept."""
        self._declared = {setting.key: setting for setting in SETTINGS}
        self._lock = threading.Lock()
        self._stored = self._read(mend)

    def put_right(self) -> None:
        """What is broken is put aside, and what could be read of it written anew.

        Where that cannot be done the file stays, and is put aside before anything is stored; one
        that may be whole also stays until then.
        """
        with self._lock:
            if self.broken.shut:
                return
            try:
                self._keep_broken()
                if self.broken.wrong:  # else it would be told, and kept, at every start
                    self._write(self._stored)
            except (OSError, UserFacingError) as error:
                log.warning("broken settings stay where they are: %s", error)

    def wrong(self, language: Language) -> list[str]:
        """What the settings that were not used are for."""
        told = (self._declared[key] for key in self.broken.wrong)
        return [each.zh if language == "zh" else each.en for each in told]

    def get(self, key: str) -> Any:
        """The stored value, or the default. KeyError for a key that is not declared."""
        # No lock: what is stored is never changed, only replaced.
        value = self._stored.get(key, self._declared[key].default)
        return list(value) if isinstance(value, list) else value

    def set(self, key: str, value: Value) -> None:
        """Store ``value``, on the disk before this returns.

        Raises what `Setting.must_take` raises, settings_unwritable. KeyError for a key that is not
        declared.
        """
        self.update({key: value})

    def update(self, values: Mapping[str, Value]) -> None:
        """Store several, all or none; otherwise as `set`."""
        for key, value in values.items():
            self._declared[key].must_take(value)
        with self._lock:
            changed = {**self._stored, **values}
            self._store(changed)
            self._stored = changed

    def _read(self, mend: Callable[[Mapping[str, Any]], dict[str, Any]]) -> dict[str, Any]:
        try:
            found = json.loads(read_small_text(self.path))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, RecursionError) as error:
            log.warning("settings not readable, defaults are used: %s", error)
            self.broken = Broken(unread=True, shut=isinstance(error, OSError))
            return {}
        if not isinstance(found, Mapping):
            log.warning("settings not readable, defaults are used: no object")
            self.broken = Broken(unread=True)
            return {}
        mended = mend(found)
        if mended != found:
            self._rewrite(mended)
        return self._known(mended)

    def _rewrite(self, mended: Mapping[str, Any]) -> None:
        try:
            self._write(mended)
        except UserFacingError as error:
            log.warning("what no file may hold is still in the settings: %s", error)

    def _known(self, found: Mapping[str, Any]) -> dict[str, Any]:
        """What a newer or older version stored stays in the file; what is broken is not used."""
        known = dict(found)
        for key in found.keys() & self._declared.keys():
            setting = self._declared[key]
            if setting.accepts(found[key]) and not setting.checked_in_file:
                continue
            try:
                setting.must_take(found[key])
            except UserFacingError as error:
                log.warning("setting %s is broken, its default is used: %s", key, error.code)
                del known[key]
        self.broken = Broken(wrong=tuple(sorted(found.keys() - known.keys())))
        return known

    def _store(self, values: Mapping[str, Any]) -> None:
        try:
            self._keep_broken()
        except OSError as error:
            raise UserFacingError("settings_unwritable", path=str(self.path)) from error
        self._write(values)

    def _keep_broken(self) -> None:
        """Once; OSError passes."""
        if not self.broken or self.broken.kept is not None or not self.path.exists():
            return
        put = move_aside if self.broken.unread else copy_aside
        self.broken = replace(self.broken, kept=put(self.path))

    def _write(self, values: Mapping[str, Any]) -> None:
        text = json.dumps(values, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
        text = escaped(text)  # what others keep here may be no text
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(
                self.path, lambda part: part.write_text(text, "utf-8"), tries=TRIES_IN_WINDOW
            )
        except OSError as error:
            raise UserFacingError("settings_unwritable", path=str(self.path)) from error


def reference() -> str:
    """docs/settings.md, made from `SETTINGS`."""
    rows = [
        f"| `{each.key}` | {each.type.__name__} | `{json.dumps(each.default, ensure_ascii=False)}` "
        f"| {_limits(each)} | {each.zh} | {each.en} |"
        for each in SETTINGS
    ]
    return "\n".join(
        [
            "# Settings",
            "",
            f"Kept in `{FILE}` in the data folder. Passwords and stream keys are never there: they",
            "are in the system's keyring. A broken value is told at the start, its default used;",
            "a file that cannot be read is told too. What was there is kept beside it, as",
            "`settings-broken-DATE-TIME.json`, and never written over; backups hold no settings.",
            "Made by `python -m studio.store.settings > docs/settings.md`; a test holds it.",
            "",
            "| key | type | default | accepted | 中文 | English |",
            "| --- | --- | --- | --- | --- | --- |",
            *rows,
            "",
        ]
    )


def _limits(setting: Setting) -> str:
    if setting.bounds is not None:
        return f"{setting.bounds[0]:g} – {setting.bounds[1]:g}"
    if setting.longest is not None:
        return f"at most {setting.longest} characters"
    return ", ".join(f"`{choice}`" for choice in setting.choices) or "any"


if __name__ == "__main__":
    print(reference(), end="")  # noqa: T201 - its one purpose
