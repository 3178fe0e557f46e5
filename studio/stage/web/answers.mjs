// First of all in the frame: how what plays a template of others (ograf.mjs, spx.mjs) hears the
// host page. A classic script, for a module would come after the scripts of an SPX page.

// The one way out that browsers let no policy close (CSP's webrtc, where it is known).
for (const way of ["RTCPeerConnection", "webkitRTCPeerConnection"]) delete window[way];

/** It was drawn, so that what it replaces can go without a gap; what nobody sees is never drawn. */
const drawn = () =>
  new Promise((resolve) => {
    setTimeout(resolve, 300);
    requestAnimationFrame(() => requestAnimationFrame(resolve));
  });

/** Have `acts` do what the host page asks, and tell it how that went. Whoever takes it removes it:
 * what is left on the window is in the way of names a template has. */
window.answerHost = (acts) => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = async ({ data: { id, what, order } }) => {
    try {
      await acts[what](order);
      if (what === "play") await drawn();
      port1.postMessage({ id });
    } catch (error) {
      port1.postMessage({ id, error: String((error && error.message) || error) });
    }
  };
  parent.postMessage("here", "*", [port2]);
};
