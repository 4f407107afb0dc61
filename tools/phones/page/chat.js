// Draws one conversation as the phone shows it.

import { drawing, el, face, find, linked } from "/assets/dom.js";
import { language, openers, t } from "/assets/words.js";

const ONE_TICK = "M2 8.5 6 12.5 14 4";
const TWO_TICKS = "M1 8.5 5 12.5 13 4M7.5 12 8 12.5 16 4";
const drawn = new Map();
let shownFor = "";
let speakers = ["", ""];

const short = (account) => account.name.replace(/^.*· /, "");
const clock = (at) => new Date(at * 1000).toLocaleTimeString(language(), { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

function day(at) {
  const then = new Date(at * 1000);
  return then.toLocaleDateString(language(), { weekday: "long", day: "numeric", month: "long" });
}

export function head(account, person, thread, connected) {
  face(find("face"), short(account));
  find("partner").textContent = short(account);
  const presence = !connected ? t("offline") : thread.blocked ? t("blocked_here") : thread.typing ? t("typing") : t("is_business");
  find("presence").textContent = presence;
  find("presence").classList.toggle("typing", thread.typing && !thread.blocked);
}

// Only what changed is drawn anew, so that a reader hears new messages alone.
export function log(account, person, thread, hands) {
  const list = find("log");
  speakers = [short(account), person.name];
  const key = `${account.id}/${person.key}/${language()}`;
  if (key !== shownFor) {
    list.replaceChildren();
    drawn.clear();
    shownFor = key;
  }
  const low = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  const before = drawn.size;
  if (!thread.said.length) return list.replaceChildren(greeting(account, person, hands));
  if (!before) list.replaceChildren();
  thread.said.forEach((said, place) => place_one(list, thread, said, place, hands));
  if (low || drawn.size > before) list.scrollTop = list.scrollHeight;
  for (const image of list.querySelectorAll("img:not([data-watched])")) {
    image.dataset.watched = "1";
    // A picture grows once it is there.
    image.addEventListener("load", () => (list.scrollTop = list.scrollHeight), { once: true });
  }
}

function place_one(list, thread, said, place, hands) {
  const text = JSON.stringify(said);
  const known = drawn.get(said.id);
  if (known?.text === text) return;
  const node = line(thread, said, hands);
  const previous = thread.said[place - 1];
  if (!previous || day(previous.at) !== day(said.at)) node.prepend(el("span", { class: "day" }, day(said.at)));
  if (known) known.node.replaceWith(node);
  else list.append(node);
  drawn.set(said.id, { text, node });
}

function greeting(account, person, hands) {
  const first = openers(person.language);
  return el(
    "div",
    { class: "greeting" },
    el("strong", {}, t("empty_title")),
    el("p", {}, t("empty", { person: person.name, business: short(account) })),
    el("div", { lang: person.language }, first.map((each) => el("button", { type: "button", onclick: () => hands.write(each) }, each))),
  );
}

function line(thread, said, hands) {
  const side = said.mine ? "mine" : "theirs";
  const bubble = el("div", { class: `bubble ${said.status === "failed" ? "failed" : ""} ${said.kind === "pressed" ? "pressed" : ""}` });
  const quoted = said.reply_to && said.kind !== "pressed" && thread.said.find((each) => each.id === said.reply_to);
  if (quoted) bubble.append(el("blockquote", {}, quoted.text || t("unsupported")));
  bubble.append(el("span", { class: "hidden" }, `${speakers[Number(said.mine)]}: `), ...content(said));
  bubble.append(foot(said));
  if (said.reaction) bubble.append(el("span", { class: "reaction", "aria-label": said.reaction }, said.reaction));
  const menu = el("button", { type: "button", class: "more", "aria-label": t("options"), onclick: () => hands.menu(said) }, "⋯");
  const node = el("div", { class: `line ${side}`, dataset: { id: said.id } }, el("div", { class: "row" }, bubble, said.gone || said.kind === "pressed" ? null : menu));
  const choices = said.status === "failed" ? null : buttons(said, hands);
  if (choices) node.append(choices);
  if (said.status === "failed") node.append(el("p", { class: "cause" }, `${t("failed")} · ${said.cause}`));
  return node;
}

function content(said) {
  if (said.gone) return [el("em", {}, t("erased"))];
  if (said.kind === "unsupported") return [el("em", {}, t("unsupported"))];
  const parts = [];
  if (said.src) parts.push(media(said));
  if (said.kind === "location") parts.push(el("span", { class: "pin", "aria-hidden": "true" }, "📍"));
  if (said.text) parts.push(el("span", { class: "text" }, linked(said.text)));
  return parts;
}

function media(said) {
  if (said.kind === "image" || said.kind === "sticker") return el("img", { src: said.src, alt: said.text || t("photo"), loading: "lazy" });
  if (said.kind === "audio") return el("audio", { src: said.src, controls: true });
  if (said.kind === "video") return el("video", { src: said.src, controls: true });
  return el("a", { class: "document", href: said.src, target: "_blank", rel: "noopener" }, "📄 ", said.name || said.src);
}

function foot(said) {
  const words = [said.kind === "template" && t("from_template"), said.edited && t("edited"), clock(said.at)].filter(Boolean);
  const node = el("span", { class: "foot" }, words.join(" · "));
  if (said.kind !== "pressed" && said.status !== "failed") {
    const path = said.status === "sent" ? ONE_TICK : TWO_TICKS;
    const ticks = drawing("0 0 17 16", path, 15, t(said.status));
    ticks.setAttribute("class", `ticks ${said.status}`);
    node.append(ticks);
  }
  return node;
}

function buttons(said, hands) {
  if (!said.choices.length || said.kind === "quick") return null;
  if (said.kind === "list") {
    const open = el("button", { type: "button", onclick: () => hands.list(said) }, "☰ ", said.opens);
    return el("div", { class: "choices" }, open);
  }
  const one = (choice) =>
    choice.url
      ? el("a", { href: choice.url, target: "_blank", rel: "noopener noreferrer" }, choice.label, " ↗")
      : el("button", { type: "button", onclick: () => hands.press(said, choice) }, choice.label);
  return el("div", { class: "choices" }, said.choices.map(one));
}

// Instagram's and Messenger's quick replies stand over the keyboard, under the last message only.
export function quick(thread, hands) {
  const last = thread.said.at(-1);
  const offered = last && !last.mine && last.kind === "quick" ? last.choices : [];
  find("quick").replaceChildren(
    ...offered.map((choice) => el("button", { type: "button", onclick: () => hands.press(last, choice) }, choice.label)),
  );
}
