"""A case in one line of the command line: its clock while it waits, and what became of it."""

from __future__ import annotations

import pytest

from inventory.aftersales.cases import Case, Step
from studio.cli.case import case_as_line
from studio.cli.context import local_time
from studio.runtime.clock import HOUR_MS

OPENED = 1_780_315_260_000
DUE = OPENED + 48 * HOUR_MS
UNTIL = local_time(DUE)


def a_case(*steps: tuple[str, int, int], due: int | None = DUE) -> Case:
    """Of two boxes; each step with its pieces and fen."""
    done = [("opened", 0, 0), *steps]
    made = [
        Step(seq, what, qty, fen, "", None, OPENED) for seq, (what, qty, fen) in enumerate(done, 1)
    ]
    return Case(
        *("01A2B3C4", "platform", "抖店", "6917", "line/YM", "", OPENED, "YM", "杨梅", "箱", 2),
        *(17_980, "spoiled", "refund", due, OPENED, tuple(made)),
    )


@pytest.mark.parametrize(
    ("case", "now", "zh", "en"),
    [
        (a_case(), OPENED, f"等答复，{UNTIL} 前要答复", f"to be answered by {UNTIL}"),
        (
            a_case(), DUE + 1, f"等答复，{UNTIL} 前就该答复，已经超了",
            f"was to be answered by {UNTIL} and is overdue",
        ),
        (a_case(due=None), DUE, "等答复，没有期限", "to be answered, no limit"),
        (a_case(("refused", 0, 0)), DUE + 1, "没有同意", "refused"),
        (
            a_case(("refunded", 0, 8990)), DUE + 1,
            "在办，退了 ¥89.90", "going on; ¥89.90 given back",
        ),
        (
            a_case(("lost", 1, 0), ("returned", 1, 0), ("resent", 2, 0), ("closed", 0, 0)), DUE + 1,
            "办完了，退回上架 1 箱，坏了报损 1 箱，补发了 2 箱",
            "done; 1 箱 back on the shelf; 1 箱 lost; 2 箱 sent again",
        ),
    ],
)  # fmt: skip
def test_a_line_tells_the_clock_while_it_runs_and_what_became_of_it(
    case: Case, now: int, zh: str, en: str
) -> None:
    since = local_time(OPENED)
    assert case_as_line(case, "zh", now) == f"售后 B3C4：要退 杨梅 × 2 箱，{since} 开的，{zh}"
    told = f"Case B3C4: 杨梅 × 2 箱, to be refunded; opened {since}; {en}"
    assert case_as_line(case, "en", now) == told
