// The 24-hour window as the channel sees it, in words and on the phone's own clock.

import { el, find } from "/assets/dom.js";
import { t } from "/assets/words.js";

const WEEK = 6 * 86_400;

function left(seconds) {
  const minutes = Math.ceil(seconds / 60);
  if (minutes > 2_880) return `${Math.floor(minutes / 1_440)} d`;
  return minutes >= 60 ? `${Math.floor(minutes / 60)} h ${minutes % 60} min` : `${minutes} min`;
}

// {state, words, part}: `part` is how much of the day is left.
export function standing(kind, ends) {
  if (kind === "telegram") return { state: "none", words: t("window_none"), part: 1 };
  if (ends === null || ends === undefined) return { state: "never", words: t("window_never"), part: 0 };
  const seconds = ends - Date.now() / 1000;
  if (seconds > 0) return { state: "open", words: t("window_open", { left: left(seconds) }), short: left(seconds), part: seconds / 86_400 };
  if (kind === "whatsapp") return { state: "shut", words: t("window_shut"), short: "0 h", part: 0 };
  const human = seconds + WEEK;
  if (human > 0) return { state: "human", words: t("window_human", { left: left(human) }), short: "0 h", part: human / WEEK };
  return { state: "shut", words: t("window_over"), short: "0 h", part: 0 };
}

export function chip(kind, ends) {
  const found = standing(kind, ends);
  const node = find("window");
  node.textContent = found.short ? `⏱ ${found.short}` : "";
  node.className = `window ${found.state}`;
  node.title = found.words;
}

export function bar(kind, ends) {
  const found = standing(kind, ends);
  const meter = el("progress", { max: 1, value: Math.min(1, Math.max(0, found.part)), class: found.state, "aria-label": t("window") });
  return el("div", { class: "clock" }, kind === "telegram" ? null : meter, el("p", { id: "windowwords" }, found.words));
}
