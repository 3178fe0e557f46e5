"""Templates as strangers make them: of OGraf, of SPX, and some that mean no good.

They show what they were told as colours: a band of the typed colour, as wide as the typed number,
and a square beneath it that is green where the typed words came as they were typed.
"""

from __future__ import annotations

import json
from pathlib import Path

from overlays import brought
from overlays.brought import Brought
from overlays.manifest import SCHEMA, SUFFIX
from studio.stage.layers import Layer, Page, Slot

WORDS = "王阿婆 \"'<b>&</script>\\${x}\u2028"
"""Whatever may break out of a page it is written into."""

MANIFEST = {
    "$schema": SCHEMA,
    "id": "band",
    "name": "天气条",
    "main": "lib/graphic.mjs",
    "supportsRealTime": True,
    "supportsNonRealTime": False,
    "schema": {
        "type": "object",
        "properties": {
            "words": {"type": "string", "gddType": "multi-line", "title": "哪里"},
            "tint": {"type": "string", "gddType": "color-rrggbb", "title": "颜色"},
            "wide": {"type": "number", "title": "多宽"},
            "logo": {"type": "string", "gddType": "file-path/image-path", "title": "图"},
        },
    },
}
SHOWN = """
export const wanted = %s;
export function shown(root, { words, tint, wide }) {
  root.style.cssText = "position:absolute;inset:0";
  root.innerHTML = "<p></p><i></i>";
  root.firstChild.style.cssText =
    `position:absolute;margin:0;left:0;top:0;height:40px;width:${wide}px;background:${tint}`;
  root.lastChild.style.cssText = "position:absolute;left:0;top:60px;height:40px;width:40px;" +
    `background:${words === wanted ? "#00ff00" : "#ff00ff"}`;
}
"""
GRAPHIC = """
import { shown } from "./shown.mjs";
export default class extends HTMLElement {
  async load({ data, renderType, renderCharacteristics: { resolution } }) {
    if (renderType !== "realtime" || resolution.width !== 320) return { statusCode: 400 };
    this.data = data;
    this.sheet = await (await fetch(new URL("look.json", import.meta.url))).json();
    return { statusCode: 200 };
  }
  async playAction() { shown(this, this.data); return { currentStep: 0 }; }
  async updateAction({ data }) {
    if (data.tint === this.sheet.refused) throw new Error("not this one");
    this.data = { ...this.data, ...data };
    shown(this, this.data);
  }
  async stopAction() {
    this.innerHTML = "<p></p>";
    this.firstChild.style.cssText = "position:absolute;inset:0;margin:0;background:#102030";
    await new Promise((resolve) => setTimeout(resolve, 300));
    this.innerHTML = "";
  }
}
"""
SPX = """<!DOCTYPE html>
<html><head><title>Band</title><script src="js/shown.js"></script><script>
window.SPXGCTemplateDefinition = {
  description: "Band", playserver: "OVERLAY", playlayer: "7", out: "manual",
  DataFields: [
    {field: "f0", ftype: "textarea", title: "Words", value: ""},
    {field: "f1", ftype: "color", title: "Colour", value: "#000000"},
    {field: "f2", ftype: "number", title: "Width", value: "10"},
    {field: "f3", ftype: "checkbox", title: "On", value: "0"},
    {field: "f99", ftype: "hidden", value: "theme"},
  ],
};
let told = null;
const root = () => document.querySelector("main");
function update(data) {
  told = JSON.parse(data);
  if (told.f3 !== "1" || told.f99 !== "theme") throw new Error("not as SPX gives it");
  if (root().dataset.on) shown(root(), { words: told.f0, tint: told.f1, wide: told.f2 });
}
function play() { root().dataset.on = "1"; update(JSON.stringify(told)); }
function stop() { root().innerHTML = ""; }
function next() {}
</script></head><body><main></main></body></html>
"""


def ograf(folder: Path, **change: str) -> Path:
    """A package; ``change`` replaces its graphic."""
    lib = folder / "lib"
    lib.mkdir(parents=True)
    (folder / f"band{SUFFIX}").write_text(json.dumps(MANIFEST), "utf-8")
    (lib / "graphic.mjs").write_text(change.get("graphic", GRAPHIC), "utf-8")
    (lib / "shown.mjs").write_text(SHOWN % json.dumps(WORDS), "utf-8")
    (lib / "look.json").write_text('{"refused": "#ff0000"}', "utf-8")
    return folder / f"band{SUFFIX}"


def spx(folder: Path, page: str = SPX) -> Path:
    (folder / "js").mkdir(parents=True)
    (folder / "band.html").write_text(page, "utf-8")
    plain = (SHOWN % json.dumps(WORDS)).replace("export ", "")
    (folder / "js" / "shown.js").write_text(plain, "utf-8")
    return folder / "band.html"


def page_of(template: Brought, **data: object) -> Page:
    """As it is put on air with that data."""
    return Page(
        template.path.parent,
        template.main,
        json.dumps(brought.data_for(template, data)),
        template.is_spx,
        tuple(field.key for field in template.fields),
    )


def layer_of(page: Page, sha256: str = "first") -> Layer:
    path = page.folder / page.main
    return Layer(Slot.PAGE, path, sha256, 0, 0, 320, 180, label="天气条", page=page)
