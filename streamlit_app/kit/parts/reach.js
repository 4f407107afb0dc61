function row(item, data, say) {
  const line = make("li");
  const value = make("span", "value");
  value.dir = "auto";
  value.append(item.href ? link(item.href, item.value) : document.createTextNode(item.value));
  if (item.main) value.append(make("span", "main", data.words.main));
  if (item.label) value.append(make("span", "label", item.label));
  const tools = make("span", "tools");
  if (item.evidence.length) tools.append(proof(item, data.words));
  if (item.actions.length) {
    const choices = item.actions.map(([key, name]) => {
      const button = make("button", "", name);
      button.type = "button";
      button.onclick = () => say({ id: item.id, action: key });
      return button;
    });
    tools.append(opening("more", "⋯", data.words.more + ": " + item.value, choices));
  }
  line.append(make("span", "kind", item.kind), value, tools);
  return line;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const list = parentElement.querySelector("ul");
  const written = JSON.stringify(data);
  if (list.written === written) return;
  list.written = written;
  list.setAttribute("aria-label", data.label);
  const say = (value) => {
    list.written = "";
    setTriggerValue("acted", value);
  };
  list.replaceChildren(...data.items.map((item) => row(item, data, say)));
}
