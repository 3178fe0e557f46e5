// Colours that can be read on what they stand on; the sums of overlays/contrast.py.

const PHONE_PX = { true: 390, false: 844 };
const STEPS = 40;

const channel = (colour, at) => parseInt(colour.slice(at, at + 2), 16);
const linear = (c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);

export function luminance(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => linear(channel(colour, at) / 255));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

export function ratio(front, back) {
  const [one, other] = [luminance(front), luminance(back)];
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

export const worst = (front, backs) => Math.min(...backs.map((back) => ratio(front, back)));

export function mix(one, other, share) {
  const part = (at) => {
    const [first, second] = [channel(one, at), channel(other, at)];
    const value = Math.trunc(first + (second - first) * share + 0.5);
    return value.toString(16).padStart(2, "0").toUpperCase();
  };
  return "#" + [1, 3, 5].map(part).join("");
}

export function mixLight(one, other, share) {
  const part = (at) => {
    const [first, second] = [one, other].map((each) => linear(channel(each, at) / 255));
    const light = first + (second - first) * share;
    const value = light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055;
    return Math.trunc(value * 255 + 0.5).toString(16).padStart(2, "0").toUpperCase();
  };
  return "#" + [1, 3, 5].map(part).join("");
}

export function needed(pixels, bold, canvasWidth, upright) {
  const shown = (pixels * PHONE_PX[upright]) / canvasWidth;
  return shown >= (bold ? 18.66 : 24) ? 3 : 4.5;
}

const veiled = (grounds, veils) =>
  [...grounds, ...grounds.flatMap((each) => veils.map(([tint, share]) => mix(each, tint, share * (2 - share))))];

/** The colours of a ground with the least change that lets letters of one tone be read on all. */
export function carrying(fill, veils) {
  const all = veiled(fill, veils);
  const [letters, away] = worst("#FFFFFF", all) >= worst("#000000", all) ? ["#FFFFFF", "#000000"] : ["#000000", "#FFFFFF"];
  return fill.map((stop) => {
    for (let step = 0; step <= STEPS; step += 1) {
      const tone = mix(stop, away, step / STEPS);
      if (worst(letters, veiled([tone], veils)) >= 4.5) return tone;
    }
    return away;
  });
}

export { veiled };

export function readable(front, backs, least) {
  if (worst(front, backs) >= least) return front;
  for (let step = 1; step <= STEPS; step += 1) {
    for (const end of ["#000000", "#FFFFFF"]) {
      const tone = mix(front, end, step / STEPS);
      if (worst(tone, backs) >= least) return tone;
    }
  }
  return worst("#FFFFFF", backs) >= worst("#000000", backs) ? "#FFFFFF" : "#000000";
}

export function tones(brand, fixed) {
  return {
    ...fixed,
    primary: brand.primary.toUpperCase(),
    primary_deep: mix(brand.primary, "#000000", 0.38),
    primary_light: mix(brand.primary, "#FFFFFF", 0.22),
    accent: brand.accent.toUpperCase(),
    accent_deep: mix(brand.accent, "#000000", 0.3),
    accent_light: mix(brand.accent, "#FFFFFF", 0.35),
  };
}
