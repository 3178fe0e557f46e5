// Laying out a template: the steps of overlays/flow.py, setting.py and words.py, in their order.

import { ASCENT, DESCENT, elide, fitLine, fitLines, measure, oneLine } from "./letters.mjs";
import { modules } from "./qr.mjs";
import { carrying, mix, mixLight, needed, readable, veiled, worst } from "./tones.mjs";

export const QUIET = 4;
/** Of a unit: tried one after the other until everything fits. */
const SHARES = [1, 0.94, 0.88, 0.82, 0.76, 0.7, 0.64, 0.58];
const SPARING = 0.82;
/** Of a drawing under letters; below, it is left out. */
const FAINTEST = 0.03;
/** Of a drawing's size: at its edges there is hardly any of it. */
const FADES = 0.1;
const LINE = ASCENT + DESCENT;
const SHORT_SIDE = 720;
const SAFE_WIDTH = 512;
const SAFE = { portrait: [0.111111, 0.15, 0.822222, 0.65], landscape: [0.05, 0.05, 0.95, 0.94] };
const PLACEHOLDER = /\{([a-z_.]+)(?:\|([a-z_]+))?\}/g;
const round = (value) => Math.trunc(value + 0.5);
/** A part of a row that may be shortened: a figure never is. */
const isWords = (text) => text.includes("{") && !text.includes("|");

/** A value that differs by how the picture is held. */
const pick = (value, side) =>
  value && typeof value === "object" && !Array.isArray(value) &&
  Object.keys(value).sort().join() === "landscape,portrait" ? value[side] : value;

const get = (node, key, side, fallback) => {
  const value = pick(node[key], side);
  return value === undefined ? fallback : value;
};

export function canvasOf(width, height, safeShares) {
  const side = height > width ? "portrait" : "landscape";
  const shares = safeShares ?? SAFE[side];
  const even = (value) => {
    const down = Math.floor(value);
    if (value - down !== 0.5) return Math.round(value);
    return down % 2 ? down + 1 : down;
  };
  const [x, y] = [even(shares[0] * width), even(shares[1] * height)];
  const safe = { x, y, w: even(shares[2] * width) - x, h: even(shares[3] * height) - y };
  const plain = width / SHORT_SIDE;
  const unit = height > width
    ? Math.min(Math.max(safe.w / SAFE_WIDTH, 0.7 * plain), 1.15 * plain)
    : Math.max(height / SHORT_SIDE, 0.55);
  return { width, height, safe, unit, side };
}

export function clock(ms) {
  const seconds = Math.ceil(ms / 1000);
  const two = (value) => String(value).padStart(2, "0");
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return seconds >= 3600 ? `${two(Math.floor(seconds / 3600))}:${rest}` : rest;
}

function yuan(fen) {
  const rest = fen % 100;
  return `${Math.floor(fen / 100)}${rest ? `.${String(rest).padStart(2, "0")}` : ""}`;
}

/** Data, brand and loaded pictures of one graphic. */
class Words {
  constructor(data, brand, side, images) {
    Object.assign(this, { data, brand, side, images });
  }

  value(name) {
    return name.startsWith("brand.") ? this.brand[name.slice(6)] : this.data[name];
  }

  image(name) {
    const value = this.value(name);
    return value ? this.images.get(value) ?? null : null;
  }

  shape(name) {
    const image = this.image(name);
    return image ? image.naturalWidth / image.naturalHeight : 1;
  }

  shaped(name, shape) {
    const value = this.value(name);
    if (value === undefined || value === null) return "";
    if (!shape || typeof value !== "number") return String(value);
    if (shape === "clock") return clock(value);
    const [whole, rest] = yuan(value).split(".");
    return { yuan: yuan(value), yuan_whole: whole, yuan_rest: rest ? `.${rest}` : "" }[shape];
  }

  fill(text) {
    return oneLine(text.replace(PLACEHOLDER, (_, name, shape) => this.shaped(name, shape)));
  }

  fillSpan(text) {
    return text.replace(PLACEHOLDER, (_, name, shape) => oneLine(this.shaped(name, shape)));
  }

  holds(when) {
    return (when ?? "").split(/[&\s]+/).filter(Boolean).every((part) => {
      const wanted = !part.startsWith("!");
      return this.is(wanted ? part : part.slice(1)) === wanted;
    });
  }

  is(name) {
    if (name === "portrait" || name === "landscape") return this.side === name;
    if (name.endsWith(".wide")) return this.shape(name.slice(0, -5)) >= 1.6;
    const value = this.value(name);
    return typeof value === "string" ? value.trim() !== "" : value !== undefined && value !== null && value !== 0;
  }
}

/** Where everything goes: {x, y, width, height, root}, in pixels of the picture. */
export function compose(manifest, data, brand, tones, canvas, images) {
  const words = new Words(data, brand, canvas.side, images);
  let found;
  const faint = new Map();
  const place = pick(manifest.v_gongfu.place ?? {}, canvas.side);
  const spare = get(place, "spare", canvas.side, 0) * canvas.unit;
  const sparing = spare ? SHARES.filter((share) => share >= SPARING).map((share) => [share, spare]) : [];
  for (const [share, spared] of [...sparing, ...SHARES.map((share) => [share, 0])]) {
    const again = () => {
      const layout = new Layout(words, tones, { ...canvas, unit: canvas.unit * share }, faint);
      found = layout.compose(manifest.v_gongfu, spared);
      return layout;
    };
    let layout = again();
    if (layout.tooTall && share !== SHARES.at(-1)) continue;
    while (layout.fainter.size) {
      layout.fainter.forEach((opacity, node) => faint.set(node, opacity));
      layout = again();
    }
    if (!spared || !layout.tooTall) break;
  }
  return found;
}

class Layout {
  constructor(words, tones, canvas, faint) {
    Object.assign(this, { words, tones, canvas, side: canvas.side, tooTall: false, faint, fainter: new Map(), drawings: [] });
  }

  px(units) {
    return units * this.canvas.unit;
  }

  pixels(units) {
    return Math.max(1, round(units * this.canvas.unit));
  }

  get(node, key, fallback) {
    return get(node, key, this.side, fallback);
  }

  /** `spared`: pixels that are left to others. */
  compose(ours, spared) {
    const place = pick(ours.place ?? {}, this.side);
    const value = (key, fallback) => get(place, key, this.side, fallback);
    const root = pick(ours.layers, this.side);
    const margin = round(this.px(this.get(root, "shadow", 0)));
    const { canvas } = this;
    const area = value("within", "safe") === "safe"
      ? canvas.safe : { x: 0, y: 0, w: canvas.width, h: canvas.height };
    const region = { x: area.x + margin, y: area.y + margin, w: area.w - 2 * margin, h: area.h - 2 * margin };
    const [dx, dy] = [this.px(value("dx", 0)), this.px(value("dy", 0))];
    const high = region.h - dy - spared;
    const wished = this.wish(root, Math.trunc(region.w - dx), high) ?? { w: 1, h: 1 };
    if (wished.h > high + 1) this.tooTall = true;
    const wish = { w: Math.ceil(wished.w - 0.02), h: Math.ceil(wished.h - 0.02) };
    const stand = (start, room, size, inset, end) => ({
      start: start + inset, center: start + (room - size) / 2, end: start + room - inset - size,
    })[end];
    const x = round(stand(region.x, region.w, wish.w, dx, value("x", "start")) - margin);
    const y = round(stand(region.y, region.h, wish.h, dy, value("y", "end")) - margin);
    const box = whole({ x: margin, y: margin, w: wish.w, h: wish.h });
    const part = this.place(root, box, []);
    return { x, y, width: box.w + 2 * margin, height: box.h + 2 * margin, root: part };
  }

  // --- wishes

  within(size, room) {
    return typeof size === "number" ? Math.min(round(this.px(size)), room) : room;
  }

  wish(raw, width, height) {
    const node = pick(raw, this.side);
    if (!this.words.holds(this.get(node, "when", ""))) return null;
    const [sizeX, sizeY] = [this.get(node, "width", "fit"), this.get(node, "height", "fit")];
    const [roomX, roomY] = [this.within(sizeX, width), this.within(sizeY, height)];
    const kind = node.kind ?? "box";
    const found = kind === "box" ? this.measureBox(node, roomX, roomY) : this.measureLeaf(node, kind, roomX, roomY);
    if (!found) return null;
    if (kind === "qr" || (kind === "picture" && this.get(node, "fit", "cover") === "hug")) return { ...found, ownW: found.w, ownH: found.h };
    const w = sizeX === "fit" ? Math.min(found.w, width) : roomX;
    const h = sizeY === "fit" ? found.h : roomY;
    const stretches = kind === "picture" || kind === "art" || kind === "roll";
    return {
      w, h,
      ownW: sizeX !== "fill" ? w : stretches ? 0 : found.w,
      ownH: sizeY !== "fill" ? h : stretches ? 0 : found.h,
    };
  }

  measureLeaf(node, kind, width, height) {
    if (kind === "text") {
      const block = this.block(node, width);
      return block && { w: block.width, h: block.height };
    }
    if (kind === "picture") {
      const source = this.get(node, "source");
      if (!this.words.image(source)) return null;
      if (this.get(node, "fit", "cover") === "cover") return { w: width, h: height };
      const shape = this.words.shape(source);
      const area = this.get(node, "area", 0);
      const most = area ? Math.sqrt(area * shape) * this.canvas.unit : Infinity;
      const wide = Math.min(width, height * shape, most);
      return { w: wide, h: wide / shape };
    }
    if (kind === "qr") {
      const text = this.words.fill(this.get(node, "text"));
      if (!text) return null;
      const side = this.module(node, text) * (modules(text).length + 2 * QUIET);
      return { w: side, h: side };
    }
    if (kind === "digits") {
      return { w: this.cells(node).total, h: this.pixels(this.get(node, "size")) * LINE };
    }
    if (kind === "roll") return { w: width, h: this.pixels(this.get(node, "size")) * LINE };
    return { w: width, h: height };
  }

  module(node, text) {
    const count = modules(text).length + 2 * QUIET;
    const width = this.get(node, "width", "fit");
    const wanted = typeof width === "number" ? this.px(width) : 0;
    const short = Math.min(this.canvas.width, this.canvas.height);
    return Math.max(Math.trunc(wanted / count), Math.ceil((8 / 1080) * short), 1);
  }

  cell(node) {
    return 2 * Math.ceil(measure("0", this.pixels(this.get(node, "size")), true) / 2);
  }

  cells(node) {
    const cell = this.cell(node);
    const edges = [];
    let total = 0;
    for (const letter of this.left(node)) {
      edges.push(total);
      total += letter === ":" ? cell / 2 : cell;
    }
    return { edges, total };
  }

  left(node) {
    const value = this.words.data[this.get(node, "field")];
    return clock(Number.isInteger(value) ? value : 0);
  }

  pads(node) {
    const value = [this.get(node, "pad", 0)].flat();
    const all = value.length === 1 ? [0, 0, 0, 0].fill(value[0])
      : value.length === 2 ? [value[0], value[1], value[0], value[1]] : value;
    const [top, right, bottom, left] = all.map((units) => this.px(units));
    if (!this.get(node, "in_safe", false)) return [top, right, bottom, left];
    const { safe, width, height } = this.canvas;
    return [top + safe.y, right + width - safe.x - safe.w, bottom + height - safe.y - safe.h, left + safe.x];
  }

  measureBox(node, width, height) {
    const [top, right, bottom, left] = this.pads(node);
    const shown = this.row(node, Math.max(0, width - left - right), Math.max(0, height - top - bottom));
    const fits = (key) => this.get(node, key, "fit") === "fit";
    if (!shown.length && !this.fills(node).length && fits("width") && fits("height")) return null;
    const gaps = this.px(this.get(node, "gap", 0)) * Math.max(0, shown.length - 1);
    let wide = Math.max(0, ...shown.map(([, wish]) => wish.ownW));
    let high = Math.max(0, ...shown.map(([, wish]) => wish.ownH));
    const flow = this.get(node, "flow", "column");
    if (flow === "row") wide = shown.reduce((sum, [, wish]) => sum + wish.w, 0) + gaps;
    else if (flow === "column") high = shown.reduce((sum, [, wish]) => sum + wish.h, 0) + gaps;
    return { w: wide + left + right, h: high + top + bottom };
  }

  row(node, width, height) {
    const flow = this.get(node, "flow", "column");
    const along = { row: "width", column: "height" }[flow];
    const gap = this.px(this.get(node, "gap", 0));
    const children = (this.get(node, "children", [])).map((child) => pick(child, this.side));
    const found = new Map();
    let used = 0;
    let count = 0;
    let filling = [];
    const isFigures = (child) => child.kind === "digits";
    const places = [...children.keys()];
    const figuresFirst = [...places.filter((at) => isFigures(children[at])), ...places.filter((at) => !isFigures(children[at]))];
    figuresFirst.forEach((place) => {
      const child = children[place];
      if (along && this.get(child, along, "fit") === "fill") {
        filling.push(place);
        return;
      }
      const rest = used + gap * count;
      const [roomX, roomY] = along === "width" ? [width - rest, height] : [width, height];
      const wish = this.wish(child, Math.max(roomX, 0), Math.max(roomY, 0));
      if (wish) {
        found.set(place, wish);
        used += along === "width" ? wish.w : wish.h;
        count += 1;
      }
    });
    filling = filling.filter((place) => this.words.holds(this.get(children[place], "when", "")));
    let rest = (along === "width" ? width : height) - used;
    rest -= gap * Math.max(0, count + filling.length - 1);
    const share = filling.length ? Math.max(0, rest / filling.length) : 0;
    for (const place of filling) {
      const wish = along === "width"
        ? this.wish(children[place], share, height) : this.wish(children[place], width, share);
      if (wish) found.set(place, wish);
    }
    return children.map((child, place) => [child, found.get(place)]).filter(([, wish]) => wish);
  }

  // --- text

  isBold(bold) {
    return bold === "yes" || (bold === "brand" && this.words.brand.weight === "bold");
  }

  spans(node) {
    return this.get(node, "spans", [{ text: this.get(node, "text") }]).map((span) => pick(span, this.side));
  }

  boldOf(node, span) {
    return this.isBold(this.get(span, "bold") ?? this.get(node, "bold", "no"));
  }

  block(node, width) {
    const all = this.spans(node);
    const spans = all
      .map((span) => [all.length === 1 ? this.words.fill(this.get(span, "text")) : this.words.fillSpan(this.get(span, "text")), span])
      .filter(([text]) => text);
    if (!spans.some(([text]) => text.trim())) return null;
    const sizes = this.sizes(node);
    const set = all.length > 1
      ? this.setRow(node, spans, sizes, width + 0.02) : this.setPlain(node, spans[0], sizes, width + 0.02);
    const widths = set.lines.map((line) => this.lineWidth(node, line));
    return {
      ...set, width: Math.max(...widths),
      height: set.lines.length * set.size * this.get(node, "leading", 1.28),
    };
  }

  sizes(node) {
    const size = this.get(node, "size");
    const least = this.get(node, "least", size * 0.7);
    const found = [];
    for (let at = size; at > least; at -= at <= 24 ? 1 : 2) found.push(this.pixels(at));
    return [...new Set([...found, this.pixels(least)])];
  }

  lineWidth(node, line) {
    return line.reduce((sum, [text, size, span]) => sum + measure(text, size, this.boldOf(node, span)), 0);
  }

  setPlain(node, [text, span], sizes, width) {
    const bold = this.boldOf(node, span);
    if (this.get(span, "text").includes("|")) {
      for (let size = sizes[sizes.length - 1] - 1; size > 0; size -= 1) sizes.push(size);
    }
    const most = this.get(node, "lines", 1);
    const single = sizes.filter((size) => size >= sizes[0] * 0.8);
    const fitted = most === 1 ? fitLine(text, width, sizes, bold) : fitLines(text, width, single, sizes, most, bold);
    return { lines: fitted.lines.map((line) => [[line, fitted.size, span]]), size: fitted.size };
  }

  setRow(node, spans, sizes, width) {
    const sizeOf = (span, size) => {
      const least = this.get(span, "least", 0);
      return Math.max(least ? Math.min(size, this.pixels(least)) : 1, round(size * this.get(span, "part", 1)));
    };
    const pieces = (size) => spans.map(([text, span]) => [text, sizeOf(span, size), span]);
    for (const size of sizes) {
      if (this.lineWidth(node, pieces(size)) <= width) return { lines: [pieces(size)], size };
    }
    const words = spans.map(([, span], place) => place).filter((place) => isWords(this.get(spans[place][1], "text")));
    for (let size = sizes[sizes.length - 1]; size > 0; size -= 1) {
      const line = pieces(size);
      const widths = line.map((piece) => this.lineWidth(node, [piece]));
      const total = widths.reduce((sum, each) => sum + each, 0);
      if (total <= width) return { lines: [line], size };
      if (!words.length) continue;
      const widest = words.reduce((best, place) => (widths[place] > widths[best] ? place : best));
      const [text, small, span] = line[widest];
      const bold = this.boldOf(node, span);
      const rest = width - total + widths[widest];
      if (rest < measure("…", small, bold)) continue;
      line[widest] = [elide(text, rest, small, bold), small, span];
      return { lines: [line], size };
    }
    return { lines: [pieces(1)], size: 1 };
  }

  runs(node, block, x, y, width, backs) {
    const leading = this.get(node, "leading", 1.28);
    const high = block.size * leading;
    const rise = (high - LINE * block.size) / 2 + ASCENT * block.size;
    return block.lines.flatMap((line, number) => {
      const spare = width - this.lineWidth(node, line);
      let at = x + { start: 0, center: spare / 2, end: spare }[this.get(node, "align", "start")];
      const base = round(y + number * high + rise);
      return line.map(([text, size, span]) => {
        const bold = this.boldOf(node, span);
        const name = this.get(span, "colour") || this.get(node, "colour", "auto");
        const run = {
          text, x: at, y: base, size, bold, struck: this.get(span, "struck", false),
          colour: this.colour(name, backs, size, bold),
        };
        at += measure(text, size, bold);
        return run;
      });
    });
  }

  tone(name) {
    return this.tones[name] ?? name;
  }

  colour(name, backs, size, bold) {
    if (!backs.length) return name === "auto" ? "#FFFFFF" : this.tone(name);
    const least = needed(size, bold, this.canvas.width, this.side === "portrait");
    if (name !== "auto") return readable(this.tone(name), backs, least);
    const light = worst("#FFFFFF", backs);
    const white = light >= least || light > worst("#1D232A", backs);
    return readable(white ? "#FFFFFF" : "#1D232A", backs, least);
  }

  fills(node) {
    return [this.get(node, "fill", [])].flat();
  }

  fill(node) {
    const own = this.fills(node).map((name) => this.tone(name));
    if (own.length < 2 || this.get(node, "opacity", 1) < 1 || !this.carriesLetters(node)) return own;
    const over = this.get(node, "flow", "column") === "over" ? this.get(node, "children", []) : [];
    const arts = over.map((child) => pick(child, this.side)).filter((child) => child.kind === "art");
    return carrying(own, arts.map((art) => [this.tone(this.get(art, "tint", "white")), this.get(art, "opacity", 1)]));
  }

  carriesLetters(node) {
    return this.get(node, "children", []).map((child) => pick(child, this.side))
      .filter((child) => this.words.holds(this.get(child, "when", "")))
      .some((child) => ["text", "digits", "roll"].includes(child.kind)
        || ((child.kind ?? "box") === "box" && !this.fills(child).length && this.carriesLetters(child)));
  }

  under(x, y, w, h) {
    return this.drawings.filter(({ box, opacity }) =>
      opacity && box.x < x + w && x < box.x + box.w && box.y < y + h && y < box.y + box.h);
  }

  isRead(run, grounds) {
    const least = needed(run.size, run.bold, this.canvas.width, this.side === "portrait");
    return !grounds.length || worst(run.colour, grounds) >= least;
  }

  // --- places

  place(raw, box, backs) {
    const node = pick(raw, this.side);
    const kind = node.kind ?? "box";
    if (kind === "box") return this.placeBox(node, box, backs);
    if (kind === "text") {
      const block = this.block(node, box.w);
      const top = box.y + (box.h - block.height) / 2;
      const under = this.under(box.x, top, box.w, block.height);
      const grounds = veiled(backs, under.map((each) => [each.tint, each.opacity]));
      const runs = this.runs(node, block, box.x, top, box.w, grounds);
      under.forEach((each) => {
        const over = veiled(backs, [[each.tint, each.opacity]]);
        if (runs.every((run) => this.isRead(run, over))) return;
        this.fainter.set(each.node, each.opacity / 2 >= FAINTEST ? each.opacity / 2 : 0);
      });
      return { kind, box, runs };
    }
    if (kind === "picture") {
      return {
        kind, box: whole(box), image: this.words.image(this.get(node, "source")),
        cover: this.get(node, "fit", "cover") === "cover", radius: this.px(this.get(node, "radius", 0)),
      };
    }
    if (kind === "art") {
      const tint = this.tone(this.get(node, "tint", "white"));
      const opacity = this.faint.get(node) ?? this.get(node, "opacity", 1);
      const edge = Math.min(box.w, box.h) * FADES;
      const core = { x: box.x + edge, y: box.y + edge, w: box.w - 2 * edge, h: box.h - 2 * edge };
      this.drawings.push({ box: core, tint, opacity, node });
      return { kind, box: whole(box), source: this.get(node, "source"), tint, opacity };
    }
    return this.placeRest(node, kind, box, backs);
  }

  placeRest(node, kind, box, backs) {
    if (kind === "qr") {
      const text = this.words.fill(this.get(node, "text"));
      return { kind, x: round(box.x), y: round(box.y), text, module: this.module(node, text) };
    }
    const size = this.pixels(this.get(node, "size"));
    const base = round(box.y + (box.h - LINE * size) / 2 + ASCENT * size);
    const bold = kind === "digits" || this.isBold(this.get(node, "bold", "no"));
    const colour = this.colour(this.get(node, "colour", "auto"), backs, size, bold);
    if (kind === "digits") {
      const { edges, total } = this.cells(node);
      const left = round(box.x + (box.w - total) / 2);
      return {
        kind, text: this.left(node), cells: edges.map((edge) => left + edge),
        cell: this.cell(node), size, base, colour,
      };
    }
    const run = { text: this.words.fill(this.get(node, "text")), x: box.x, y: base, size, colour, bold };
    return { kind, box: whole(box), run, speed: this.px(this.get(node, "speed")) };
  }

  placeBox(node, box, backs) {
    const [top, right, bottom, left] = this.pads(node);
    const inner = { x: box.x + left, y: box.y + top, w: box.w - left - right, h: box.h - top - bottom };
    const shown = this.row(node, Math.max(0, inner.w), Math.max(0, inner.h));
    if (this.get(node, "in_safe", false)) {
      const gaps = this.px(this.get(node, "gap", 0)) * (shown.length - 1);
      if (shown.reduce((sum, [, wish]) => sum + wish.h, gaps) > inner.h + 1) this.tooTall = true;
    }
    const edge = this.get(node, "edge", "");
    const fill = this.fill(node);
    const drawings = this.drawings;
    if (fill.length && this.get(node, "opacity", 1) >= 1) this.drawings = [];
    const parts = this.spread(node, inner, shown, this.behind(node, fill, backs));
    this.drawings = drawings;
    return {
      kind: "box", box: whole(box), fill,
      way: this.get(node, "way", "across"), opacity: this.get(node, "opacity", 1),
      radius: this.px(this.get(node, "radius", 0)), edge: edge && this.tone(edge),
      edgeWidth: this.px(this.get(node, "edge_width", 1)), shadow: this.px(this.get(node, "shadow", 0)),
      clip: this.get(node, "clip", false), parts,
    };
  }

  behind(node, own, backs) {
    if (!own.length) return backs;
    const opacity = this.get(node, "opacity", 1);
    if (opacity >= 1) return own;
    const under = backs.length ? backs : ["#000000", "#FFFFFF"];
    return own.flatMap((tone) =>
      under.flatMap((below) => [mix(below, tone, opacity), mixLight(below, tone, opacity)]));
  }

  spread(node, inner, shown, behind) {
    const flow = this.get(node, "flow", "column");
    const pack = this.get(node, "pack", "start");
    let gap = this.px(this.get(node, "gap", 0));
    const along = shown.reduce((sum, [, wish]) => sum + (flow === "row" ? wish.w : wish.h), 0);
    const spare = (flow === "row" ? inner.w : inner.h) - along - gap * Math.max(0, shown.length - 1);
    let at = { start: 0, center: spare / 2, end: spare, between: 0 }[pack];
    if (pack === "between" && shown.length > 1) gap += spare / (shown.length - 1);
    return shown.map(([child, wish]) => {
      const part = this.place(child, this.childBox(node, flow, inner, at, child, wish), behind);
      if (flow !== "over") at += (flow === "row" ? wish.w : wish.h) + gap;
      return part;
    });
  }

  childBox(node, flow, inner, at, child, wish) {
    const across = (room, size, end) => ({ start: 0, center: (room - size) / 2, end: room - size })[end] ?? 0;
    const hugs = child.kind === "picture" && this.get(child, "fit", "cover") === "hug";
    const fills = (key) => !hugs && this.get(child, key, "fit") === "fill";
    const w = fills("width") && flow !== "row" ? inner.w : wish.w;
    const h = fills("height") && flow !== "column" ? inner.h : wish.h;
    const align = this.get(node, "align", "start");
    if (flow === "row") return { x: inner.x + at, y: inner.y + across(inner.h, h, align), w, h };
    const x = inner.x + across(inner.w, w, align);
    if (flow === "over") return { x, y: inner.y + across(inner.h, h, this.get(node, "pack", "start")), w, h };
    return { x, y: inner.y + at, w, h };
  }
}

export function whole(box) {
  const [left, top] = [round(box.x), round(box.y)];
  return { x: left, y: top, w: round(box.x + box.w) - left, h: round(box.y + box.h) - top };
}
