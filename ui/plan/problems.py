"""What is wrong with a field, in one sentence that says what to type."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from ui.plan.edits import Problem


def problem_words(problem: Problem) -> str:
    """The sentence in the window's language."""
    return _sentences()[problem]


def _sentences() -> dict[Problem, str]:
    tr = QCoreApplication.translate
    return {
        Problem.EMPTY: tr("problems", "这里不能空着"),
        Problem.TOO_LONG: tr("problems", "太长了，200 个字以内"),
        Problem.PRICE_NOT_NUMBER: tr("problems", "只写数字，比如 89.90"),
        Problem.PRICE_TOO_FINE: tr("problems", "最多写到分，比如 89.90"),
        Problem.PRICE_NOT_POSITIVE: tr("problems", "价钱要比 0 大，比如 89.90"),
        Problem.PRICE_TOO_LARGE: tr("problems", "这个价钱太大了，看看是不是多写了几位"),
        Problem.COMPARED_NOT_HIGHER: tr("problems", "划线价要比现价高，没有就空着"),
        Problem.STOCK_NOT_WHOLE: tr("problems", "写整数，比如 120"),
        Problem.STOCK_TOO_LARGE: tr("problems", "这个数太大了，看看是不是多写了几位"),
        Problem.SKU_TWICE: tr("problems", "这个货号别的商品在用，换一个"),
    }
