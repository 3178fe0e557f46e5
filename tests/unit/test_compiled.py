"""What makes collecting cheaper changes nothing for who collects."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import is_local_module_file

import bench.told
import inventory.ledger
import overlays.text_fit
import scripts_library
import studio.store.database
import tests.helpers.clock
import tools.quick_reading
import ui.shell

MODULES = (
    *(studio.store.database, ui.shell, overlays.text_fit, inventory.ledger, scripts_library),
    *(bench.told, tools.quick_reading, tests.helpers.clock, sys.modules[__name__], json, pytest),
)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_hypothesis_reads_the_modules_it_would_read(module: object) -> None:
    file = str(Path(str(getattr(module, "__file__", ""))))
    assert providers.is_local_module_file is not is_local_module_file
    assert providers.is_local_module_file(file) == is_local_module_file(file)
