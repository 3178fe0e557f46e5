"""What is wrong with a field, in one sentence that says what to type."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from ui.plan.edits import Problem


def problem_words(problem: Problem) -> str:
    """The sentence in the window's language."""
    return _sentences()[problem]


def _sentences() -> dict[Problem, str]:
    return {
        Problem.EMPTY: QCoreApplication.translate("problems", "这里不能空着"),
        Problem.TOO_LONG: QCoreApplication.translate("problems", "太长了，200 个字以内"),
        Problem.PRICE_NOT_NUMBER: QCoreApplication.translate("problems", "只写数字，比如 89.90"),
        Problem.PRICE_TOO_FINE: QCoreApplication.translate("problems", "最多写到分，比如 89.90"),
        Problem.PRICE_NOT_POSITIVE: QCoreApplication.translate(
            "problems", "价钱要比 0 大，比如 89.90"
        ),
        Problem.PRICE_TOO_LARGE: QCoreApplication.translate(
            "problems", "这个价钱太大了，看看是不是多写了几位"
        ),
        Problem.COMPARED_NOT_HIGHER: QCoreApplication.translate(
            "problems", "划线价要比现价高，没有就空着"
        ),
        Problem.STOCK_NOT_WHOLE: QCoreApplication.translate("problems", "写整数，比如 120"),
        Problem.STOCK_TOO_LARGE: QCoreApplication.translate(
            "problems", "这个数太大了，看看是不是多写了几位"
        ),
        Problem.SKU_TWICE: QCoreApplication.translate("problems", "这个货号别的商品在用，换一个"),
    }
