"""What failed although nobody waited for it is in the log, as loudly as it deserves."""

from __future__ import annotations

import logging
from concurrent.futures import Future

import pytest

from studio.runtime.errors import UserFacingError
from studio.session.unwaited import log_failure


@pytest.mark.expects_log
@pytest.mark.parametrize(
    ("error", "level"),
    [
        (UserFacingError("layer_not_loaded", slot="card", label=""), logging.WARNING),
        # It is told as a loss, and what was asked for is done when the stage is back.
        (UserFacingError("stage_unreachable", host="127.0.0.1", port=4455), logging.INFO),
        (UserFacingError("obs_silent", host="127.0.0.1", port=4455), logging.INFO),
        # Nothing tells of that one.
        (UserFacingError("stage_slow"), logging.WARNING),
        (KeyError("a bug"), logging.ERROR),
    ],
)
def test_a_stage_that_is_away_is_no_warning(
    error: Exception, level: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    done: Future[None] = Future()
    done.add_done_callback(log_failure(logging.getLogger("studio.test"), "it was not done"))
    done.set_exception(error)
    assert [(each.levelno, "it was not done" in each.message) for each in caplog.records] == [
        (level, True)
    ]
