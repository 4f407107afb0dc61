/** What people of the business write, as they write it: Server-Sent Events over fetch, which can carry the token. */
import { open } from "./api.js";
import { hear, last, look, run } from "./chat.js";
import { LONGEST_WAIT, SILENCE } from "./limits.js";

let session, current, timer, tries;

async function listen() {
  const own = (current = new AbortController());
  let watch;
  let text = "";
  try {
    const { body } = await open(session + "/events", { headers: { "Last-Event-ID": last() }, signal: own.signal });
    if (look().busy) run();
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      // A line that is cut without a word would be waited at for ever.
      clearTimeout(watch);
      watch = setTimeout(() => own.abort(), SILENCE);
      const { value, done } = await reader.read();
      if (done) break;
      tries = 0;
      const events = (text + value).split("\n\n");
      text = events.pop();
      for (const event of events) {
        const [, kind, data] = /^event: (.*)\ndata: (.*)/m.exec(event) || [];
        if (data) hear(kind, JSON.parse(data));
      }
    }
  } catch {
    // Closed by us, by the server's hour or by the network: below we come back, unless it was us.
  }
  clearTimeout(watch);
  if (current === own) timer = setTimeout(listen, 1000 * Math.min(LONGEST_WAIT, 2 ** tries++));
}

/** For which conversation to listen from now on, if any. */
export function listenTo(wish) {
  if (wish === session) return;
  session = wish;
  clearTimeout(timer);
  current?.abort();
  current = null;
  tries = 0;
  if (session) listen();
}
