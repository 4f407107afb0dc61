const TINTS = { cold: "blue", warm: "yellow", hot: "orange", premium: "violet", plain: "gray", good: "green" };

function make(name, kind, text) {
  const node = document.createElement(name);
  if (kind) node.className = kind;
  if (text !== undefined) node.textContent = text;
  return node;
}

function paint(node, tint) {
  node.style.setProperty("--tint", `var(--st-${tint}-background-color)`);
  node.style.setProperty("--ink", `var(--st-${tint}-text-color)`);
  return node;
}

function flags(item) {
  const line = make("span", "flags");
  line.append(...item.flags.map((each) => paint(make("span", "flag", each.text), each.tone)));
  return line;
}

function row(item, chosen, open) {
  const line = make("li");
  const button = make("button", item.unread ? "new" : "");
  button.type = "button";
  button.dataset.id = item.id;
  button.setAttribute("aria-current", String(item.id === chosen));
  paint(button, TINTS[item.tone] || "gray");
  const face = make("span", "face", item.initials);
  if (item.channel) face.append(channel(item.channel, item.channel_name));
  else face.setAttribute("aria-hidden", "true");
  const tag = item.unread ? make("span", "tag unread", String(item.unread)) : item.tag ? make("span", "tag", item.tag) : make("span");
  button.append(face, make("span", "title", item.title), make("span", "aside", item.aside), make("span", "note", item.note), tag);
  if (item.flags.length) button.append(flags(item));
  button.onclick = () => open(item.id);
  line.append(button);
  return line;
}

// The one beside the chosen one; at first the first.
function beside(list, way) {
  const all = [...list.querySelectorAll("button")];
  const here = all.findIndex((each) => each.getAttribute("aria-current") === "true");
  return here < 0 ? all[0] : all[Math.min(Math.max(here + way, 0), all.length - 1)];
}

function go(list, way) {
  const next = beside(list, way);
  if (!next || next.getAttribute("aria-current") === "true") return;
  next.scrollIntoView({ block: "nearest" });
  next.click();
}

function arrows(event, list) {
  const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!way) return;
  const all = [...list.querySelectorAll("button")];
  event.preventDefault();
  all[all.indexOf(event.target.closest("button")) + way]?.focus();
}

export default function ({ data, parentElement, setTriggerValue }) {
  const list = parentElement.querySelector("ul");
  list.onkeydown = (event) => arrows(event, list);
  const shown = JSON.stringify(data);
  if (list.dataset.shown !== shown) {
    const focused = list.getRootNode().activeElement?.dataset?.id;
    list.setAttribute("aria-label", data.label);
    list.style.maxHeight = data.height || "none";
    list.replaceChildren(...data.rows.map((item) => row(item, data.chosen, (id) => setTriggerValue("opened", id))));
    if (focused) [...list.querySelectorAll("button")].find((each) => each.dataset.id === focused)?.focus();
    list.dataset.shown = shown;
  }
  document.removeEventListener("opensells-step", list.step);
  list.step = (event) => go(list, event.detail);
  document.addEventListener("opensells-step", list.step);
  return () => document.removeEventListener("opensells-step", list.step);
}
