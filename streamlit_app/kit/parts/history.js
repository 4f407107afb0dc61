function make(name, kind, text) {
  const node = document.createElement(name);
  node.className = kind;
  if (text !== undefined) node.textContent = text;
  return node;
}

function line(each) {
  if (each.day) return make("li", "day", each.day);
  const item = make("li", "line" + (each.mine ? " mine" : ""));
  item.style.setProperty("--dot", `var(--st-${each.tone}-color)`);
  const what = make("span", "what", each.what);
  if (each.who) what.append(make("span", "who", " · " + each.who));
  item.append(what, make("span", "at", each.at));
  if (each.said) {
    const said = make("div", "said", each.said);
    said.dir = "auto";
    // What scrolls must be reachable by the keyboard.
    if (each.said.length > 400) said.tabIndex = 0;
    item.append(said);
  }
  return item;
}

export default function ({ data, parentElement }) {
  const list = parentElement.querySelector("ol");
  const written = JSON.stringify(data);
  if (list.written === written) return;
  list.written = written;
  list.setAttribute("aria-label", data.label);
  list.replaceChildren(...data.lines.map(line));
}
