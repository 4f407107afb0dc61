const TINTS = { cold: "blue", warm: "yellow", hot: "orange", premium: "violet" };

function make(name, kind, text) {
  const node = document.createElement(name);
  node.className = kind;
  if (text !== undefined) node.textContent = text;
  return node;
}

function part(each) {
  const item = make("li", "");
  const line = make("div", "line");
  line.append(make("span", "", each.name), make("span", "points", each.points + " / " + each.max));
  const bar = make("div", "bar");
  const filled = make("i", "");
  filled.style.width = (each.max ? (100 * each.points) / each.max : 0) + "%";
  bar.append(filled);
  item.append(line, bar, make("div", "why", each.why));
  return item;
}

export default function ({ data, parentElement }) {
  const card = parentElement.querySelector(".card");
  card.style.setProperty("--ink", `var(--st-${TINTS[data.tone] || "gray"}-color)`);
  card.querySelector("svg").setAttribute("aria-label", data.label);
  card.querySelector(".arc").setAttribute("stroke-dasharray", Math.max(data.total, 0.01) + " 100");
  card.querySelector(".total").textContent = data.total;
  card.querySelector("ul").replaceChildren(...data.parts.map(part));
}
