// In the frame, before a graphic of OGraf v1: what the host page asks becomes the graphic's actions.
// https://ograf.ebu.io/v1/specification/docs/Specification.html

const { answerHost } = window;
delete window.answerHost;

let graphic = null;

/** A graphic may tell of a failure by a status, as a server does. */
const must = (told) => {
  const { statusCode, statusMessage = "" } = told || {};
  if (statusCode >= 400) throw new Error(`${statusCode} ${statusMessage}`);
};

async function load({ main, data, width, height, fps }) {
  const { default: Graphic } = await import(main);
  try {
    customElements.define("brought-graphic", Graphic);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error; // it has registered itself already
  }
  graphic = new Graphic();
  document.body.append(graphic);
  const renderCharacteristics = { resolution: { width, height }, frameRate: fps };
  must(await graphic.load({ data, renderType: "realtime", renderCharacteristics }));
}

answerHost({
  load,
  // Where it comes back (OBS was started again, 歇一下 is over) it is at once where it was.
  play: async ({ step }) =>
    must(await graphic.playAction(step > 0 ? { goto: step, skipAnimation: true } : { delta: 1 })),
  step: async ({ step, from }) =>
    must(await graphic.playAction(step > from ? { delta: step - from } : { goto: step })),
  update: async ({ data }) => must(await graphic.updateAction({ data })),
  stop: async () => must(await graphic.stopAction({})),
});
