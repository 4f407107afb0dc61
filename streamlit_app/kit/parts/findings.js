const TONES = { good: "green", waiting: "blue", known: "violet", closed: "orange", bad: "red", plain: "gray" };

function datum(way, words) {
  const shown = make("span", "datum");
  shown.dir = "auto";
  shown.append(make("span", "kind", way.kind), way.href ? link(way.href, way.value) : make("span", "", way.value));
  if (way.evidence.length) shown.append(proof(way, { ...words, sign: "?" }));
  return shown;
}

function business(item) {
  const head = make("div", "head");
  const name = make("span", "name", item.name);
  name.dir = "auto";
  head.append(name);
  if (item.url) head.append(link(item.url, item.domain));
  if (item.place) head.append(make("span", "soft", item.place));
  return head;
}

function row(item, data, say) {
  const line = make("li", data.picking ? "picking" : "");
  line.id = "finding-" + item.id;
  if (data.picking) {
    const tick = make("input");
    tick.type = "checkbox";
    tick.checked = data.picked.includes(item.id);
    tick.disabled = !item.ready;
    tick.setAttribute("aria-label", data.words.pick + ": " + item.name);
    tick.onchange = () => say("pick", item.id, tick.checked);
    line.append(tick);
  }
  const middle = make("div", "middle");
  middle.append(business(item));
  if (item.summary) middle.append(make("p", "summary", item.summary));
  const ways = make("div", "ways");
  ways.append(...item.ways.map((way) => datum(way, data.words)));
  if (item.ways.length) middle.append(ways);
  const end = make("div", "end");
  const tag = make("span", "tag", item.state);
  const tone = TONES[item.tone] || "gray";
  tag.style.setProperty("--tint", `var(--st-${tone}-background-color)`);
  tag.style.setProperty("--ink", `var(--st-${tone}-text-color)`);
  end.append(tag);
  if (item.reason) end.append(make("span", "soft", item.reason));
  for (const [target, name] of item.links) {
    const open = make("button", "go", name);
    open.type = "button";
    open.onclick = () => say("follow", item.id, target);
    end.append(open);
  }
  line.append(middle, end);
  return line;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const list = parentElement.querySelector("ul");
  // Drawn again only when something changed: an open popover and the focus stay.
  const written = JSON.stringify(data);
  if (list.written === written) return;
  const at = [...list.querySelectorAll("button, input, a")].indexOf(list.getRootNode().activeElement);
  list.written = written;
  list.setAttribute("aria-label", data.label);
  const say = (what, id, value) => setTriggerValue(what === "pick" ? "picked" : "followed", { id, value });
  list.replaceChildren(...data.items.map((item) => row(item, data, say)));
  if (at >= 0) list.querySelectorAll("button, input, a")[at]?.focus();
}
