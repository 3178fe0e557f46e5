from __future__ import annotations

from pathlib import Path

import pytest

from studio.runtime.errors import UserFacingError
from studio.stage import platforms
from studio.stage.port import CameraOffer
from studio.store import camera_logins
from studio.store.settings import SETTINGS
from tests.helpers.screens import Calls, FakeSecrets, FakeSettings
from ui.asking_camera import camera_name
from ui.sampling import at_once, then
from ui.settings.presenter import ObsCameras, SettingsParts, SettingsPresenter

LOGI = CameraOffer("device:c270", "Logi C270")
PLATFORMS = platforms.load(Path(__file__).parent)
DEFAULTS = {setting.key: setting.default for setting in SETTINGS}


class Bench:
    def __init__(self) -> None:
        self.view, self.settings, self.secrets = Calls(), FakeSettings(), FakeSecrets()
        self.errors: list[BaseException] = []
        self.spoken: list[str] = []
        self.now = 100.0
        self.offered: list[CameraOffer] | UserFacingError | None = None
        parts = SettingsParts(
            *(self.settings, self.secrets, at_once, then, lambda: self.now, PLATFORMS),
            obs_cameras=self.obs_cameras,
        )
        self.presenter = SettingsPresenter(
            self.view, parts, self.spoken.append, lambda: None, self.errors.append
        )
        self.presenter.open()

    def obs_cameras(self) -> list[CameraOffer] | None:
        if isinstance(self.offered, UserFacingError):
            raise self.offered
        return self.offered


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_a_change_is_kept_at_once(bench: Bench) -> None:
    bench.presenter.on_value("workshop_name", "东海湾共富工坊")
    assert bench.settings.get("workshop_name") == "东海湾共富工坊"
    assert bench.view.was("show_kept")


def test_a_number_out_of_bounds_is_refused_at_its_field(bench: Bench) -> None:
    bench.presenter.on_value("target_kbps", 5)
    assert bench.view.last("show_wrong") == ("target_kbps", "not_accepted")
    assert bench.settings.get("target_kbps") == 1300


@pytest.mark.parametrize(
    ("key", "typed", "kept"),
    [
        ("obs_url", " ws://192.168.1.5:4455 ", "ws://192.168.1.5:4455"),
        ("ingest_server", "rtmp://live.example.com/app", "rtmp://live.example.com/app"),
        ("ingest_server", "", ""),
    ],
)
def test_addresses_are_kept(bench: Bench, key: str, typed: str, kept: str) -> None:
    bench.presenter.on_address(key, typed)
    assert bench.settings.get(key) == kept


@pytest.mark.parametrize(
    ("key", "typed", "wrong"),
    [
        ("obs_url", "192.168.1.5", "obs_bad_address"),
        ("obs_url", "", "obs_bad_address"),
        ("obs_url", "wss://192.168.1.5", "obs_bad_address"),
        ("obs_url", "ws://me:pw@192.168.1.5", "obs_address_holds_more"),
        ("ingest_server", "http://example.com", "ingest_address_wrong"),
        ("ingest_server", "rtmp://", "ingest_address_wrong"),
        ("ingest_server", "rtmp://live.example.com/a/1?auth=b", "ingest_address_holds_key"),
    ],
)
def test_addresses_of_another_kind_are_refused(
    bench: Bench, key: str, typed: str, wrong: str
) -> None:
    bench.presenter.on_address(key, typed)
    assert bench.view.last("show_wrong") == (key, wrong)
    assert bench.settings.get(key) == DEFAULTS[key]


def test_channels_are_split_at_any_sign(bench: Bench) -> None:
    bench.presenter.on_channels("抖音，微信群 电话、抖音")
    assert bench.settings.get("channels") == ["抖音", "微信群", "电话"]
    bench.presenter.on_channels(" ， ")
    assert ("show_wrong", "channels", "no_channel") in bench.view.said


def test_a_key_in_use_is_refused(bench: Bench) -> None:
    bench.presenter.on_key("key_card", "Right")
    assert bench.view.last("show_wrong") == ("key_card", "key_taken")
    bench.presenter.on_key("key_card", "PgUp")
    assert bench.settings.get("key_card") == "PgUp"


def test_secrets_go_to_the_keyring_and_out_again(bench: Bench) -> None:
    bench.presenter.on_secret("stream_key", " abc ")
    assert bench.secrets.kept == {"stream_key": "abc"}
    assert bench.view.last("show_kept_secret") == ("stream_key", True)
    bench.presenter.on_secret("stream_key", "")
    assert bench.secrets.kept == {}


def test_a_missing_keyring_is_told(bench: Bench) -> None:
    bench.secrets.broken = True
    bench.presenter.on_secret("obs_password", "abcd")
    assert [error.code for error in bench.errors] == ["keyring_missing"]  # type: ignore[attr-defined]


def test_reading_aloud_sets_the_pace(bench: Bench) -> None:
    bench.presenter.on_reading(80)
    bench.now += 20.0
    bench.presenter.on_reading(80)
    assert bench.settings.get("characters_per_minute") == 240


def test_a_second_press_at_once_is_no_reading(bench: Bench) -> None:
    bench.presenter.on_reading(80)
    bench.now += 0.5
    bench.presenter.on_reading(80)
    assert bench.view.last("show_wrong") == ("characters_per_minute", "read_too_fast")
    assert bench.settings.get("characters_per_minute") == 200


def test_each_platform_keeps_its_own_address_and_key(bench: Bench) -> None:
    bench.presenter.on_address("ingest_server", "rtmp://own.example/live")
    bench.presenter.on_secret("stream_key", "own")
    bench.presenter.on_platform("kuaishou")
    assert bench.view.last("show_values")[0]["ingest_server"] == ""
    assert bench.view.last("show_kept_secret") == ("stream_key", False)
    bench.presenter.on_secret("stream_key", "ks")
    assert bench.secrets.kept == {"stream_key": "own", "stream_key.kuaishou": "ks"}
    bench.presenter.on_platform("rtmp")
    assert bench.view.last("show_values")[0]["ingest_server"] == "rtmp://own.example/live"
    assert bench.view.last("show_kept_secret") == ("stream_key", True)


def test_the_uplink_needed_follows_bitrate_and_places(bench: Bench) -> None:
    bench.presenter.on_value("destinations", 3)
    assert bench.view.last("show_platform")[1:] == (5_444, 3)
    bench.presenter.on_value("target_kbps", 1000)
    assert bench.view.last("show_platform")[1:] == (4_274, 3)


def test_what_is_wrong_with_the_workshops_own_list_is_shown(bench: Bench) -> None:
    assert bench.view.last("show_platforms") == (tuple(PLATFORMS.profiles.values()), None)


@pytest.mark.parametrize(
    "footage",
    [
        "synthetic",
        "camera:2",
        "/films/stall.mp4",
        "rtsp://10.0.0.7/live",
        "http://192.168.1.8:8080/video?640x480",
    ],
)
def test_whatever_can_be_filmed_is_kept(bench: Bench, footage: str) -> None:
    bench.presenter.on_footage(footage)
    assert bench.settings.get("footage") == footage


@pytest.mark.parametrize(
    ("footage", "wrong"),
    [
        ("ftp://10.0.0.7/live", "camera_address_wrong"),
        ("http:///video", "camera_address_wrong"),
        ("rtsp://anchor%3Ageheim%4010.0.0.7/live", "camera_address_holds_password"),
        ("anchor:geheim@10.0.0.7/live", "camera_address_holds_password"),
    ],
)
def test_a_camera_s_address_with_a_password_or_of_another_kind_is_not_kept(
    bench: Bench, footage: str, wrong: str
) -> None:
    bench.presenter.on_footage(footage)
    assert bench.view.last("show_wrong") == ("footage", wrong)
    assert bench.settings.get("footage") == "synthetic"
    assert bench.view.last("show_values")[0]["footage"] == "synthetic"


def test_cameras_are_shown_by_name() -> None:
    bench = Bench()
    assert bench.view.was("show_cameras")


def test_obs_s_cameras_are_asked_again_where_another_obs_may_answer() -> None:
    bench = Bench()
    assert bench.view.last("show_obs_cameras") == ((), ObsCameras.NOT_SET_UP)
    bench.offered = [LOGI]
    bench.presenter.on_address("obs_url", "ws://192.168.1.5:4455")
    assert bench.view.last("show_obs_cameras") == ([LOGI], ObsCameras.TOLD)
    bench.offered = UserFacingError("obs_wrong_password")
    bench.presenter.on_secret("obs_password", "another")
    assert bench.view.last("show_obs_cameras") == ((), ObsCameras.NO_ANSWER)
    assert bench.errors == []  # its list is missing; whoever only sets the language need not care


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ("device:c270", ["device:c270", "Logi C270"]),
        ("http://10.0.0.8:8080/video", ["http://10.0.0.8:8080/video", "Logi C270"]),
        ("", []),
    ],
)
def test_obs_s_camera_is_kept_with_its_name(bench: Bench, source: str, kept: list[str]) -> None:
    bench.presenter.on_obs_camera(source, "Logi C270")
    assert bench.settings.get("obs_camera") == kept
    assert bench.view.last("show_values")[0]["obs_camera"] == kept


def test_a_camera_s_password_goes_to_the_keyring_and_not_into_the_settings(bench: Bench) -> None:
    bench.presenter.on_obs_camera("rtsp://me:geheim@10.0.0.7/live", "10.0.0.7/live")
    assert bench.settings.get("obs_camera") == ["rtsp://10.0.0.7/live", "10.0.0.7/live"]
    assert bench.view.last("show_values")[0]["obs_camera"] == bench.settings.get("obs_camera")
    whole = camera_logins.joined(bench.secrets, "rtsp://10.0.0.7/live")
    assert whole == "rtsp://me:geheim@10.0.0.7/live"
    bench.presenter.on_footage("rtsp://me:anders@10.0.0.9/2")
    assert bench.settings.get("footage") == "rtsp://10.0.0.9/2"
    assert camera_logins.joined(bench.secrets, "rtsp://10.0.0.9/2") == "rtsp://me:anders@10.0.0.9/2"
    bench.presenter.on_footage("rtsp://10.0.0.9/2")  # as it is shown: nothing else is typed
    assert "anders" in camera_logins.joined(bench.secrets, "rtsp://10.0.0.9/2")


@pytest.mark.parametrize(
    "whole",
    [
        "rtsp://10.0.0.1/user=admin&password=geheim&channel=1",
        "http://10.0.0.3/video?user=admin&pwd=geheim",
    ],
)
def test_a_password_among_the_parameters_goes_to_the_keyring_too(bench: Bench, whole: str) -> None:
    bench.presenter.on_obs_camera(whole, camera_name(whole))
    bench.presenter.on_footage(whole)
    kept, name = bench.settings.get("obs_camera")
    assert "geheim" not in f"{kept} {name} {bench.settings.get('footage')} {bench.view.said}"
    assert camera_logins.joined(bench.secrets, kept) == whole


def test_a_login_that_is_not_understood_is_kept_nowhere(bench: Bench) -> None:
    bench.presenter.on_obs_camera("rtsp://me%3Ageheim%4010.0.0.7/live", "10.0.0.7/live")
    assert bench.view.last("show_wrong") == ("obs_camera", "camera_address_holds_password")
    assert bench.settings.get("obs_camera") == []
