"""``gongfu card``: overlay templates listed, checked and drawn, without a window."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from studio.cli import output
from studio.cli.context import Context, command, table
from studio.runtime.errors import UserFacingError
from studio.runtime.files import read_at_most
from studio.runtime.wording import sentence

card = click.Group("card", help="Overlay cards: their templates, and pictures of them.")

SMALLEST, LARGEST = 240, 4096
MOST_BYTES = 1_000_000


@command("list", card, help="The templates that come with the program.")
def card_list(context: Context) -> None:
    from overlays import library
    from overlays.form import as_json, form_of

    found = library.shipped().values()
    english = context.language() == "en"
    rows: list[list[object]] = [["ID", "模板 / Template", "层 / Slot"]]
    rows += [[each.id, each.en if english else each.zh, each.slot] for each in found]
    told = [{**as_json(form_of(each)), "slot": each.slot} for each in found]
    context.say(told, table(rows))


@command("check", card, help="Whether a template can be used, and the fields of its form.")
@click.argument("template")
def card_check(context: Context, template: str) -> None:
    from overlays.form import as_json

    found = _form(template)
    english = context.language() == "en"
    rows: list[list[object]] = [["", "字段 / Field", "种类 / Kind", "必填 / Required"]]
    rows += [
        [each.key, each.en if english else each.zh, each.kind.value, "✓" if each.required else ""]
        for each in found.fields
    ]
    lines = [found.en if english else found.zh, table(rows)]
    if found.needs_browser:
        lines.append(sentence("template_needs_browser", context.language(), name=found.zh))
    context.say(as_json(found), "\n".join(lines))


@command("render", card, help="Draw a card on an empty canvas into a PNG.")
@click.argument("template")
@click.option(
    "--data", type=click.Path(path_type=Path), help="JSON: the fields. Default: a sample."
)
@click.option("--size", default="1080x1920", show_default=True, help="Of the canvas: WxH.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The PNG.")
@click.option(
    "--frame", type=click.IntRange(0, 100_000), help="Of this frame after the take, at 30 a second."
)
@click.option("--platform", default="", help="Whose safe area (douyin, …). Default: every one's.")
def card_render(
    context: Context,
    template: str,
    data: Path | None,
    size: str,
    out: Path,
    frame: int | None,
    platform: str,
) -> None:
    from ui.headless import ensure_gui, qt_in_the_log

    application = ensure_gui()
    from overlays import brand, drawing, library
    from overlays.canvas import canvas

    wanted = _size(size)
    found = library.find(template)
    folder = context.data_dir
    kit = brand.load(folder, str(context.settings().get("workshop_name")))
    said = found.examples if data is None else _data(data)
    _tell_unknown(context, found, said)
    with qt_in_the_log():
        image = drawing.frame(
            *(found, said),
            canvas=canvas(wanted, _profile(platform, folder)),
            brand=kit,
            number=frame,
            folder=data.parent if data else None,
        )
    _write(image, out)
    del application  # Qt can draw only while it lives
    told = {"file": str(out), "template": found.id, "width": wanted[0], "height": wanted[1]}
    context.say(told, str(out))


def _form(template: str) -> Any:
    """The form of a template, which was read as strictly as if it were to be shown."""
    from overlays import library
    from overlays.form import form_of, read_form

    try:
        return form_of(library.find(template))
    except UserFacingError as error:
        if error.code != "template_needs_browser":
            raise
        return read_form(Path(template))


def _size(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{1,5})[xX×](\d{1,5})", text)
    sides = (int(found[1]), int(found[2])) if found else (0, 0)
    if not all(SMALLEST <= side <= LARGEST for side in sides):
        raise UserFacingError("card_size_wrong", size=text[:40])
    return sides


def _profile(platform: str, folder: Path) -> Any:
    from overlays.safe_areas import EVERYWHERE, profiles

    known = profiles(folder)
    found = known.get(platform or EVERYWHERE)
    if found is None:
        names = ", ".join(name for name in known if name != EVERYWHERE)
        raise UserFacingError("card_platform_unknown", name=platform[:40], known=names)
    return found


def _tell_unknown(context: Context, template: Any, said: Mapping[str, object]) -> None:
    """An entry that no field asks for, a mistyped one mostly: the card is drawn without it."""
    keys = [field.key for field in template.fields]
    if unknown := [key[:40] for key in said if key not in keys]:
        named = {"fields": ", ".join(unknown[:10]), "known": ", ".join(keys)}
        words = sentence("card_fields_unknown", context.language(), template=template.id, **named)
        output.complain(words)


def _write(image: Any, out: Path) -> None:
    from overlays import png

    try:
        png.write(image, out)
    except UserFacingError as error:
        if error.code != "card_not_saved":
            raise
        raise UserFacingError("card_file_unwritable", file=str(out)) from error


def _data(path: Path) -> dict[str, object]:
    try:
        content = read_at_most(path, MOST_BYTES)
        found = json.loads(content) if len(content) <= MOST_BYTES else None
    except FileNotFoundError as error:
        raise UserFacingError("card_data_missing", file=str(path)) from error
    except (OSError, ValueError, RecursionError) as error:
        raise UserFacingError("card_data_unreadable", file=str(path)) from error
    if not isinstance(found, dict):
        raise UserFacingError("card_data_unreadable", file=str(path))
    return found
