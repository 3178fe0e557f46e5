// QR codes (ISO/IEC 18004): byte mode, error correction M, versions 1 to 9, mask 0.

/** Of each version: error correction words a block, and the data words of each block. */
const BLOCKS = [
  null, [10, [16]], [16, [28]], [26, [44]], [18, [32, 32]], [24, [43, 43]], [16, [27, 27, 27, 27]],
  [18, [31, 31, 31, 31]], [22, [38, 38, 39, 39]], [22, [36, 36, 36, 37, 37]],
];
const ALIGNED = [null, [], [6, 18], [6, 22], [6, 26], [6, 30], [6, 34], [6, 22, 38], [6, 24, 42], [6, 26, 46]];
const LEVEL_M = 0;
const MASK = 0;
const kept = new Map();

const EXP = [];
const LOG = [];
for (let at = 0, value = 1; at < 255; at += 1) {
  EXP[at] = value;
  LOG[value] = at;
  value = value << 1 ^ (value & 0x80 ? 0x11d : 0);
}
const times = (one, other) => (one && other ? EXP[(LOG[one] + LOG[other]) % 255] : 0);

function generator(count) {
  let found = [1];
  for (let root = 0; root < count; root += 1) {
    const next = new Array(found.length + 1).fill(0);
    found.forEach((value, at) => {
      next[at] ^= value;
      next[at + 1] ^= times(value, EXP[root]);
    });
    found = next;
  }
  return found;
}

function correction(words, count) {
  const divisor = generator(count);
  const rest = [...words, ...new Array(count).fill(0)];
  for (let at = 0; at < words.length; at += 1) {
    const factor = rest[at];
    divisor.forEach((value, step) => { rest[at + step] ^= times(value, factor); });
  }
  return rest.slice(words.length);
}

function bitsOf(bytes, version) {
  const [each, blocks] = BLOCKS[version];
  const room = blocks.reduce((sum, size) => sum + size, 0);
  const bits = [];
  const push = (value, count) => { for (let at = count - 1; at >= 0; at -= 1) bits.push((value >> at) & 1); };
  push(4, 4);
  push(bytes.length, 8);
  bytes.forEach((byte) => push(byte, 8));
  push(0, Math.min(4, room * 8 - bits.length));
  // As the program's own codes have it: up to the next word, a whole one where a word just ended.
  if (bits.length < room * 8) push(0, 8 - (bits.length % 8));
  for (let fill = 0xec; bits.length < room * 8; fill ^= 0xec ^ 0x11) push(fill, 8);
  const words = [];
  for (let at = 0; at < bits.length; at += 8) words.push(parseInt(bits.slice(at, at + 8).join(""), 2));
  let from = 0;
  const data = blocks.map((size) => words.slice(from, (from += size)));
  const checks = data.map((block) => correction(block, each));
  const mixed = [];
  for (let at = 0; at < Math.max(...blocks); at += 1) data.forEach((block) => at < block.length && mixed.push(block[at]));
  for (let at = 0; at < each; at += 1) checks.forEach((block) => mixed.push(block[at]));
  return mixed.flatMap((word) => [7, 6, 5, 4, 3, 2, 1, 0].map((bit) => (word >> bit) & 1));
}

function remainder(value, width, divisor, size) {
  let rest = value << (size - 1);
  for (let at = width + size - 2; at >= size - 1; at -= 1) if (rest >> at & 1) rest ^= divisor << (at - size + 1);
  return rest;
}

function frame(version) {
  const side = 17 + 4 * version;
  const dark = Array.from({ length: side }, () => new Array(side).fill(null));
  const set = (x, y, value) => { if (x >= 0 && y >= 0 && x < side && y < side) dark[y][x] = value; };
  for (const [left, top] of [[0, 0], [side - 7, 0], [0, side - 7]]) {
    for (let y = -1; y < 8; y += 1) {
      for (let x = -1; x < 8; x += 1) {
        const ring = Math.max(Math.abs(x - 3), Math.abs(y - 3));
        set(left + x, top + y, ring !== 2 && ring < 4);
      }
    }
  }
  for (const y of ALIGNED[version]) {
    for (const x of ALIGNED[version]) {
      if (dark[y][x] !== null) continue;
      for (let dy = -2; dy < 3; dy += 1) {
        for (let dx = -2; dx < 3; dx += 1) set(x + dx, y + dy, Math.max(Math.abs(dx), Math.abs(dy)) !== 1);
      }
    }
  }
  for (let at = 8; at < side - 8; at += 1) {
    dark[6][at] ??= at % 2 === 0;
    dark[at][6] ??= at % 2 === 0;
  }
  dark[side - 8][8] = true;
  formats(dark, side);
  if (version > 6) versions(dark, side, version);
  return dark;
}

function formats(dark, side) {
  const plain = LEVEL_M << 3 | MASK;
  const bits = (plain << 10 | remainder(plain, 5, 0x537, 11)) ^ 0x5412;
  for (let at = 0; at < 15; at += 1) {
    const value = Boolean(bits >> at & 1);
    const along = at < 6 ? at : at < 8 ? at + 1 : side - 15 + at;
    const down = at < 8 ? side - 1 - at : at === 8 ? 7 : 14 - at;
    dark[along][8] = value;
    dark[8][down] = value;
  }
}

function versions(dark, side, version) {
  const bits = version << 12 | remainder(version, 6, 0x1f25, 13);
  for (let at = 0; at < 18; at += 1) {
    const value = Boolean(bits >> at & 1);
    dark[Math.floor(at / 3)][side - 11 + at % 3] = value;
    dark[side - 11 + at % 3][Math.floor(at / 3)] = value;
  }
}

/** The dark modules, row by row, without the white around them. */
export function modules(text) {
  if (!kept.has(text)) kept.set(text, make(text));
  return kept.get(text);
}

function make(text) {
  const bytes = [...new TextEncoder().encode(text)];
  const rooms = BLOCKS.map((row) => (row ? row[1].reduce((sum, size) => sum + size, 0) : 0));
  const version = rooms.findIndex((room) => room && room * 8 >= bytes.length * 8 + 12);
  if (version < 0) throw new Error("too long for a code");
  const bits = bitsOf(bytes, version);
  const dark = frame(version);
  const side = dark.length;
  let at = 0;
  let up = true;
  for (let right = side - 1; right > 0; right -= 2) {
    if (right === 6) right -= 1;
    for (let step = 0; step < side; step += 1) {
      const y = up ? side - 1 - step : step;
      for (const x of [right, right - 1]) {
        if (dark[y][x] !== null) continue;
        dark[y][x] = Boolean((bits[at] ?? 0) ^ ((x + y) % 2 === 0 ? 1 : 0));
        at += 1;
      }
    }
    up = !up;
  }
  return dark;
}
