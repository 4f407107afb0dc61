/** The HTTP of the chat: a token that renews itself, errors that say whether to try again. */
import { EARLY, PATIENCE, PATIENCE_WITH_FILES } from "./limits.js";
import { script, tenant } from "./snippet.js";
import { read, write } from "./store.js";

/** What the last page knew, so that the bubble need not wait for the network; then what the API says. */
export let config = read("config");
let renewal;

async function request(path, options) {
  const signal = AbortSignal.timeout(PATIENCE);
  const answer = await fetch(new URL("/v1/" + path, script.src), { signal, ...options }).catch(() => Response.error());
  if (answer.ok) return answer;
  const { status, headers } = answer;
  const { error } = await answer.json().catch(() => ({}));
  const code = error?.code || "unreachable";
  // The status is 0 where no answer came.
  const down = !status || status > 499;
  throw Object.assign(Error(code), {
    status,
    down,
    passing: down || [401, 408, 429].includes(status) || code === "conversation_busy",
    /** The seconds that the server asked for. */
    wait: +headers.get("Retry-After"),
  });
}

async function greet() {
  config = await (await request("widget/config?tenant=" + tenant)).json();
  // Our own clock on both ends: the visitor's may be wrong by hours.
  config.until = Date.now() + config.expires_in * 1000;
  write("config", config);
}

/** Whoever asks at the same time shares one renewal. */
export const renew = () => (renewal ||= greet().finally(() => (renewal = null)));

/** The open answer; a token that is refused is renewed once. */
export async function open(path, options, again) {
  if (again || !(config?.until > Date.now() + EARLY)) await renew();
  const headers = { ...options.headers, Authorization: "Bearer " + config.token };
  try {
    return await request("chat/" + path, { ...options, headers });
  } catch (error) {
    if (error.status !== 401 || again) throw error;
    return open(path, options, true);
  }
}

const push = async (path, body, more) => (await open(path, { method: "POST", body, ...more })).json();

export function post(path, body, key) {
  const headers = { "Content-Type": "application/json" };
  if (key) headers["Idempotency-Key"] = key;
  return push(path, JSON.stringify(body), { headers });
}

export function upload(session, file) {
  const body = new FormData();
  body.append("file", file);
  // A large photo on a slow line takes its minutes.
  return push(session + "/files", body, { signal: AbortSignal.timeout(PATIENCE_WITH_FILES) });
}
