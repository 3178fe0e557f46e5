// The page OBS shows: it takes orders from the program and passes them on to a template of others,
// which plays in a frame of another origin and so reaches neither this page nor the network.
// The browser in an OBS is as old as that OBS: nothing here is of after 2018 (Chrome 66).

const frame = document.querySelector("iframe");
const key = document.querySelector("meta[name=key]").content;
const ANSWERS_NOTHING_MS = 2000;
const HANGS_MS = 20000; // the program answers within 10 s, with an order or without
const calls = new Map();
let port = null;
let counted = 0;
let playing = false;
let left = false;
let leftAfterMs = 0;
let given = "";
let at = 0; // its step

const connected = new Promise((resolve) => {
  addEventListener("message", (event) => {
    if (event.source !== frame.contentWindow || port !== null || event.ports.length !== 1) return;
    port = event.ports[0];
    port.onmessage = ({ data }) => {
      const answered = calls.get(data && data.id);
      if (answered) answered(data);
    };
    resolve(true);
  });
});

const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Have the template do something. False: it is still at it after `patience` milliseconds. */
function call(what, order, patience) {
  return new Promise((resolve, reject) => {
    const id = ++counted;
    const over = (then) => {
      clearTimeout(late);
      calls.delete(id);
      then();
    };
    const late = setTimeout(() => over(() => resolve(false)), patience);
    calls.set(id, ({ error }) =>
      over(() => (typeof error === "string" ? reject(new Error(error)) : resolve(true))),
    );
    port.postMessage({ id, what, order });
  });
}

/** What the program says: an order, undefined: none yet, null: it is not there.
 *
 * Whoever has its port by now learns this page's address by the question, but not the key. */
async function ask(number) {
  const ended = new AbortController();
  const late = setTimeout(() => ended.abort(), HANGS_MS);
  try {
    const asked = { cache: "no-store", signal: ended.signal };
    const answer = await fetch(`orders?after=${number}`, asked);
    if (answer.headers.get("Gongfu-Key") !== key) return null;
    return answer.status === 200 ? await answer.json() : undefined;
  } catch {
    return null;
  } finally {
    clearTimeout(late);
  }
}

/** The next order after that number. While the program is away for long nothing is shown: nobody
 * could take it off. */
async function next(number) {
  let since = null;
  for (;;) {
    const order = await ask(number);
    since = order === null ? since || Date.now() : null;
    left = since !== null && Date.now() - since >= leftAfterMs;
    draw();
    if (order) return order;
    if (order === null) await later(ANSWERS_NOTHING_MS);
  }
}

async function tell(number, error) {
  const words = error === null ? "" : String((error && error.message) || error).slice(0, 300);
  const body = JSON.stringify({ number, went: error === null, words });
  await fetch("told", { method: "POST", body }).catch(() => {});
}

async function load(order) {
  frame.src = order.frame;
  const here = await Promise.race([connected, later(order.patience.load).then(() => false)]);
  if (!here || !(await call("load", order, order.patience.load))) throw new Error("late");
}

function draw() {
  frame.style.opacity = playing && !left ? "1" : "0";
}

const show = (seen) => {
  playing = seen;
  draw();
};

async function play(order) {
  show(true);
  try {
    await call("play", order, order.patience.play);
  } catch (error) {
    show(false);
    throw error;
  }
}

async function obey(order) {
  const data = JSON.stringify(order.data);
  if (order.play && !playing) {
    await play(order);
    at = order.step;
  } else if (order.play) {
    if (data !== given) await call("update", order, order.patience.update);
    if (order.step !== at) await call("step", { ...order, from: at }, order.patience.play);
    at = order.step;
  } else if (!order.play && playing) {
    await call("stop", order, order.patience.stop).finally(() => show(false));
  }
  given = data;
}

async function serve() {
  let order = await next(0);
  let broken = null;
  let pages = 0;
  frame.addEventListener("load", () => {
    if (frame.src === "" || ++pages === 1) return;
    broken = new Error("it left its own page"); // for nowhere it may be: an empty frame is better
    show(false);
  });
  await load(order).catch((error) => (broken = error));
  for (;;) {
    leftAfterMs = order.patience.left;
    const failed = broken || (await obey(order).then(() => null, (thrown) => thrown || "?"));
    await tell(order.number, broken || failed);
    order = await next(order.number);
  }
}

serve();
