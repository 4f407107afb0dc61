/** Reads the one line on a page, greets the API, shows the bubble, and gives the page `window.OpenSells`. */
import { config, renew } from "./api.js";
import { identify, noteCampaign } from "./chat.js";
import { on, tell } from "./events.js";
import { A_DAY, LONGEST_WAIT_UNSEEN } from "./limits.js";
import { close, mount, open, update } from "./mount.js";
import { tenant } from "./snippet.js";
import { write } from "./store.js";

const TAG = "opensells-chat";

const waiting = [];
let element;

// What the page asks for before the first answer is done when it has come.
const later = (act) => (data) => (element ? act(data) : waiting.push(() => act(data)));

function show() {
  if (element) return update();
  customElements.define(TAG, class extends HTMLElement {});
  element = document.createElement(TAG);
  document.body.append(element);
  mount(element);
  for (const act of waiting) act();
  tell("ready");
}

/** A business that says no is not asked again; one that cannot be reached is, less and less often. */
async function greet(tries) {
  try {
    await renew();
    show();
  } catch ({ message, passing }) {
    if (!passing) {
      write("config");
      element?.remove();
    } else if (element) return;
    if (!tries) console.warn(`OpenSells: the chat of "${tenant}" is not shown on ${location.origin}: ${message}`);
    if (passing) setTimeout(greet, 1000 * Math.min(LONGEST_WAIT_UNSEEN, 5 * 2 ** tries), tries + 1);
  }
}

function begin() {
  noteCampaign();
  // A day old, it may speak of a business that has left.
  if (config?.until > Date.now() - A_DAY) show();
  greet(0);
}

if (tenant && !window.OpenSells) {
  window.OpenSells = {
    open: later(() => open()),
    close: later(close),
    identify: later(identify),
    on(event, listener) {
      if (event === "ready" && element) listener();
      return on(event, listener);
    },
  };
  if (document.body) begin();
  else addEventListener("DOMContentLoaded", begin);
}
