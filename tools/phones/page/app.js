// The page: who is chosen, what they do, and drawing it all again when the server says that something changed.

import * as chat from "/assets/chat.js";
import { backstage } from "/assets/backstage.js";
import { el, face, find } from "/assets/dom.js";
import { cancelled, choose } from "/assets/sheet.js";
import * as server from "/assets/server.js";
import { samplePhoto } from "/assets/sample.js";
import { chip } from "/assets/window.js";
import { preferred, speak, t } from "/assets/words.js";

const KINDS = { whatsapp: "WhatsApp", instagram: "Instagram", messenger: "Messenger", telegram: "Telegram" };
const chosen = { kind: "whatsapp", account: "", person: "nuria" };
let state = null;
let current = null;
let connected = true;
let replyTo = null;
// Whoever was just chosen may not be on the phone yet; what is done meanwhile waits.
let ready = null;

const account = () => state.accounts.find((each) => each.id === chosen.account);
const person = () => state.people.find((each) => each.key === chosen.person);

function toast(text) {
  find("toast").textContent = text;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => (find("toast").textContent = ""), 5000);
}

async function act(name, asked = {}) {
  try {
    await ready;
    await server.act(name, { account: chosen.account, person: chosen.person, ...asked });
  } catch (fault) {
    toast(fault.message);
  }
}

const hands = {
  write: (text) => act("write", { text }),
  press: (said, choice) => act("press", { message: said.id, choice: choice.id }),
  list: (said) => choose(said.opens, said.choices.map((each) => ({ words: each.label, note: each.note, run: () => hands.press(said, each) }))),
  menu: (said) => choose(t("options"), said.mine ? own(said) : theirs(said)),
};

function theirs(said) {
  const loved = Boolean(said.reaction);
  return [
    { words: t("reply"), run: () => answer(said) },
    { words: loved ? t("unlove") : t("love"), run: () => act("react", { message: said.id, emoji: loved ? "" : "❤️" }) },
  ];
}

function own(said) {
  const edit = () => {
    find("words").value = said.text;
    find("words").dataset.edits = said.id;
    find("words").focus();
  };
  return [
    said.kind === "text" && { words: t("edit"), run: edit },
    { words: t("erase"), run: () => act("delete", { message: said.id }) },
  ].filter(Boolean);
}

function answer(said) {
  replyTo = said.id;
  find("composer").dataset.reply = said.text.slice(0, 80) || "…";
  find("words").focus();
}

async function compose(event) {
  event.preventDefault();
  const field = find("words");
  const text = field.value.trim();
  if (!text) return;
  const edits = field.dataset.edits;
  const reply_to = replyTo || "";
  field.value = "";
  grow();
  delete field.dataset.edits;
  delete find("composer").dataset.reply;
  replyTo = null;
  await (edits ? act("edit", { message: edits, text }) : act("write", { text, reply_to }));
}

function grow() {
  const field = find("words");
  field.style.height = "auto";
  field.style.height = `${Math.min(field.scrollHeight, 120)}px`;
}

async function send(file, kind) {
  if (file.size > 16_000_000) return toast("16 MB");
  const content = await server.base64(file);
  await act("file", { kind, content, content_type: file.type || "application/octet-stream", name: file.name || "" });
}

function attach() {
  choose(t("attach"), [
    { words: `🖼️ ${t("photo")}`, run: async () => send(await samplePhoto(), "image") },
    { words: `📎 ${t("a_file")}`, run: () => find("file").click() },
    { words: `📍 ${t("place")}`, run: () => act("location", { latitude: 41.22392, longitude: 1.72511 }) },
    { words: `🎲 ${t("strange")}`, run: () => act("unsupported") },
  ]);
}

function pick() {
  const file = find("file").files[0];
  find("file").value = "";
  const kind = file?.type.split("/")[0];
  if (file) send(file, ["image", "audio", "video"].includes(kind) ? kind : "document");
}

function select(change) {
  Object.assign(chosen, change);
  location.replace(`#${chosen.kind}/${chosen.person}`);
  cancelled();
  replyTo = null;
  delete find("composer").dataset.reply;
  ready = refresh();
}

function view(name) {
  document.body.dataset.view = name;
  for (const each of document.querySelectorAll(".views button")) each.setAttribute("aria-pressed", each.dataset.view === name);
}

function platforms() {
  find("platforms").replaceChildren(
    ...Object.entries(KINDS).map(([kind, name]) => {
      const unread = state.threads.filter((each) => state.accounts.find((one) => one.id === each.account).kind === kind);
      const count = unread.reduce((sum, each) => sum + each.unread, 0);
      const badge = count ? el("b", { class: "badge" }, count) : null;
      const press = () => select({ kind, account: "" });
      return el("button", { type: "button", class: kind, "aria-pressed": kind === chosen.kind, onclick: press }, name, badge);
    }),
  );
}

function accounts() {
  const offered = state.accounts.filter((each) => each.kind === chosen.kind);
  if (!offered.some((each) => each.id === chosen.account)) chosen.account = offered[0].id;
  const option = (each) => el("option", { value: each.id }, each.name + (each.connected ? "" : ` (${t("not_connected")})`));
  const text = JSON.stringify(offered) + document.documentElement.lang;
  if (accounts.text !== text) find("account").replaceChildren(...offered.map(option));
  accounts.text = text;
  find("account").value = chosen.account;
}

function people() {
  const at = document.activeElement?.dataset?.person;
  find("people").replaceChildren(...state.people.map(row));
  if (at) find("people").querySelector(`[data-person="${CSS.escape(at)}"]`)?.focus();
}

function row(each) {
  const thread = state.threads.find((one) => one.account === chosen.account && one.person === each.key);
  const last = thread?.last;
  const reach = chosen.kind === "whatsapp" ? (each.phone ? `+${each.phone}` : t("no_number")) : `@${each.username}`;
  return el(
    "li",
    {},
    el(
      "button",
      { type: "button", dataset: { person: each.key }, "aria-current": each.key === chosen.person ? "true" : null, onclick: () => { select({ person: each.key }); view("phone"); } },
      face(el("span", { "aria-hidden": "true" }), each.name),
      el("span", { class: "who" }, el("strong", {}, each.name), el("small", {}, reach), el("small", { class: "last" }, last ? last.text || "…" : t("nothing_yet"))),
      thread?.unread ? el("b", { class: "badge" }, thread.unread) : null,
    ),
  );
}

async function refresh() {
  state = await server.state();
  if (!person()) chosen.person = state.people[0].key;
  accounts();
  current = await server.thread(chosen.account, chosen.person);
  draw();
  if (current.unread && state.switches.receipts && !document.hidden) act("read");
}

function draw() {
  document.body.dataset.kind = chosen.kind;
  platforms();
  people();
  chat.head(account(), person(), current, connected);
  chat.log(account(), person(), current, hands);
  chat.quick(current, hands);
  chip(chosen.kind, current.window_ends);
  backstage(state, account(), person(), current, act);
}

function translate(code) {
  speak(code);
  find("language").value = code;
  document.title = `OpenSells · ${t("title")}`;
  for (const node of document.querySelectorAll("[data-words]")) node.textContent = t(node.dataset.words);
  for (const node of document.querySelectorAll("[data-label]")) node.setAttribute("aria-label", t(node.dataset.label));
  for (const node of document.querySelectorAll("[data-hint]")) node.placeholder = t(node.dataset.hint);
  if (current) draw();
}

function tick() {
  find("time").textContent = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  if (current) draw();
}

function begin() {
  const [kind, key] = location.hash.slice(1).split("/");
  if (KINDS[kind]) chosen.kind = kind;
  if (key) chosen.person = decodeURIComponent(key);
  translate(preferred());
  view("phone");
  find("composer").addEventListener("submit", compose);
  find("words").addEventListener("input", grow);
  find("words").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) compose(event);
  });
  find("attach").addEventListener("click", attach);
  find("file").addEventListener("change", pick);
  find("account").addEventListener("change", () => select({ account: find("account").value }));
  find("language").addEventListener("change", () => {
    localStorage.setItem("phones.language", find("language").value);
    translate(find("language").value);
  });
  find("newcomer").addEventListener("submit", async (event) => {
    event.preventDefault();
    const name = find("newname").value;
    find("newname").value = "";
    const made = await server.act("newcomer", { name, phone: `34600${String(Date.now()).slice(-6)}` });
    select({ person: made.person });
  });
  for (const each of document.querySelectorAll(".views button")) each.addEventListener("click", () => view(each.dataset.view));
  document.addEventListener("visibilitychange", () => document.hidden || refresh());
  ready = refresh();
  server.watch(refresh, (up) => { connected = up; if (current) draw(); });
  setInterval(tick, 15_000);
  tick();
}

begin();
