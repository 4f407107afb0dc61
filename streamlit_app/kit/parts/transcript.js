const TICKS = {
  queued: '<circle cx="8" cy="6" r="5"/><path d="M8 3.5V6l1.7 1"/>',
  sent: '<path d="M4 6.5 7 9.5 13 2.5"/>',
  delivered: '<path d="M1 6.5 4 9.5 10 2.5M7.5 8.5 8.5 9.5 15 2.5"/>',
  failed: '<circle cx="8" cy="6" r="5"/><path d="M8 3.2V6.5M8 8.6v.1"/>',
};
const SAME = { sending: "queued", read: "delivered", unconfirmed: "failed" };

function ticks(message) {
  const node = make("span", "ticks " + message.ticks);
  // One of the fixed drawings above, never what somebody wrote.
  node.innerHTML = `<svg viewBox="0 0 16 12" aria-hidden="true">${TICKS[SAME[message.ticks] ?? message.ticks] ?? ""}</svg>`;
  const bad = message.ticks === "failed" || message.ticks === "unconfirmed";
  if (bad) node.append(message.state);
  else {
    node.role = "img";
    node.setAttribute("aria-label", message.state);
  }
  node.title = message.state;
  return node;
}

function under(message, ask) {
  const line = make("div", "under");
  if (message.reaction) line.append(make("span", "reaction", message.reaction));
  for (const mark of message.marks) line.append(make("span", "mark", mark));
  if (message.ticks) line.append(ticks(message));
  if (message.cause) line.append(make("span", "cause", message.cause));
  for (const act of message.acts) {
    const button = make("button", act.id === "resend" ? "" : "quiet", act.label);
    button.type = "button";
    button.onclick = () => ask({ act: act.id, message: message.id });
    line.append(button);
  }
  return line;
}

function bubble(message, ask) {
  const kinds = [message.role, message.first && "first", message.gone && "gone"];
  const item = make("li", kinds.filter(Boolean).join(" "));
  if (message.role === "day" || message.role === "system") {
    item.textContent = message.text;
    return item;
  }
  if (message.first) item.append(make("span", "who", message.who + " · " + message.at));
  if (message.quote) item.append(make("div", "quote", message.quote));
  for (const file of message.files) item.append(media(file));
  if (message.text) {
    const said = make("div", "said", message.text);
    said.title = message.at;
    said.dir = "auto";
    item.append(said);
  }
  const line = under(message, ask);
  if (line.childElementCount) item.append(line);
  return item;
}

// What has not changed stays, so that a film plays on and nobody loses their place.
function draw(list, messages, ask) {
  const before = list.known ?? new Map();
  list.known = new Map();
  const nodes = messages.map((message, place) => {
    const text = JSON.stringify(message);
    const name = message.id || `${place}:${message.role}`;
    const kept = before.get(name);
    const node = kept?.text === text ? kept.node : bubble(message, ask);
    list.known.set(name, { text, node });
    return node;
  });
  nodes.forEach((node, place) => {
    if (list.children[place] !== node) list.insertBefore(node, list.children[place] ?? null);
  });
  while (list.childElementCount > nodes.length) list.lastElementChild.remove();
}

export default function ({ data, parentElement, setTriggerValue }) {
  const list = parentElement.querySelector("ol");
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 60;
  const other = list.dataset.of !== data.of;
  const before = list.childElementCount;
  list.setAttribute("aria-label", data.label);
  list.classList.toggle("bounded", Boolean(data.height));
  list.style.setProperty("--height", data.height);
  if (other) list.known = new Map();
  draw(list, data.messages, (asked) => setTriggerValue("asked", asked));
  if (other || (atEnd && before !== list.childElementCount)) {
    requestAnimationFrame(() => { list.scrollTop = list.scrollHeight; });
  }
  list.dataset.of = data.of;
}
