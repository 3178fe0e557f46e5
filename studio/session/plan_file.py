"""Plan files (排品): YAML that a person can read and write, checked before anything believes it.

docs/plan-file.md documents every key; plan.schema.json is what files are checked against.
Every function may be called from any thread; each reads or writes files, so not the main one.
"""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from studio.runtime.errors import UserFacingError
from studio.runtime.files import is_file, put_in_place
from studio.runtime.money import yuan
from studio.session.plan import Plan, PlannedOverlay, PlannedProduct, TimelineStep
from studio.session.plan_check import check_shape, price_fen, text_keys
from studio.session.plan_yaml import LARGEST_BYTES, Located, Where, read_text, read_values
from studio.stage.port import VideoProfile


def load(path: Path, *, check_files: bool = True) -> Plan:
    """Read and check a plan; paths in the result are absolute.

    ``check_files=False`` lets a picture or script be missing (the editor repairs such a plan).
    Errors: `UserFacingError` with a ``plan_…`` code, its ``file`` and, where it has one, ``line``.
    """
    return parse(read_text(path), path, check_files=check_files)


def parse(text: str, path: Path, *, check_files: bool = True) -> Plan:
    """A plan from its text, as if it stood at ``path``; errors as `load`."""
    located = read_values(text, path.name, text_keys())
    check_shape(located)
    folder = path.absolute().parent
    products = tuple(
        _product(located, index, folder, check_files)
        for index in range(len(located.value["products"]))
    )
    _refuse_twice(located, products)
    return Plan(
        title=located.value["title"],
        anchor=located.value.get("anchor", ""),
        video=VideoProfile(**located.value.get("video", {})),
        products=products,
        timeline=_timeline(located, {product.sku for product in products}),
        overlays=tuple(
            PlannedOverlay(
                row["template"], tuple(row.get("fields", {}).items()), row.get("name", "")
            )
            for row in located.value.get("overlays", [])
        ),
        path=path.absolute(),
    )


def _product(located: Located, index: int, folder: Path, check_files: bool) -> PlannedProduct:
    values = dict(located.value["products"][index])
    where: Where = ("products", index)
    for key in ("price", "compared_price"):
        if key in values:
            values[f"{key}_fen"] = price_fen(values.pop(key), located, (*where, key))
    for key in ("picture", "script"):
        if key in values:
            # A plan written on Windows may name its files with backslashes.
            values[key] = folder / values[key].replace("\\", "/")
            if not _inside(values[key], folder):
                raise _file_error("plan_file_outside", located, (*where, key))
            if check_files and not is_file(values[key]):
                raise _file_error("plan_file_missing", located, (*where, key))
    return PlannedProduct(**values)


def _inside(file: Path, folder: Path) -> bool:
    """Whether ``file`` lies in or below ``folder``, where links lead too.

    A plan comes on anybody's stick: what it names is read, shown and spoken on air. By its words
    first: a name such as ``//host/share`` must not even be looked for.
    """
    by_words = Path(os.path.normpath(file)).is_relative_to(os.path.normpath(folder))
    return by_words and Path(os.path.realpath(file)).is_relative_to(os.path.realpath(folder))


def _file_error(code: str, located: Located, where: Where) -> UserFacingError:
    name = located.value["products"][where[1]][where[2]]
    return UserFacingError(code, file=located.file, line=located.line(where), missing=name)


def _refuse_twice(located: Located, products: Iterable[PlannedProduct]) -> None:
    first: dict[str, int] = {}
    for index, product in enumerate(products):
        line = located.line(("products", index, "sku"))
        if product.sku in first:
            raise UserFacingError(
                "plan_sku_twice",
                file=located.file,
                line=line,
                sku=product.sku,
                first=first[product.sku],
            )
        first[product.sku] = line


def _timeline(located: Located, skus: set[str]) -> tuple[TimelineStep, ...]:
    steps = []
    for index, values in enumerate(located.value.get("timeline", [])):
        values = dict(values)
        if "yuan" in values:
            where = ("timeline", index, "yuan")
            values["yuan_fen"] = price_fen(values.pop("yuan"), located, where)
        step = TimelineStep(**(values | {"at": float(values["at"])}))
        if step.sku and step.sku not in skus:
            line = located.line(("timeline", index, "sku"))
            raise UserFacingError("plan_sku_unknown", file=located.file, line=line, sku=step.sku)
        steps.append(step)
    return tuple(sorted(steps, key=lambda step: step.at))


def save(plan: Plan, path: Path) -> Plan:
    """Write ``plan`` so that it is whole or untouched after a power cut; returns it as loaded.

    Comments and layout of a plan already at ``path`` are kept where the products still match.
    Errors: what `load` would refuse is refused before writing (with the line it would have had);
    plan_grown_too_big, plan_not_saved: nothing was changed.
    """
    text = dump(plan, path)
    data = text.encode("utf-8")
    if len(data) > LARGEST_BYTES:
        raise UserFacingError("plan_grown_too_big", file=path.name)
    saved = parse(text, path, check_files=False)
    _replace(path, data)
    return saved


def dump(plan: Plan, path: Path) -> str:
    """The plan as YAML text with files relative to ``path``, on top of what is there already."""
    document = _existing(path)
    folder = path.absolute().parent
    _merge(document, _plan_values(plan, folder))
    stream = io.StringIO()
    _round_trip().dump(document, stream)
    return stream.getvalue()


def _round_trip() -> YAML:
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = 4096  # a folded line is harder to edit in Notepad than a long one
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _existing(path: Path) -> CommentedMap:
    """The document already at ``path``, to be written over; empty if there is none to keep."""
    try:
        text = read_text(path)
        parse(text, path, check_files=False)
        document = _round_trip().load(text)
    except (UserFacingError, YAMLError):
        return CommentedMap()
    # An anchor shared by two products would let a change of one leak into the other.
    plain = "&" not in text and isinstance(document, CommentedMap)
    return document if plain else CommentedMap()


def _plan_values(plan: Plan, folder: Path) -> dict[str, Any]:
    values: dict[str, Any] = {"title": plan.title}
    if plan.anchor:
        values["anchor"] = plan.anchor
    video = plan.video
    values["video"] = {"width": video.width, "height": video.height, "fps": video.fps}
    values["products"] = [_product_values(product, folder) for product in plan.products]
    if plan.overlays:
        values["overlays"] = [
            {"template": each.template}
            | ({"name": each.name} if each.name else {})
            | {"fields": dict(each.data)}
            for each in plan.overlays
        ]
    if plan.timeline:
        values["timeline"] = [_step_values(step) for step in plan.timeline]
    return values


def _product_values(product: PlannedProduct, folder: Path) -> dict[str, Any]:
    compared = product.compared_price_fen
    values: dict[str, Any] = {
        "sku": product.sku,
        "name": product.name,
        "spec": product.spec,
        "price": _yuan_text(product.price_fen),
        "compared_price": None if compared is None else _yuan_text(compared),
        "compared_basis": product.compared_basis,
        "unit": product.unit,
        "stock": product.stock,
        "quota": product.quota or None,
        "origin": product.origin,
        "picture": _relative(product.picture, folder),
        "script": _relative(product.script, folder),
        "card": product.card,
    }
    return {key: value for key, value in values.items() if value is not None and value != ""}


def _step_values(step: TimelineStep) -> dict[str, Any]:
    at = int(step.at) if step.at == int(step.at) else step.at
    values: dict[str, Any] = {"at": at, "do": step.do}
    if step.sku:
        values["sku"] = step.sku
    if step.do == "order":
        values["qty"] = step.qty
    if step.channel:
        values["channel"] = step.channel
    for key in ("overlay", "words", "seconds"):
        if getattr(step, key):
            values[key] = getattr(step, key)
    if step.yuan_fen:
        values["yuan"] = _yuan_text(step.yuan_fen)
    return values


def _yuan_text(fen: int) -> str:
    text: str = DoubleQuotedScalarString(yuan(fen))
    return text


def _relative(file: Path | None, folder: Path) -> str | None:
    if file is None:
        return None
    try:
        return Path(os.path.relpath(file, folder)).as_posix()
    except ValueError:  # another drive on Windows: it has no relative path
        return file.as_posix()


def _merge(old: CommentedMap, new: dict[str, Any]) -> None:
    """Bring ``old`` to the values of ``new``, touching only what differs."""
    for key in [key for key in old if key not in new]:
        del old[key]
    for key, value in new.items():
        if isinstance(value, dict) and isinstance(old.get(key), CommentedMap):
            _merge(old[key], value)
        elif isinstance(value, list) and isinstance(old.get(key), CommentedSeq):
            old[key] = _merge_list(old[key], value)
        elif key not in old or not _same(old[key], value):
            old[key] = _fresh(value)


def _merge_list(old: CommentedSeq, new: list[dict[str, Any]]) -> CommentedSeq:
    if [_identity(item) for item in old] == [_identity(item) for item in new]:
        for item, values in zip(old, new, strict=True):
            _merge(item, values)
        return old
    # Moved, added or removed: each product keeps its own lines, notes between them are lost.
    known = {_identity(item): item for item in old}
    merged = CommentedSeq()
    for values in new:
        item = known.pop(_identity(values), None)
        if item is None:
            item = CommentedMap()
        _merge(item, values)
        merged.append(item)
    return merged


def _identity(item: dict[str, Any]) -> tuple[str, ...]:
    """What makes two list items the same one: a product's SKU, a step's time and action."""
    keys = ("at", "do") if "do" in item else ("sku",)
    return tuple(str(item.get(key)) for key in keys)


def _same(old: Any, new: Any) -> bool:
    return str(old) == str(new)


def _fresh(value: Any) -> Any:
    if isinstance(value, dict):
        fresh = CommentedMap({key: _fresh(item) for key, item in value.items()})
        if "do" in value or "fps" in value:
            fresh.fa.set_flow_style()
        return fresh
    if isinstance(value, str) and value.startswith("?"):
        # ruamel writes a plain "?0" into a flow mapping and cannot read it back.
        return DoubleQuotedScalarString(value)
    return CommentedSeq(map(_fresh, value)) if isinstance(value, list) else value


def _replace(path: Path, data: bytes) -> None:
    """Write beside the old file, force it to disk, then take its place in one step."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        put_in_place(temporary, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise UserFacingError("plan_not_saved", file=path.name) from error
