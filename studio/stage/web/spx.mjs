// The first script of an SPX page: what the host page asks becomes its update, play and stop.
// As SPX does it, the words are there before it plays: the page is loaded, updated, then played.
// https://github.com/TuomoKu/SPX-GC (a classic script: it must be there before the page's own)
(() => {
  // The one way out that browsers let no policy close (CSP's webrtc, where it is known).
  for (const way of ["RTCPeerConnection", "webkitRTCPeerConnection"]) delete window[way];
  const whole = new Promise((resolve) => addEventListener("load", resolve, { once: true }));
  const may = (name) => typeof window[name] === "function";
  const update = ({ data }) => (may("update") ? window.update(JSON.stringify(data)) : undefined);
  const acts = {
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
  };
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = async ({ data: { id, what, order } }) => {
    try {
      await acts[what](order);
      port1.postMessage({ id });
    } catch (error) {
      port1.postMessage({ id, error: String(error?.message ?? error) });
    }
  };
  parent.postMessage("here", "*", [port2]);
})();
