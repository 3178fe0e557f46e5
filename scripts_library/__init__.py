"""Talk scripts (话术): their format, rendering with live values, and pacing. No Qt.

`load` or `parse` a script, `render` it with `values.for_product`, give the lines to the prompter.
"""

from scripts_library.parsing import load, parse
from scripts_library.rendering import (
    Piece,
    PromptLine,
    default_script,
    render,
    render_product_script,
)
from scripts_library.script import Cue, Script, ScriptLine, Stage

__all__ = [
    "Cue",
    "Piece",
    "PromptLine",
    "Script",
    "ScriptLine",
    "Stage",
    "default_script",
    "load",
    "parse",
    "render",
    "render_product_script",
]
