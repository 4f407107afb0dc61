// Behind the phone: the window, what fails, how webhooks travel, and what the person and the account do.

import { el, find } from "/assets/dom.js";
import { t } from "/assets/words.js";
import { bar } from "/assets/window.js";

const FAULTS = ["429", "500", "502", "never", "drop"];
const GROUPS = ["window", "faults", "webhooks", "person", "account"];
const group = (title, ...parts) => el("section", { class: "group" }, el("h2", {}, title), ...parts);
const note = (text) => el("p", { class: "note" }, text);
const button = (text, act, kind = "") => el("button", { type: "button", class: kind, onclick: act }, text);

function toggle(text, on, change) {
  const box = el("input", { type: "checkbox", role: "switch", checked: on, onchange: () => change(box.checked) });
  return el("label", { class: "switch" }, el("span", {}, text), box);
}

function windowOf(account, thread, act) {
  const later = (hours, words) => button(words, () => act("window", { hours }));
  return group(
    t("window"),
    bar(account.kind, thread.window_ends),
    account.kind === "telegram"
      ? null
      : el("div", { class: "buttons" }, later(12, t("hours_later", { count: 12 })), later(24, t("hours_later", { count: 24 })), later(168, t("days_later", { count: 7 }))),
    account.kind === "telegram" ? null : note(t("window_note")),
  );
}

function faultsOf(state, account, act) {
  const times = el("select", { id: "times", "aria-label": t("next_sends") }, [1, 3, -1].map((count) => el("option", { value: count }, count < 0 ? t("always") : `${count}×`)));
  const verb = { whatsapp: "messages", instagram: "messages", messenger: "messages" }[account.kind] || "";
  const order = (kind) => act("fault", { kind, account: account.id, verb, times: Number(times.value), retry_after: 5 });
  const waiting = state.faults.filter((each) => !each.account || each.account === account.id);
  const named = waiting.map((each) => `${t(`fault_${each.kind}`)} ${each.times < 0 ? "∞" : `${each.times}×`}`).join(", ");
  return group(
    t("faults"),
    note(t("faults_note")),
    el("label", { class: "inline" }, el("span", {}, t("next_sends")), times),
    el("div", { class: "buttons" }, FAULTS.map((kind) => button(t(`fault_${kind}`), () => order(kind)))),
    waiting.length ? el("p", { class: "warning", role: "status" }, t("waiting_faults", { what: named })) : null,
    waiting.length || !account.token_works ? button(t("clear"), () => act("clear"), "plain") : null,
  );
}

function webhooksOf(state, act) {
  const { twice, hold, held, delay, receipts } = state.switches;
  const marks = state.outcomes.map((status) => el("li", { class: status === 200 ? "good" : "bad" }, status || "—"));
  return group(
    t("webhooks"),
    toggle(t("twice"), twice, (on) => act("switches", { twice: on })),
    toggle(t("late"), delay > 0, (on) => act("switches", { delay: on ? 3 : 0 })),
    toggle(t("receipts"), receipts, (on) => act("switches", { receipts: on })),
    toggle(t("hold"), hold, (on) => act("switches", { hold: on })),
    held ? button(t("release", { count: held }), () => act("flush", { order: "reversed" })) : null,
    el("h3", {}, t("outcomes")),
    marks.length ? el("ol", { class: "outcomes" }, marks) : note(t("no_outcomes")),
  );
}

function personOf(account, person, thread, act) {
  const words = el("input", { id: "businesswords", maxlength: 500, required: true, "aria-label": t("as_business"), placeholder: t("as_business") });
  const form = el("form", { class: "newcomer" }, words, el("button", { type: "submit" }, t("send")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    act("business", { text: words.value });
    words.value = "";
  });
  return group(t("person"), toggle(t("block"), thread.blocked, (on) => act("block", { blocked: on })), account.kind === "telegram" ? null : form);
}

function accountOf(account, act) {
  const rows = [["id", account.id], ["owner", account.business_id], ["token", account.token]].filter(([, value]) => value);
  const details = el(
    "details",
    { id: "connect" },
    el("summary", {}, t("connect_with")),
    el("dl", {}, rows.map(([name, value]) => el("div", {}, el("dt", {}, t(name)), el("dd", {}, el("code", {}, value))))),
  );
  return group(t("account"), toggle(t("token_off"), !account.token_works, (on) => act("token", { works: !on })), details);
}

// Drawn anew when something in it changed, but not under somebody's fingers.
const seen = new Map();

export function backstage(state, account, person, thread, act) {
  const { said, last, ...still } = thread;
  const parts = {
    window: [[account.kind, still.window_ends, Math.floor(Date.now() / 30_000)], () => windowOf(account, thread, act)],
    faults: [[account.id, account.token_works, state.faults], () => faultsOf(state, account, act)],
    webhooks: [[state.switches, state.outcomes], () => webhooksOf(state, act)],
    person: [[account.id, person.key, still.blocked], () => personOf(account, person, thread, act)],
    account: [[account], () => accountOf(account, act)],
  };
  const root = find("backstage");
  if (!root.children.length) root.append(...GROUPS.map((name) => el("div", { dataset: { group: name } })));
  for (const [place, name] of GROUPS.entries()) {
    const [depends, draw] = parts[name];
    const text = JSON.stringify([document.documentElement.lang, person.key, depends]);
    if (seen.get(name) === text) continue;
    seen.set(name, text);
    redraw(root.children[place], draw());
  }
}

// Whoever stood on a button stands on the same one afterwards.
function redraw(holder, drawing) {
  const controls = (node) => [...node.querySelectorAll("button, input, select, summary")];
  const at = controls(holder).indexOf(document.activeElement);
  const open = holder.querySelector("details")?.open;
  const times = holder.querySelector("#times")?.value;
  holder.replaceChildren(drawing);
  if (open) holder.querySelector("details").open = true;
  if (times) holder.querySelector("#times").value = times;
  if (at >= 0) controls(holder)[at]?.focus();
}
