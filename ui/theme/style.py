"""The one style sheet of the program, and how a widget asks for its look.

A widget says what it *is* with dynamic properties; `dress` sets them. The whole vocabulary:

===========  ======================================================================================
property     values
===========  ======================================================================================
surface      ``light`` (desk, review), ``dark`` (live, training), ``rail``; on a view's root widget
role, labels ``title`` ``heading`` ``lead`` ``lead-strong`` ``strong`` ``muted`` ``small``
             ``figure`` (34) ``floor-figure`` (22) ``anchor`` (28) ``anchor-title`` (36) ``price``
             ``pill`` ``air`` (on air, red) ``field-error``
role, button ``primary`` (the one next step) ``danger`` ``quiet`` ``link`` ``row``
             (two lines); none: an ordinary button. ``large=True`` makes any of them 56 high
role, frame  ``card`` ``panel`` ``bar`` (top or bottom strip) ``line`` (1 px) ``toast`` ``trainer``
             ``side`` (a column open beside what runs) ``row`` (one of a list in it)
role, list   ``popup``: a window of its own under what is typed
tone         ``fine`` ``mind`` ``broken`` ``info``, on labels, pills, cards and dark buttons
wrong        ``true`` on an input whose content cannot be used
===========  ======================================================================================

Painters that draw themselves take their colours from `palette_for`.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from overlays.type import FAMILY
from ui import fonts
from ui.theme import tokens

HERE = Path(__file__).parent


def apply(app: QApplication) -> None:
    """Give the whole program its look. Main thread, before the first window.

    Again, it changes nothing: Qt would go through every widget there is.
    """
    sheet = style_sheet()
    if app.styleSheet() == sheet:
        return
    try:
        fonts.load()
    finally:  # the sentence that says a face is missing is shown in a window, too
        app.setStyle("Fusion")  # the same on every system; native ones ignore half a style sheet
        app.setFont(base_font())
        app.setPalette(_qt_palette())
        app.setStyleSheet(sheet)


def base_font() -> QFont:
    """The bundled face at the desk's size, with figures all of one width."""
    font = QFont(FAMILY)
    font.setPixelSize(tokens.DESK_TEXT)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def font_of(pixels: int, *, bold: bool = False) -> QFont:
    """The bundled face at ``pixels`` logical pixels, for widgets that paint their own words."""
    font = base_font()
    font.setPixelSize(pixels)
    font.setBold(bold)
    return font


def style_sheet() -> str:
    """studio.qss with every ``$token`` filled in."""
    text = (HERE / "studio.qss").read_text("utf-8")
    return Template(text).substitute(_values())


def dress(widget: QWidget, **properties: str | bool) -> QWidget:
    """Set properties of the vocabulary above and have the style look again. Returns the widget.

    Looking costs a fifth of a millisecond each time, and a screen has a hundred widgets: one that
    is dressed so already is left, and one the style has not looked at yet until it is shown.
    """
    if all((widget.property(name) or False) == value for name, value in properties.items()):
        return widget
    for name, value in properties.items():
        widget.setProperty(name, value)
    if "surface" in properties:
        # A plain QWidget subclass paints no style sheet background without it.
        widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        style = widget.style()
        style.unpolish(widget)
        style.polish(widget)
        widget.update()
    return widget


def polish(view: QWidget) -> None:
    """Have the style look at ``view`` and all that is in it now, not when it is first shown."""
    for each in (view, *view.findChildren(QWidget)):
        each.ensurePolished()


def palette_for(widget: QWidget) -> tokens.Palette:
    """The palette of the surface ``widget`` lies on: the nearest ancestor's that says."""
    current: QWidget | None = widget
    while current is not None:
        surface = current.property("surface")
        if surface:
            return tokens.LIGHT if surface == "light" else tokens.DARK
        current = current.parentWidget()
    return tokens.LIGHT


def has_bundled_font() -> bool:
    """True once the program's own face is known to Qt."""
    return FAMILY in QFontDatabase.families()


def _values() -> dict[str, str]:
    values = {
        name.lower(): f"{value}px" if isinstance(value, int) else value
        for name, value in vars(tokens).items()
        if name.isupper() and isinstance(value, (int, str))
    }
    for letter, palette in (("d", tokens.DARK), ("l", tokens.LIGHT)):
        values |= {f"{letter}_{key}": value for key, value in asdict(palette).items()}
    values["icons"] = (HERE / "icons").as_posix()
    return values


def _qt_palette() -> QPalette:
    """What the style sheet does not reach: placeholder text, native dialogs, selections."""
    palette = QPalette(QColor(tokens.LIGHT.ground))
    roles = {
        QPalette.ColorRole.Window: tokens.LIGHT.ground,
        QPalette.ColorRole.Base: tokens.LIGHT.panel,
        QPalette.ColorRole.Text: tokens.LIGHT.text,
        QPalette.ColorRole.WindowText: tokens.LIGHT.text,
        QPalette.ColorRole.ButtonText: tokens.LIGHT.text,
        QPalette.ColorRole.PlaceholderText: tokens.LIGHT.muted,
        QPalette.ColorRole.Highlight: tokens.JADE_FILL,
        QPalette.ColorRole.HighlightedText: tokens.WHITE,
    }
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    return palette
