// Before an SPX page's own scripts: what the host page asks becomes its update, play,
// next and stop.
// As SPX does it, the words are there before it plays: the page is loaded, updated, then played.
// https://github.com/TuomoKu/SPX-GC (a classic script: it must be there before the page's own)
(() => {
  const { answerHost } = window;
  delete window.answerHost;
  const whole = new Promise((resolve) => addEventListener("load", resolve, { once: true }));
  const may = (name) => typeof window[name] === "function";
  const update = ({ data }) => (may("update") ? window.update(JSON.stringify(data)) : undefined);
  const next = async (times) => {
    if (times > 0 && !may("next")) throw new Error("no next()");
    for (let done = 0; done < times; done++) await window.next();
  };
  answerHost({
    async load() {
      await whole;
      if (!may("play")) throw new Error("no play()");
    },
    async play(order) {
      await update(order);
      await window.play();
      await next(order.step);
    },
    // There is no way back but from the beginning.
    async step({ step, from }) {
      if (step < from) await window.play();
      await next(step < from ? step : step - from);
    },
    update,
    stop: () => (may("stop") ? window.stop() : undefined),
  });
})();
