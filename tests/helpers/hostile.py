"""Every word of data a screen is given, as somebody would write it who means no good."""

from __future__ import annotations

import dataclasses
import functools
import inspect
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget

TURN = "\u202e"
"""Turns round whatever is written behind it."""
MARKED = f"<b>A&B</b><img src=x>{TURN}"
"""Rich text to Qt where it is asked to guess, and a key to press where it is a button's."""
WRITTEN_BY_PEOPLE = re.compile("[一-鿿]")
"""Codes, keys and addresses are the program's; names are Chinese in all samples."""


def hostile(value: Any) -> Any:
    """``value`` with `MARKED` behind every name in it, however deep."""
    if isinstance(value, str):
        return value + MARKED if type(value) is str and WRITTEN_BY_PEOPLE.search(value) else value
    if isinstance(value, list | tuple):
        inside = [hostile(each) for each in value]
        if isinstance(value, list):
            return inside
        return type(value)(*inside) if hasattr(value, "_fields") else tuple(inside)
    if isinstance(value, dict):
        return {key: hostile(each) for key, each in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = [field.name for field in dataclasses.fields(value) if field.init]
        return dataclasses.replace(value, **{n: hostile(getattr(value, n)) for n in fields})
    if type(value).__name__ == "SimpleNamespace":
        return type(value)(**{name: hostile(each) for name, each in vars(value).items()})
    return value


@contextmanager
def everything_hostile() -> Iterator[None]:
    """While it lasts, what views are told through their ``show_…`` and ``say`` is hostile."""
    inside = False

    def told(method: Any) -> Any:
        @functools.wraps(method)
        def tell(self: Any, *values: Any, **named: Any) -> Any:
            nonlocal inside
            if inside:  # a view that hands on what it was told
                return method(self, *values, **named)
            inside = True
            try:
                return method(self, *hostile(values), **hostile(named))
            finally:
                inside = False

        return tell

    with pytest.MonkeyPatch.context() as patch:
        for view in _views():
            for name, method in list(vars(view).items()):
                if inspect.isfunction(method) and re.match("show_|say$", name):
                    patch.setattr(view, name, told(method))
        yield


def _views() -> list[type]:
    modules = [module for name, module in list(sys.modules.items()) if name.startswith("ui.")]
    return [
        kind
        for module in modules
        for kind in vars(module).values()
        if inspect.isclass(kind)
        and issubclass(kind, QWidget)
        and kind.__module__ == module.__name__
    ]
