"""Faults on the real program, a real OBS and a real ingest; nothing is wrong once it is at rest.

The whole of it, 200 faults and most of an hour: ``GONGFU_FAULTS=long``.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bench.soak.run import soak
from studio.stage.faults import Fault

pytestmark = pytest.mark.obs

SEED = 4
CONNECTION = (
    Fault.RESET,
    Fault.FLOOD,
    Fault.HALF_OPEN,
    Fault.PROXY,
    Fault.PASSWORD,
    Fault.COLLECTION,
)
"""Whatever happens to the connection: exactly one loss, then found again, or told why not."""


def test_whatever_happens_to_the_connection_is_one_loss_and_nothing_is_wrong_after_it(
    tmp_path: Path,
) -> None:
    report = soak(SEED, CONNECTION, tmp_path)
    assert [each.fault for each in report.played] == list(CONNECTION)
    assert report.good, report.as_dict()


if os.environ.get("GONGFU_FAULTS") == "long":  # no skip, which CI would not take

    def test_two_hundred_random_faults(tmp_path: Path) -> None:
        report = soak(SEED, 200, tmp_path)
        assert len(report.played) == 200
        assert report.good, report.as_dict()
