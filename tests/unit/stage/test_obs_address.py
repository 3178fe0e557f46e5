"""An address that is none is told by what opens the stage: there it becomes a red light."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.runtime.errors import UserFacingError
from studio.stage.obs.stage import ObsStage
from tests.helpers.practice import setup


@pytest.mark.parametrize(
    ("url", "code"),
    [("192.168.1.5", "obs_bad_address"), ("ws://me:pw@192.168.1.5", "obs_address_holds_more")],
)
def test_opening_tells_what_is_wrong_with_the_address(tmp_path: Path, url: str, code: str) -> None:
    stage = ObsStage(url, None)
    with pytest.raises(UserFacingError, match=code):
        stage.open(setup(tmp_path), lambda event: None)
    stage.close()
