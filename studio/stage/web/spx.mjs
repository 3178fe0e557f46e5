// Before an SPX page's own scripts: what the host page asks becomes its update, play and stop.
// As SPX does it, the words are there before it plays: the page is loaded, updated, then played.
// https://github.com/TuomoKu/SPX-GC (a classic script: it must be there before the page's own)
(() => {
  const { answerHost } = window;
  delete window.answerHost;
  const whole = new Promise((resolve) => addEventListener("load", resolve, { once: true }));
  const may = (name) => typeof window[name] === "function";
  const update = ({ data }) => (may("update") ? window.update(JSON.stringify(data)) : undefined);
  answerHost({
    async load() {
      await whole;
      if (!may("play")) throw new Error("no play()");
    },
    async play(order) {
      await update(order);
      await window.play();
    },
    update,
    stop: () => (may("stop") ? window.stop() : undefined),
  });
})();
