"""Words both live views share: lights, card states, notices, names of keys."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from ui.live.keys import KeyMap
from ui.live.models import (
    CardState,
    Connect,
    Level,
    LiveModel,
    Notice,
    NoticeKind,
    Picture,
    ProductModel,
    Sound,
    Step,
    Uplink,
)
from ui.widgets.status_light import Tone

TONES: dict[Level, Tone] = {
    Level.FINE: Tone.FINE,
    Level.MIND: Tone.MIND,
    Level.BROKEN: Tone.BROKEN,
    Level.INFO: Tone.INFO,
}

SOUND_TROUBLE = {Sound.SILENT, Sound.CLIPPING, Sound.MUTED}

NOTICE_TONES: dict[NoticeKind, Tone] = {
    NoticeKind.SAVING: Tone.IDLE,
    NoticeKind.SAVED: Tone.FINE,
    NoticeKind.UNDONE: Tone.INFO,
    NoticeKind.REFUSED: Tone.MIND,
    NoticeKind.FAILED: Tone.BROKEN,
}


def name_and_spec(product: ProductModel) -> str:
    return f"{product.name} · {product.spec}" if product.spec else product.name


def key_chip(keys: KeyMap, step: Step) -> str:
    """The key of a step as it is written on keyboards here."""
    chip = keys.chip(step)
    words = {
        "Space": QCoreApplication.translate("Live", "空格"),
        "Return": QCoreApplication.translate("Live", "回车"),
    }
    return words.get(chip, chip)


def air_light(model: LiveModel) -> tuple[Tone, str]:
    """The badge at the top left: red only while viewers can see us."""
    on_air = model.live and not model.practice and model.uplink is not Uplink.NOT_SENDING
    return Tone.AIR if on_air else Tone.INFO, _air_words(model)


def _air_words(model: LiveModel) -> str:
    if model.ended:
        return QCoreApplication.translate("Live", "已下播")
    if not model.live:
        return QCoreApplication.translate("Live", "还没开播")
    if model.rehearsal:
        return QCoreApplication.translate("Live", "彩排中")
    if model.practice:
        return QCoreApplication.translate("Live", "练习，不推流")
    if model.uplink is Uplink.NOT_SENDING:
        return QCoreApplication.translate("Live", "录像中")
    return QCoreApplication.translate("Live", "直播中")


def uplink_light(uplink: Uplink) -> tuple[Tone, str]:
    if uplink is Uplink.MEASURING:
        return Tone.IDLE, QCoreApplication.translate("Live", "在量网络")
    if uplink is Uplink.GOOD:
        return Tone.FINE, QCoreApplication.translate("Live", "网络好")
    if uplink is Uplink.WEAK:
        return Tone.MIND, QCoreApplication.translate("Live", "网不好了")
    if uplink is Uplink.DOWN:
        return Tone.BROKEN, QCoreApplication.translate("Live", "网断了")
    if uplink is Uplink.REFUSED:
        return Tone.BROKEN, QCoreApplication.translate("Live", "平台不让进")
    if uplink is Uplink.UNKNOWN:
        return Tone.MIND, QCoreApplication.translate("Live", "网络看不到")
    return Tone.IDLE, QCoreApplication.translate("Live", "只录像")


def picture_light(picture: Picture) -> tuple[Tone, str] | None:
    """What is wrong with what viewers see; None while nothing is known to be."""
    if picture is Picture.BLACK:
        return Tone.BROKEN, QCoreApplication.translate("Live", "画面黑了")
    if picture is Picture.FROZEN:
        return Tone.BROKEN, QCoreApplication.translate("Live", "画面不动了")
    if picture is Picture.SLOW:
        return Tone.MIND, QCoreApplication.translate("Live", "画面卡")
    if picture is Picture.DARK:
        return Tone.MIND, QCoreApplication.translate("Live", "画面太暗")
    return None


def sound_words(sound: Sound) -> str:
    """Empty while the bar itself says enough."""
    if sound is Sound.SILENT:
        return QCoreApplication.translate("Live", "没声音")
    if sound is Sound.CLIPPING:
        return QCoreApplication.translate("Live", "太响了")
    if sound is Sound.MUTED:
        return QCoreApplication.translate("Live", "关着")
    if sound is Sound.UNKNOWN:
        return QCoreApplication.translate("Live", "还没听到")
    return ""


def card_light(card: CardState) -> tuple[Tone, str]:
    if card is CardState.ON:
        return Tone.FINE, QCoreApplication.translate("Live", "观众看得到")
    if (unseen := _card_unseen(card)) is not None:
        return Tone.MIND, unseen
    if card is CardState.SHOWN:
        return Tone.IDLE, QCoreApplication.translate("Live", "上了，在核对")
    if card is CardState.GOING_UP:
        return Tone.IDLE, QCoreApplication.translate("Live", "正在上…")
    if card is CardState.COMING_DOWN:
        return Tone.IDLE, QCoreApplication.translate("Live", "正在收…")
    if card is CardState.HELD_BACK:
        return Tone.IDLE, QCoreApplication.translate("Live", "回来再上")
    if card is CardState.WAITS:
        return Tone.IDLE, QCoreApplication.translate("Live", "先让一让")
    return Tone.IDLE, QCoreApplication.translate("Live", "贴片没上")


def _card_unseen(card: CardState) -> str | None:
    """It is meant to be seen, and is not, or nobody can say."""
    if card is CardState.CUT_OFF:
        return QCoreApplication.translate("Live", "放着，现在播不出去")
    if card is CardState.OTHER_SCENE:
        return QCoreApplication.translate("Live", "观众看不到")
    if card is CardState.NOT_FOUND:
        return QCoreApplication.translate("Live", "画面里没找到")
    if card is CardState.UNSEEN:
        return QCoreApplication.translate("Live", "贴片看不到")
    return None


def notice_words(notice: Notice) -> str:
    values = {"name": notice.name, "n": notice.qty, "unit": notice.unit}
    if notice.kind is NoticeKind.SAVING:
        return QCoreApplication.translate("Live", "正在记 {name} {n} {unit}…").format(**values)
    if notice.kind is NoticeKind.SAVED:
        return QCoreApplication.translate("Live", "✓ 已存 {name} {n} {unit}").format(**values)
    if notice.kind is NoticeKind.UNDONE:
        return QCoreApplication.translate("Live", "已撤销 {name} {n} {unit}").format(**values)
    return notice.text


def trouble(
    model: LiveModel, break_key: str, *, three_keys: bool = False
) -> tuple[Tone, str] | None:
    """The band that stays as long as something is so; the gravest first.

    ``three_keys``: also for who has no ``break_key``, but a pedal or a remote (`ui.live.keys`).
    """
    if (lost := _lost(model)) is not None:
        return Tone.BROKEN, _with_room(model, lost)
    if (down := _not_sent(model)) is not None:
        return Tone.BROKEN, down
    if model.live and model.stage_silent:
        return Tone.BROKEN, _silent_stage(model)
    if (seen := _not_seen(model)) is not None:
        return Tone.BROKEN, seen
    if model.live and model.power.state == "saving":
        words = QCoreApplication.translate(
            "Live", "电快没了，剩 {percent}%，马上插电源。录像、订单都存着，断电也不丢。"
        )
        return Tone.BROKEN, words.format(percent=model.power.percent)
    if model.live and model.scene_by_hand:
        return Tone.MIND, QCoreApplication.translate(
            "Live", "有人在 OBS 里选了别的画面，商品卡、贴片观众看不到。要回来，到 OBS 里点“节目”。"
        )
    if model.on_break:
        return Tone.MIND, _break_words(three_keys).format(key=break_key)
    if model.live and model.power.state == "low":
        words = QCoreApplication.translate("Live", "没插电，电池剩 {percent}%。请插上电源。")
        return Tone.MIND, words.format(percent=model.power.percent)
    badly = _badly(model)
    return None if badly is None else (Tone.MIND, badly)


def _lost(model: LiveModel) -> str | None:
    """The stage does not answer, or not without its password."""
    if model.refused == "obs_password_missing":
        return QCoreApplication.translate(
            "Live", "画面程序（OBS）要密码，场控点“填密码”就连上。订单照记，一单不少。"
        )
    if model.refused:
        return QCoreApplication.translate(
            "Live", "画面程序（OBS）说密码不对，场控点“填密码”再填。订单照记，一单不少。"
        )
    return _away(model).format(stage=_stage(model)) if model.stage_lost else None


def _silent_stage(model: LiveModel) -> str:
    """It may not count as lost yet; what it last said of picture and sound is not known now."""
    return QCoreApplication.translate(
        "Live", "{stage}没有回应，画面、声音这会儿看不到。您接着说，订单照记。"
    ).format(stage=_stage(model))


def _stage(model: LiveModel) -> str:
    if model.practice:
        return QCoreApplication.translate("Live", "练习画面")
    return QCoreApplication.translate("Live", "画面程序（OBS）")


def _away(model: LiveModel) -> str:
    """Who does what while the stage is away. One that hangs may still be sending, and restarting it
    would cut that off: it is given time. One that is gone comes back at once or not by itself."""
    if model.restarting:
        return QCoreApplication.translate(
            "Live", "{stage}正在重开，开好就自己接上。您接着说，订单照记，一单不少。"
        )
    if model.can_restart and model.stage_hangs:
        return QCoreApplication.translate(
            "Live",
            "{stage}没有回应，正在自己连。半分钟还不好，场控点“重开 OBS”。您接着说，订单照记。",
        )
    if model.can_restart:
        return QCoreApplication.translate(
            "Live",
            "{stage}断了，正在自己连。几秒还没回来，场控就点“重开 OBS”。您接着说，订单照记。",
        )
    return QCoreApplication.translate(
        "Live",
        "{stage}断了，正在自己连。请场控去放 OBS 的电脑上看看，没开就打开。您接着说，订单照记。",
    )


def _with_room(model: LiveModel, words: str) -> str:
    """The platform's clock goes on while nobody can ask the stage."""
    if not model.live:
        return words
    if model.room_may_be_closed or model.room_closes_in_s == 0:
        return QCoreApplication.translate(
            "Live", "{words}平台可能关了直播间，请场控到平台上看一眼。"
        ).format(words=words)
    if model.room_closes_in_s:
        return QCoreApplication.translate("Live", "{words}平台还留直播间 {seconds} 秒。").format(
            words=words, seconds=model.room_closes_in_s
        )
    return words


def _not_sent(model: LiveModel) -> str | None:
    """Nothing reaches the platform, or nobody knows whether its room is still open."""
    if not model.live:
        return None
    if model.room_may_be_closed:
        return QCoreApplication.translate(
            "Live",
            "断得太久，平台可能关了直播间。请场控到平台上看一眼，再按“看过了”。录像没停，订单照记。",
        )
    if model.uplink is Uplink.REFUSED:
        return QCoreApplication.translate(
            "Live",
            "平台没让我们进去：密钥不对，或那边没点开播。场控按“推流密钥…”。录像没停，订单照记。",
        )
    if model.uplink is Uplink.DOWN and model.room_closes_in_s:
        return QCoreApplication.translate(
            "Live", "网断了，正在自己连。录像没停，您接着说。平台还留直播间 {seconds} 秒。"
        ).format(seconds=model.room_closes_in_s)
    if model.uplink is Uplink.DOWN and (never := _never_stood(model.connect)) is not None:
        return never
    if model.uplink is Uplink.DOWN or model.covered:
        return QCoreApplication.translate("Live", "网断了，正在自己连。录像没停，您接着说。")
    return None


def _never_stood(connect: Connect) -> str | None:
    """Why the first connection does not come about, and what a person can do for it."""
    if connect is Connect.TRYING:
        return QCoreApplication.translate(
            "Live", "还没连上平台，正在自己再连。录像没停，您接着说。"
        )
    if connect is Connect.UNANSWERED:
        return QCoreApplication.translate(
            "Live", "平台没有回应。请场控看看网通不通、推流地址对不对，一通就自己推。录像没停。"
        )
    if connect is Connect.NOT_LET_IN:
        return QCoreApplication.translate(
            "Live",
            "平台没让我们进去。请场控看看那边点了开播没有、推流密钥对不对，一通就自己推。录像没停。",
        )
    return None


def _not_seen(model: LiveModel) -> str | None:
    """Viewers see or hear nothing of use."""
    if (picture := _no_picture(model)) is not None:
        return _with_sound(model, picture)
    if model.sound is Sound.SILENT:
        return QCoreApplication.translate(
            "Live", "没声音了，观众听不到。看看麦克风的线和开关。画面照样在播。"
        )
    return None


def _no_picture(model: LiveModel) -> str | None:
    if model.picture is Picture.BLACK and model.cameras_reopened:
        return QCoreApplication.translate(
            "Live", "画面黑了。摄像头已自己重开一次；还黑，就看看镜头盖和灯。"
        )
    if model.picture is Picture.BLACK:
        return QCoreApplication.translate("Live", "画面黑了。看看镜头盖和灯。")
    if model.picture is Picture.FROZEN and model.cameras_reopened:
        return QCoreApplication.translate(
            "Live", "画面不动了。摄像头已自己重开一次；还不动，就把它的线重插。"
        )
    if model.picture is Picture.FROZEN:
        return QCoreApplication.translate("Live", "画面不动了。把摄像头的线拔下来重插。")
    return None


def _with_sound(model: LiveModel, words: str) -> str:
    """The picture's trouble, and what is known of the sound beside it: nothing, where it is not."""
    if model.sound is Sound.MUTED and model.muted_by_hand:
        told = QCoreApplication.translate("Live", "{words}麦克风也关着，要到 OBS 里去开。")
    elif model.sound is Sound.MUTED:
        told = QCoreApplication.translate("Live", "{words}麦克风也关着，场控按“开麦克风”。")
    elif model.sound is Sound.SILENT:
        told = QCoreApplication.translate("Live", "{words}声音也没有，看看麦克风的线和开关。")
    elif model.sound is Sound.UNKNOWN:
        return words
    else:
        told = QCoreApplication.translate("Live", "{words}声音照样在播。")
    return told.format(words=words)


def _badly(model: LiveModel) -> str | None:
    """Viewers see or hear it badly, or not at all because somebody wanted it so."""
    if model.sound is Sound.MUTED and model.muted_by_hand:
        return QCoreApplication.translate(
            "Live", "麦克风关着，观众听不到。是在 OBS 里关的，也要到那里去开。"
        )
    if model.sound is Sound.MUTED:
        return QCoreApplication.translate(
            "Live", "麦克风关着，观众听不到。场控按“开麦克风”就能打开。"
        )
    if model.picture is Picture.SLOW:
        slow = QCoreApplication.translate("Live", "电脑忙不过来，画面一卡一卡的。把别的软件关掉。")
        return _with_sound(model, slow)
    if model.picture is Picture.DARK:
        return QCoreApplication.translate("Live", "画面太暗，观众看不清。开灯，或者挪到窗边。")
    if model.sound is Sound.CLIPPING:
        return QCoreApplication.translate("Live", "声音太大了，破音了。离麦克风远一点。")
    return None


def _break_words(three_keys: bool) -> str:
    if three_keys:
        return QCoreApplication.translate(
            "Live",
            "正在歇：观众看到的是“马上回来”。\n按 {key} 回来；用踏板、翻页笔，就按住“停一停”一秒。",
        )
    return QCoreApplication.translate("Live", "正在歇：观众看到的是“马上回来”。按 {key} 回来。")
