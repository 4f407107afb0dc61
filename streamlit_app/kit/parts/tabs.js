function face(tab, chosen, open) {
  const button = document.createElement("button");
  button.type = "button";
  button.role = "tab";
  button.dataset.id = tab.id;
  button.setAttribute("aria-selected", String(tab.id === chosen));
  button.tabIndex = tab.id === chosen ? 0 : -1;
  button.append(tab.name);
  if (tab.count) {
    const count = document.createElement("span");
    count.textContent = tab.count;
    count.className = tab.urgent ? "urgent" : "";
    button.append(count);
  }
  button.onclick = () => open(tab.id);
  return button;
}

function step(event, list) {
  const way = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!way) return;
  const all = [...list.children];
  const here = all.indexOf(event.target.closest("button"));
  const next = all[(here + way + all.length) % all.length];
  event.preventDefault();
  next.focus();
  next.click();
}

export default function ({ data, parentElement, setTriggerValue }) {
  const list = parentElement.querySelector('[role="tablist"]');
  const shown = JSON.stringify(data);
  if (list.dataset.shown === shown) return;
  list.dataset.shown = shown;
  const focused = list.getRootNode().activeElement?.dataset?.id;
  list.setAttribute("aria-label", data.label);
  list.onkeydown = (event) => step(event, list);
  list.replaceChildren(...data.tabs.map((tab) => face(tab, data.chosen, (id) => setTriggerValue("opened", id))));
  const again = [...list.children].find((each) => each.dataset.id === (focused ?? data.chosen));
  if (focused) again?.focus();
  if (list.dataset.chosen !== data.chosen) again?.scrollIntoView({ block: "nearest", inline: "nearest" });
  list.dataset.chosen = data.chosen;
}
