/** Going on elsewhere: a one-use code takes the conversation along to WhatsApp or Telegram. */
import { config, post } from "./api.js";
import { session } from "./chat.js";
import { button, h } from "./dom.js";
import { words } from "./words.js";

const NAMES = { whatsapp: "WhatsApp", telegram: "Telegram" };

async function leave(kind, line) {
  const found = await post("carry", { session_id: session() }).catch(() => {});
  const way = found?.ways.find((each) => each.kind === kind);
  if (!way) return line.replaceChildren(words("failed"));
  // Where the browser holds back the new window, the link is there to be followed.
  const link = h("a", { href: way.url, target: "_blank", rel: "noopener noreferrer" }, NAMES[kind] + " · " + found.code);
  line.replaceChildren(link);
  link.click();
  link.focus();
}

/** A line of ways under the composer; empty where the business has none. */
export function createCarry() {
  const line = h("p.carry small", { role: "status" });
  const ways = (config.carry || []).filter((kind) => NAMES[kind]);
  const offer = () =>
    line.replaceChildren(
      ...(session() && ways[0] ? [words("carry"), ...ways.map((kind) => button("way", () => leave(kind, line), NAMES[kind]))] : []),
    );
  return [line, offer];
}
