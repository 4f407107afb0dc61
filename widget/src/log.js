/** The transcript on the screen: bubbles, days, times, and what became of each message. */
import { discard, retry } from "./chat.js";
import { button, h, icon, withLinks } from "./dom.js";
import { APART } from "./limits.js";
import { language, words } from "./words.js";

const rows = new Map();

/** A calendar's answer is stored as an ISO day and read as a date. */
export const readableDay = (text) =>
  /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(text + "T12:00").toLocaleDateString(language, { dateStyle: "long" }) : text;

export const fileChip = (name, ...more) => h("span.file", icon("file"), h("b", name), ...more);

function row({ k, role, state = "sent", author, created_at, text, attachments }) {
  if (role === "system") return h("div.row day small", text);
  const visitor = role === "visitor";
  return h(
    `div.row ${role} ${state}`,
    author && h("b.small", author),
    h(
      "div.bubble",
      { dir: "auto" },
      attachments?.[0]
        ? attachments.map(({ name }) => fileChip(name))
        : visitor
          ? readableDay(text)
          : withLinks(text),
    ),
    h(
      "span.meta small",
      h("time", { dateTime: created_at }, new Date(created_at).toLocaleTimeString(language, { timeStyle: "short" })),
      visitor && state !== "sending" && [icon(state), h("span", words(state))],
      state === "failed" && [
        button("text", () => retry(k), words("retry")),
        button("text", () => discard(k), words("remove")),
      ],
    ),
  );
}

const dayOf = ({ created_at }) => new Date(created_at).toDateString();

/** Changes only the rows that differ, so that a reader is told news once. */
export function showLog(list, messages) {
  const keys = new Set(messages.flatMap((message) => [message.k, dayOf(message)]));
  for (const [key, element] of rows) if (!keys.has(key)) (rows.delete(key), element.remove());
  let at = 0;
  let fresh = 0;

  const put = (key, print, make) => {
    const before = rows.get(key);
    let element = before;
    if (element?.print !== print) {
      element = make();
      element.print = print;
      // Messages that arrive together come in one after the other.
      element.style.animationDelay = before ? "-1s" : Math.min(fresh++, 5) * 130 + "ms";
      before?.replaceWith(element);
      rows.set(key, element);
    }
    const here = list.children[at++];
    if (here !== element) list.insertBefore(element, here || null);
    return element;
  };

  messages.forEach((message, index) => {
    const moment = new Date(message.created_at);
    const day = dayOf(message);
    const next = messages[index + 1];
    // A conversation of today needs no date over it.
    if (day !== (index ? dayOf(messages[index - 1]) : new Date().toDateString())) {
      const name = moment.toLocaleDateString(language, { day: "numeric", month: "long" });
      put(day, name, () => h("div.row day small", name));
    }
    put(message.k, language + message.state, () => row(message)).classList.toggle(
      "tail",
      next?.role !== message.role || new Date(next.created_at) - moment > APART,
    );
  });
}
