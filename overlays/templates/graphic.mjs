// OGraf v1 graphics from declarative layers: one Web Component for every template of this folder.
// https://ograf.ebu.io/v1/specification/docs/Specification.html
//
// Data are the manifest's fields. A renderer may hand the workshop's brand along as `v_brand` (the
// keys of brand.json) and the free part of the picture as `v_safe` (left, top, right, bottom as
// shares). The face "Gongfu Sans SC" is used where the page or the computer has it.

import { canvasOf, compose } from "./layout.mjs";
import { facesLoaded } from "./letters.mjs";
import { artsOf, paint } from "./paint.mjs";
import { tones } from "./tones.mjs";

const EASES = {
  linear: (share) => share,
  out: (share) => 1 - (1 - share) ** 3,
  in: (share) => share ** 3,
};
const REST = { dx: 0, dy: 0, opacity: 1 };
const OK = { statusCode: 200 };

const json = async (url) => (await fetch(url)).json();

async function image(url) {
  const found = new Image();
  found.src = url;
  await found.decode();
  return found;
}

function between(keys, share) {
  const full = keys.map((key) => ({ ...REST, ...key }));
  const after = full.findIndex((key) => share <= key.at);
  if (after <= 0) return after === 0 ? full[0] : full[full.length - 1];
  const [one, other] = [full[after - 1], full[after]];
  const part = (share - one.at) / (other.at - one.at);
  const mixed = (key) => one[key] + (other[key] - one[key]) * part;
  return { dx: mixed("dx"), dy: mixed("dy"), opacity: mixed("opacity") };
}

/** The class of the graphic whose manifest is at `url`. */
export function graphic(url) {
  return class extends HTMLElement {
    #data = {};
    #manifest = null;
    #brand = null;
    #fixed = null;
    #images = new Map();
    #arts = new Map();
    #canvas = document.createElement("canvas");
    #size = null;
    /** What moves since when: null, "in", "on" or "out". */
    #state = null;
    #since = 0;
    #schedule = [];
    #frame = 0;

    async load({ data, renderCharacteristics }) {
      const size = renderCharacteristics?.resolution;
      this.#size = [size?.width || window.innerWidth, size?.height || window.innerHeight];
      [this.#canvas.width, this.#canvas.height] = this.#size;
      this.#canvas.style.cssText = "position: absolute; left: 0; top: 0;";
      this.replaceChildren(this.#canvas);
      const [manifest, brand] = await Promise.all([
        json(url), json(new URL("brand.json", import.meta.url)), facesLoaded(),
      ]);
      this.#manifest = manifest;
      this.#brand = brand;
      this.#fixed = brand.tones;
      await this.#take(data ?? {});
      return OK;
    }

    async dispose() {
      cancelAnimationFrame(this.#frame);
      this.#state = null;
      this.replaceChildren();
      return OK;
    }

    async playAction({ delta = 1, goto, skipAnimation = false } = {}) {
      const step = goto ?? (this.#state && this.#state !== "out" ? 0 : -1) + delta;
      if (step >= 1 || step < 0) {
        await this.stopAction({ skipAnimation });
        return { ...OK, currentStep: undefined };
      }
      await this.#move("in", skipAnimation);
      return { ...OK, currentStep: 0 };
    }

    async stopAction({ skipAnimation = false } = {}) {
      if (this.#state) await this.#move("out", skipAnimation);
      return OK;
    }

    async updateAction({ data }) {
      await this.#take({ ...this.#data, ...data });
      return OK;
    }

    async customAction() {
      return { statusCode: 404, statusMessage: "no custom actions" };
    }

    async setActionsSchedule({ schedule }) {
      this.#schedule = [...schedule].sort((one, other) => one.timestamp - other.timestamp);
      return OK;
    }

    async goToTime({ timestamp }) {
      let [state, since] = [null, 0];
      for (const { timestamp: at, action } of this.#schedule) {
        if (at > timestamp) break;
        if (action.type === "updateAction") await this.#take({ ...this.#data, ...action.params.data });
        if (action.type === "playAction") [state, since] = ["in", at];
        if (action.type === "stopAction" && state) [state, since] = ["out", at];
      }
      this.#state = state;
      this.#draw(timestamp - since);
      return OK;
    }

    // --- inside

    #track(way) {
      const motion = this.#manifest.v_gongfu.motion ?? {};
      const side = this.#size[1] > this.#size[0] ? "portrait" : "landscape";
      const track = motion[way];
      return track && "portrait" in track ? track[side] : track;
    }

    async #take(data) {
      const properties = this.#manifest.schema?.properties ?? {};
      const defaults = Object.entries(properties).map(([key, row]) => [key, row.default]);
      this.#data = { ...Object.fromEntries(defaults), ...data };
      const brand = this.#brandOf();
      const pictures = Object.entries(properties)
        .filter(([, row]) => String(row.gddType).includes("image-path"))
        .map(([key]) => this.#data[key]);
      for (const source of [...pictures, brand.logo, brand.mark_picture]) {
        if (source && !this.#images.has(source)) this.#images.set(source, await image(source));
      }
      for (const [source, tint] of artsOf(this.#compose().root)) await this.#art(source, tint);
      if (this.#state) this.#draw(performance.now() - this.#since);
    }

    async #art(source, tint) {
      const key = `${source}|${tint}`;
      if (this.#arts.has(key)) return;
      const text = await (await fetch(new URL(source, url))).text();
      const drawn = text.replaceAll("currentColor", tint);
      this.#arts.set(key, await image(`data:image/svg+xml,${encodeURIComponent(drawn)}`));
    }

    #brandOf() {
      return { ...this.#brand, ...this.#data.v_brand };
    }

    #compose(leftBy = 0) {
      const brand = this.#brandOf();
      const properties = this.#manifest.schema?.properties ?? {};
      const data = { ...this.#data };
      for (const [key, row] of Object.entries(properties)) {
        if (row.gddType === "duration-ms" && data[key] > 0) data[key] = Math.max(0, Math.trunc(data[key] - leftBy));
      }
      const canvas = canvasOf(...this.#size, this.#data.v_safe);
      return { ...compose(this.#manifest, data, brand, tones(brand, this.#fixed), canvas, this.#images), unit: canvas.unit };
    }

    #draw(elapsed) {
      const context = this.#canvas.getContext("2d");
      context.clearRect(0, 0, ...this.#size);
      if (!this.#state) return;
      const track = this.#track(this.#state);
      const share = track && elapsed < track.ms ? elapsed / track.ms : 1;
      if (this.#state === "out" && share >= 1) return;
      const step = track && share < 1 ? between(track.keys, EASES[track.ease ?? "out"](share)) : REST;
      const made = this.#compose(this.#state === "in" ? elapsed : 0);
      const picture = new OffscreenCanvas(made.width, made.height);
      paint(picture.getContext("2d"), made, this.#arts, elapsed);
      context.globalAlpha = step.opacity;
      context.drawImage(picture, Math.trunc(made.x + step.dx * made.unit + 0.5), Math.trunc(made.y + step.dy * made.unit + 0.5));
      context.globalAlpha = 1;
    }

    /** Starts a movement and resolves when it has ended; what goes on moving goes on. */
    #move(way, skip) {
      cancelAnimationFrame(this.#frame);
      this.#state = way;
      const ms = this.#track(way)?.ms ?? 0;
      this.#since = performance.now() - (skip ? ms : 0);
      return new Promise((done) => {
        const next = () => {
          const elapsed = performance.now() - this.#since;
          this.#draw(elapsed);
          if (elapsed >= ms) done();
          if (way === "out" && elapsed >= ms) this.#state = null;
          else if (elapsed < ms || this.#runs()) this.#frame = requestAnimationFrame(next);
        };
        next();
      });
    }

    /** Whether the graphic goes on moving while it stands: a time left, a rolling line. */
    #runs() {
      return /"kind": ?"(digits|roll)"/.test(JSON.stringify(this.#manifest.v_gongfu.layers));
    }
  };
}
