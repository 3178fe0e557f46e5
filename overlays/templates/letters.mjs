// Setting text into a width; the steps of overlays/text_fit.py.

export const ASCENT = 0.9;
export const DESCENT = 0.16;
const FACES = '"Gongfu Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif';

const context = document.createElement("canvas").getContext("2d");
const widths = new Map();

export const font = (size, bold) => `${bold ? 700 : 400} ${size}px ${FACES}`;

/** The faces are there before anything is measured. */
export const facesLoaded = () =>
  Promise.all([400, 700].map((weight) => document.fonts.load(`${weight} 20px ${FACES}`, "共A1")));

export function measure(text, size, bold) {
  const key = `${size}|${bold}|${text}`;
  if (!widths.has(key)) {
    // Measured large: a browser may round the advances of small letters.
    context.font = font(1000, bold);
    widths.set(key, (context.measureText(text).width * size) / 1000);
  }
  return widths.get(key);
}

export const oneLine = (text) => text.split(/\s+/).filter(Boolean).join(" ");

export function fitLine(text, width, sizes, bold) {
  for (const size of sizes) {
    if (measure(text, size, bold) <= width) return { lines: [text], size };
  }
  const size = sizes[sizes.length - 1];
  return { lines: [elide(text, width, size, bold)], size };
}

export function fitLines(text, width, single, several, most, bold) {
  for (const size of single) {
    if (measure(text, size, bold) <= width) return { lines: [text], size };
  }
  for (const size of several) {
    const lines = wrap(text, width, size, bold);
    if (lines.length <= most) return { lines: balanced(text, width, size, lines, bold), size };
  }
  const size = several[several.length - 1];
  const kept = wrap(text, width, size, bold).slice(0, most - 1);
  const rest = text.slice(kept.join("").length).trim();
  return { lines: [...kept.map((each) => each.trim()), elide(rest, width, size, bold)], size };
}

export function elide(text, width, size, bold) {
  if (measure(text, size, bold) <= width) return text;
  const letters = [...text];
  while (letters.length && measure(`${letters.join("")}…`, size, bold) > width) letters.pop();
  return `${letters.join("")}…`;
}

const WIDE = /[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\u3000-\u30ff]|[\ud840-\udfff]/;
const NO_START = /[，。、：；？！）】」』》〉”’…%‰℃,.:;?!)\]}»／/\-]/;
const NO_END = /[（【「『《〈“‘([{«¥￥$#±]/;

/** Whether a line may break between two letters: the part of UAX 14 that such texts need. */
function mayBreak(before, after) {
  if (/\s/.test(after)) return false;
  if (/\s/.test(before)) return true;
  if (NO_START.test(after) || NO_END.test(before)) return false;
  return WIDE.test(before) || WIDE.test(after);
}

function units(text) {
  const found = [];
  let before = "";
  for (const letter of text) {
    if (before && !mayBreak(before, letter)) found[found.length - 1] += letter;
    else found.push(letter);
    before = letter;
  }
  return found;
}

export function wrap(text, width, size, bold) {
  const lines = [];
  let line = "";
  const fits = (tried) => measure(tried.trimEnd(), size, bold) <= width;
  for (const unit of units(text)) {
    if (fits(line + unit)) {
      line += unit;
      continue;
    }
    if (line) lines.push(line);
    line = unit;
    while (!fits(line)) {
      let count = [...line].length - 1;
      while (count > 1 && !fits([...line].slice(0, count).join(""))) count -= 1;
      lines.push([...line].slice(0, count).join(""));
      line = [...line].slice(count).join("");
    }
  }
  if (line) lines.push(line);
  return lines;
}

function balanced(text, width, size, lines, bold) {
  let narrow = width;
  let best = lines;
  while (narrow > width * 0.55) {
    narrow -= size / 2;
    const tried = wrap(text, narrow, size, bold);
    if (tried.length > lines.length) break;
    best = tried;
  }
  return best.map((line) => line.trim());
}
