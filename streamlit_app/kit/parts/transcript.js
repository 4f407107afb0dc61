function make(name, kind, text) {
  const node = document.createElement(name);
  node.className = kind;
  if (text !== undefined) node.textContent = text;
  return node;
}

function bubble(message) {
  const item = make("li", message.role + (message.first ? " first" : ""));
  if (message.role === "day" || message.role === "system") {
    item.textContent = message.text;
    return item;
  }
  if (message.first) item.append(make("span", "who", message.who + " · " + message.at));
  if (message.text) {
    const said = make("div", "said", message.text);
    said.title = message.at;
    said.dir = "auto";
    item.append(said);
  }
  for (const name of message.files) item.append(make("span", "file", "📎 " + name));
  return item;
}

export default function ({ data, parentElement }) {
  const list = parentElement.querySelector("ol");
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 60;
  const grew = list.childElementCount !== data.messages.length || list.dataset.of !== data.of;
  list.setAttribute("aria-label", data.label);
  list.classList.toggle("bounded", data.height > 0);
  list.style.setProperty("--height", data.height + "px");
  list.replaceChildren(...data.messages.map(bubble));
  if (grew && (atEnd || list.dataset.of !== data.of)) {
    requestAnimationFrame(() => { list.scrollTop = list.scrollHeight; });
  }
  list.dataset.of = data.of;
}
