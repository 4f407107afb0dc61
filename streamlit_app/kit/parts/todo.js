function make(name, kind, text) {
  const node = document.createElement(name);
  if (kind) node.className = kind;
  if (text !== undefined) node.textContent = text;
  return node;
}

function press(kind, text, act) {
  const button = make("button", kind, text);
  button.type = "button";
  button.onclick = act;
  return button;
}

function check(item, words, say) {
  const button = press("check", undefined, () => {
    button.closest("li").classList.toggle("done");
    say("checked", item.id);
  });
  const ring = make("i", "", "✓");
  ring.setAttribute("aria-hidden", "true");
  button.append(ring);
  button.disabled = !item.movable;
  button.setAttribute("aria-label", (item.done ? words.reopen : words.complete) + ": " + item.title);
  return button;
}

function about(item, say) {
  const line = make("span", "about");
  if (item.due) line.append(make("span", item.overdue ? "late" : "", item.due));
  if (item.flag) line.append(make("span", "flag", item.flag));
  if (item.target) line.append(press("target", item.target, () => say("followed", item.id)));
  for (const note of item.notes) line.append(make("span", "", note));
  return line;
}

function menu(item, data, say) {
  const box = make("details");
  const head = make("summary", "", data.words.snooze);
  head.setAttribute("aria-label", data.words.snooze + ": " + item.title);
  const choices = make("div", "menu");
  choices.append(...data.choices.map(([key, name]) => press("", name, () => {
    box.open = false;
    say("snoozed", { id: item.id, until: key });
  })));
  box.append(head, choices);
  box.onkeydown = (event) => {
    if (event.key !== "Escape") return;
    box.open = false;
    head.focus();
  };
  box.addEventListener("focusout", (event) => { if (!box.contains(event.relatedTarget)) box.open = false; });
  return box;
}

function row(item, data, say) {
  const line = make("li", item.priority + (item.done ? " done" : ""));
  line.setAttribute("role", "listitem");
  const words = make("div", "words");
  const title = press("title", item.title, () => say("opened", item.id));
  title.dir = "auto";
  words.append(title, about(item, say));
  line.append(check(item, data.words, say), words);
  if (item.movable && !item.done && data.choices.length) line.append(menu(item, data, say));
  return line;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const list = parentElement.querySelector("ul");
  const written = JSON.stringify(data);
  // Drawn again only when something changed: an open menu and the focus stay.
  if (list.written === written) return;
  const at = [...list.querySelectorAll("button, summary")].indexOf(parentElement.activeElement);
  list.written = written;
  list.setAttribute("aria-label", data.label);
  const say = (name, value) => {
    list.written = "";
    setTriggerValue(name, value);
  };
  list.replaceChildren(...data.items.map((item) => row(item, data, say)));
  if (at >= 0) list.querySelectorAll("button, summary")[at]?.focus();
}
