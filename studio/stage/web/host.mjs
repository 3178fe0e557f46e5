// The page OBS shows: it takes orders from the program and passes them on to a template of others,
// which plays in a frame of another origin and so reaches neither this page nor the network.

const frame = document.querySelector("iframe");
const ANSWERS_NOTHING_MS = 2000;
const calls = new Map();
let port = null;
let counted = 0;
let playing = false;
let given = "";

const connected = new Promise((resolve) => {
  addEventListener("message", (event) => {
    if (event.source !== frame.contentWindow || port !== null || event.ports.length !== 1) return;
    port = event.ports[0];
    port.onmessage = ({ data }) => calls.get(data?.id)?.(data);
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

/** The next order after that number; waits for it, and for a program that is away. */
async function next(number) {
  for (;;) {
    try {
      const answer = await fetch(`orders?after=${number}`, { cache: "no-store" });
      if (answer.status === 200) return await answer.json();
      if (answer.status !== 204) await later(ANSWERS_NOTHING_MS);
    } catch {
      await later(ANSWERS_NOTHING_MS);
    }
  }
}

async function tell(number, error) {
  const words = error === null ? "" : String(error?.message ?? error).slice(0, 300);
  const body = JSON.stringify({ number, went: error === null, words });
  await fetch("told", { method: "POST", body }).catch(() => {});
}

async function load(order) {
  frame.src = order.frame;
  const here = await Promise.race([connected, later(order.patience.load).then(() => false)]);
  if (!here || !(await call("load", order, order.patience.load))) throw new Error("late");
}

const show = (seen) => {
  playing = seen;
  frame.style.opacity = seen ? "1" : "0";
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
  } else if (order.play && data !== given) {
    await call("update", order, order.patience.update);
  } else if (!order.play && playing) {
    await call("stop", order, order.patience.stop).finally(() => show(false));
  }
  given = data;
}

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
  const failed = broken ?? (await obey(order).then(() => null, (thrown) => thrown ?? "?"));
  const error = broken ?? failed;
  await tell(order.number, error);
  order = await next(order.number);
}
