/** The conversation without its looks: what was said, what is asked, what still waits to be sent. */
import { post, upload } from "./api.js";
import { tell } from "./events.js";
import { KEPT, LONGEST_WAIT, TYPING_LASTS } from "./limits.js";
import { all, prefix, read, write } from "./store.js";
import { chosen } from "./words.js";

const NOTHING = { status: "open", messages: [] };

let chat = read("chat") || NOTHING;
let stale = true;
let tries = 0;
let timer, running, again, person, wish, fault, typing;
// Heard while a message of ours was on its way: shown after its answer, so that nobody answers before they are asked.
let early = [];

/** The campaign that brought the visitor, as the address tells it (CAT-02): the first page knows, the third may begin. */
export function noteCampaign() {
  let utm;
  for (const [name, value] of new URLSearchParams(location.search)) {
    const part = /^utm_(source|medium|campaign|term|content)$/.exec(name)?.[1];
    if (part) (utm ||= {})[part] = value.slice(0, 200);
  }
  if (utm) write("utm", utm);
}

/** The conversation's name, once it has begun. */
export const session = () => chat.session_id;

/** Keys begin with the moment, so that they sort as they were written. */
const newKey = (at) => [at, ...crypto.getRandomValues(new Uint32Array(3))].join("-");
const outbox = () => all("out:");
const keep = (item) => write("out:" + item.k, item);
const drop = (k) => write("out:" + k);
/** A message of ours as the transcript shows it. */
const shown = ({ k, at, text, attachments }) => ({
  k,
  role: "visitor",
  created_at: new Date(at).toISOString(),
  text,
  attachments,
});

/** Seconds until the next try: what the server asked for, else longer each time, and never in step with others. */
const pause = ({ wait, passing }) =>
  wait || (passing ? Math.min(LONGEST_WAIT, 2 ** (tries - 1)) : LONGEST_WAIT) * (0.75 + Math.random() / 2);

/** `answer` is what the API says of the conversation; `messages` what is to be shown of it. */
function settle(answer, messages) {
  const { status } = chat;
  chat = { ...chat, ...answer, messages };
  write("chat", { ...chat, messages: messages.slice(-KEPT) });
  if (status !== chat.status) tell("status", chat.status);
  tell("change");
}

/** The whole transcript replaces ours; what the visitor sees already keeps its place on the screen. */
function replace(answer) {
  const mine = chat.messages.filter(({ role }) => role === "visitor");
  settle(
    answer,
    answer.messages.map((message) => {
      const found = mine.findIndex(({ text }) => message.role === "visitor" && text === message.text);
      return { ...message, k: found < 0 ? message.id : mine.splice(found, 1)[0].k };
    }),
  );
}

/** News are added once, whichever way they came: an answer, the stream, another tab. */
function merge(answer, ...before) {
  const news = answer.messages.filter(({ id }) => !chat.messages.some((message) => message.id === id));
  settle(answer, [...chat.messages, ...before, ...news.map((message) => ({ ...message, k: message.id }))]);
  for (const message of news) {
    typing = clearTimeout(typing);
    tell("message", message);
  }
}

async function begin() {
  const { session_id } = chat;
  const answer = await post("start", {
    session_id,
    language: chosen(),
    page_url: location.href.slice(0, 2000),
    referrer: document.referrer.slice(0, 2000),
    utm: read("utm"),
  });
  stale = false;
  (session_id ? replace : merge)(answer);
}

/** One message at a time, in the order in which they were written. */
async function deliver(item) {
  try {
    const answer = await post("send", { session_id: chat.session_id, ...item.body }, item.k);
    drop(item.k);
    merge(answer, shown(item));
    // An earlier try may have been heard although its answer was lost: the server's order counts.
    stale ||= tries;
  } catch (error) {
    if (error.passing) throw error;
    stale = again = true;
    if (error.message === "conversation_not_found") startOver();
    else keep({ ...item, failed: true });
  }
}

/** The server forgot this conversation: begin anew, and say in words what was clicked. */
function startOver() {
  for (const item of outbox()) keep({ ...item, body: { text: item.text } });
  chat = NOTHING;
  write("chat");
}

async function work() {
  // Another tab may have begun, sent or heard something meanwhile.
  chat = read("chat") || chat;
  if (!chat.session_id) await begin();
  for (const item of outbox()) if (!item.failed && chat.session_id) await deliver(item);
  if (!chat.session_id) return;
  if (stale) await begin();
  const { session_id } = chat;
  // Both may be wished anew while the answer is on its way.
  const language = wish;
  const told = person;
  if (language && language !== chat.language) merge(await post("language", { session_id, language }));
  if (wish === language) wish = null;
  if (told) {
    await post("identify", { session_id, ...told }).catch((error) => {
      if (error.passing) throw error;
    });
  }
  if (person === told) person = null;
}

/** Does what is to be done: begin or resume, send, renew the transcript; tries again by itself. */
export async function run() {
  again = true;
  if (running) return;
  running = true;
  clearTimeout(timer);
  try {
    while (again) {
      again = false;
      // Tabs take turns where the browser lets them; elsewhere the key makes a second send harmless.
      await (navigator.locks?.request(prefix, work) || work());
    }
    tries = 0;
    fault = null;
  } catch (error) {
    fault = error;
    tries++;
    timer = setTimeout(run, 1000 * pause(error));
  }
  running = false;
  for (const data of early.splice(0)) hear("message", data);
  tell("change");
}

/** An event of the stream. */
export function hear(kind, data) {
  const role = data.message?.role;
  if (kind === "typing") {
    clearTimeout(typing);
    typing = setTimeout(() => tell("change", (typing = 0)), TYPING_LASTS);
    tell("change");
  } else if (kind === "status") running ? (stale = again = true) : settle(data, chat.messages);
  else if (running && role === "bot") early.push(data);
  else if (role && role !== "visitor") merge({ messages: [data.message] });
}

/** What is to be shown now. */
export function look() {
  const unsent = outbox();
  const busy = unsent.some(({ failed }) => !failed);
  const away = !navigator.onLine;
  const pending = unsent.map((item) => ({
    ...shown(item),
    state: item.failed || tries > 2 ? "failed" : tries || away ? "waiting" : "sending",
  }));
  return {
    ...chat,
    messages: [...chat.messages, ...pending],
    ask: busy ? null : chat.ask,
    busy,
    typing: typing || (!tries && (busy || (running && !chat.messages[0]))),
    away: away || fault?.down,
  };
}

/** The last message of the server's that we have. */
export const last = () => chat.messages.findLast(({ id }) => id)?.id;

export const unread = (seen) =>
  chat.messages.slice(chat.messages.findIndex(({ id }) => id === seen) + 1).filter(({ role }) => role !== "visitor")
    .length;

export function say(body, text, attachments) {
  const at = Date.now();
  keep({ k: newKey(at), at, body, text, attachments });
  tell("message", { role: "visitor", text });
  tell("change");
  run();
}

export function retry(k) {
  const item = read("out:" + k);
  if (item?.failed) {
    // The refused one was not kept by the server, so a new key cannot double it.
    drop(k);
    keep({ ...item, k: newKey(item.at), failed: false });
  }
  tries = 0;
  run();
}

export function discard(k) {
  drop(k);
  tell("change");
}

export function switchTo(language) {
  write("language", language);
  wish = language;
  chat.session_id ? run() : tell("change");
}

export function identify(data) {
  person = data;
  if (chat.session_id) run();
}

export const attach = (file) => upload(chat.session_id, file);

/** Another tab wrote: show what it knows. */
export function reload() {
  chat = read("chat") || chat;
  tell("change");
}
