const TINTS = { cold: "blue", warm: "yellow", hot: "orange", premium: "violet", plain: "gray", good: "green" };

function make(name, kind, text) {
  const node = document.createElement(name);
  if (kind) node.className = kind;
  if (text !== undefined) node.textContent = text;
  return node;
}

function row(item, chosen, open) {
  const line = make("li");
  const button = make("button", item.unread ? "new" : "");
  button.type = "button";
  button.setAttribute("aria-current", String(item.id === chosen));
  const tint = TINTS[item.tone] || "gray";
  button.style.setProperty("--tint", `var(--st-${tint}-background-color)`);
  button.style.setProperty("--ink", `var(--st-${tint}-text-color)`);
  const face = make("span", "face", item.initials);
  face.setAttribute("aria-hidden", "true");
  const tag = item.unread ? make("span", "tag unread", String(item.unread)) : item.tag ? make("span", "tag", item.tag) : make("span");
  button.append(face, make("span", "title", item.title), make("span", "aside", item.aside), make("span", "note", item.note), tag);
  button.onclick = () => open(item.id);
  line.append(button);
  return line;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const list = parentElement.querySelector("ul");
  const focused = [...list.querySelectorAll("button")].indexOf(parentElement.activeElement);
  list.setAttribute("aria-label", data.label);
  list.replaceChildren(...data.rows.map((item) => row(item, data.chosen, (id) => setTriggerValue("opened", id))));
  if (focused >= 0) list.querySelectorAll("button")[focused]?.focus();
}
