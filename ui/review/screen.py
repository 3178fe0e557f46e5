"""The review for the shell, and its pictures."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from studio.session.incidents import IncidentReport, incidents
from ui.live.sample import scene
from ui.report import pdf
from ui.report.sample import evening_summary
from ui.review.presenter import ReviewPresenter
from ui.review.view import ReviewScreen

if TYPE_CHECKING:
    from ui.shell import Shell


def make(shell: Shell, session_id: str = "") -> QWidget:
    view = ReviewScreen(parent=shell.stack, training=shell.in_training)
    presenter = ReviewPresenter(
        view, shell.studio, shell.open, shell.show_problem, pdf.write, shell.in_training
    )
    view.start(presenter, session_id)
    return view


def samples() -> dict[str, Callable[[], QWidget]]:
    return {"": _plain, "ran-out": _ran_out, "empty": _empty}


def _plain() -> QWidget:
    view = ReviewScreen()
    view.show_summary(evening_summary())
    jpeg = scene().jpeg
    down, weak = incidents(evening_summary())
    view.show_reports([IncidentReport(down, jpeg, jpeg), IncidentReport(weak, jpeg)])
    view.show_waiting(True)
    return view


def _ran_out() -> QWidget:
    """Two days later, and no platform's orders were imported."""
    view = ReviewScreen()
    view.show_summary({**evening_summary(), "orders_ran_out": 12, "ran_out_hours": 48})
    return view


def _empty() -> QWidget:
    view = ReviewScreen()
    view.show_nothing()
    return view
