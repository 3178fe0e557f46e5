// Painting a composition on a 2D canvas; the steps of overlays/paint.py.

import { QUIET } from "./layout.mjs";
import { font, measure } from "./letters.mjs";
import { modules } from "./qr.mjs";

const SHADOW = 70;
const ROLL_GAP = 3;

/** `arts` holds a loaded image for each `${source}|${tint}`. */
export function paint(context, composition, arts, atMs) {
  part(context, composition.root, arts, atMs);
}

function part(context, each, arts, atMs) {
  const { kind } = each;
  if (kind === "box") surface(context, each, arts, atMs);
  else if (kind === "text") each.runs.forEach((run) => letters(context, run));
  else if (kind === "picture") picture(context, each);
  else if (kind === "art") drawing(context, each, arts);
  else if (kind === "qr") code(context, each);
  else if (kind === "digits") clock(context, each);
  else if (kind === "roll") band(context, each, atMs);
}

function outline(context, box, radius) {
  const corner = Math.max(0, Math.min(radius, box.w / 2, box.h / 2));
  context.beginPath();
  context.roundRect(box.x, box.y, box.w, box.h, corner);
}

const grown = (box, by) => ({ x: box.x - by, y: box.y - by, w: box.w + 2 * by, h: box.h + 2 * by });

function surface(context, each, arts, atMs) {
  const { box, radius } = each;
  if (each.shadow) shadow(context, each);
  if (each.fill.length) {
    context.save();
    context.globalAlpha *= each.opacity;
    context.fillStyle = fillOf(context, each);
    outline(context, box, radius);
    context.fill();
    context.restore();
  }
  context.save();
  if (each.clip) {
    outline(context, box, radius);
    context.clip();
  }
  each.parts.forEach((child) => part(context, child, arts, atMs));
  context.restore();
  if (each.edge) {
    context.strokeStyle = each.edge;
    context.lineWidth = each.edgeWidth;
    outline(context, grown(box, -each.edgeWidth / 2), radius - each.edgeWidth / 2);
    context.stroke();
  }
}

function fillOf(context, { box, fill, way }) {
  if (fill.length === 1) return fill[0];
  const [x, y] = [way === "down" ? 0 : box.w, way === "across" ? 0 : box.h];
  const gradient = context.createLinearGradient(box.x, box.y, box.x + x, box.y + y);
  gradient.addColorStop(0, fill[0]);
  gradient.addColorStop(1, fill[1]);
  return gradient;
}

function shadow(context, { box, radius, shadow: size }) {
  const reach = Math.trunc(size + 0.5);
  context.lineWidth = 1.5;
  for (let ring = 0; ring < reach; ring += 1) {
    const fade = 1 - ring / reach;
    context.strokeStyle = `rgba(0, 0, 0, ${Math.trunc(SHADOW * fade * fade + 0.5) / 255})`;
    outline(context, grown(box, ring + 0.5), radius + ring + 0.5);
    context.stroke();
  }
}

function letters(context, run) {
  context.font = font(run.size, run.bold);
  context.fillStyle = run.colour;
  context.fillText(run.text, run.x, run.y);
  if (run.struck) {
    const width = measure(run.text, run.size, run.bold);
    context.fillRect(run.x, run.y - 0.33 * run.size, width, 0.06 * run.size);
  }
}

function picture(context, { box, image, cover, radius }) {
  context.save();
  if (radius) {
    outline(context, box, radius);
    context.clip();
  }
  context.imageSmoothingQuality = "high";
  const [wide, high] = [image.naturalWidth, image.naturalHeight];
  if (cover) {
    const scale = Math.max(box.w / wide, box.h / high);
    const [w, h] = [box.w / scale, box.h / scale];
    context.drawImage(image, (wide - w) / 2, (high - h) / 2, w, h, box.x, box.y, box.w, box.h);
  } else {
    context.drawImage(image, box.x, box.y, box.w, box.h);
  }
  context.restore();
}

function drawing(context, { box, source, tint, opacity }, arts) {
  context.save();
  context.globalAlpha *= opacity;
  context.drawImage(arts.get(`${source}|${tint}`), box.x, box.y, box.w, box.h);
  context.restore();
}

function code(context, { x, y, text, module }) {
  const rows = modules(text);
  const side = (rows.length + 2 * QUIET) * module;
  context.fillStyle = "#FFFFFF";
  context.fillRect(x, y, side, side);
  context.fillStyle = "#000000";
  rows.forEach((row, down) => row.forEach((dark, along) => {
    if (dark) context.fillRect(x + (QUIET + along) * module, y + (QUIET + down) * module, module, module);
  }));
}

function clock(context, each) {
  [...each.text].forEach((letter, at) => {
    const cell = letter === ":" ? each.cell / 2 : each.cell;
    const wide = measure(letter, each.size, true);
    const x = each.cells[at] + (cell - wide) / 2;
    letters(context, { text: letter, x, y: each.base, size: each.size, colour: each.colour, bold: true });
  });
}

function band(context, { box, run, speed }, atMs) {
  const wide = measure(run.text, run.size, run.bold);
  const period = Math.trunc(Math.max(wide + ROLL_GAP * box.h, box.w) + 0.5);
  context.save();
  context.beginPath();
  context.rect(box.x, box.y, box.w, box.h);
  context.clip();
  for (let x = run.x - (((speed * atMs) / 1000) % period); x < box.x + box.w; x += period) {
    letters(context, { ...run, x });
  }
  context.restore();
}

/** Every drawing that a composition needs, as [source, tint]. */
export function artsOf(each) {
  if (each.kind === "art") return [[each.source, each.tint]];
  return each.kind === "box" ? each.parts.flatMap(artsOf) : [];
}
