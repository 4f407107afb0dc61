const SVG = "http://www.w3.org/2000/svg";
const TINTS = { cold: "blue", warm: "yellow", hot: "orange", premium: "violet", new: "blue", active: "violet", customer: "green" };
// Our own line drawings: 24 wide, drawn with a stroke.
const SIGNS = {
  web: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c5 5.5 5 12.5 0 18M12 3c-5 5.5-5 12.5 0 18",
  whatsapp: "M4 20l1.2-4A8 8 0 1 1 8 18.8zM9 9c0 3.5 2.5 6 6 6l1-2-2.2-1-1 1c-1-.5-1.8-1.3-2.3-2.3l1-1L10.5 8z",
  instagram: "M7 3h10a4 4 0 0 1 4 4v10a4 4 0 0 1-4 4H7a4 4 0 0 1-4-4V7a4 4 0 0 1 4-4zM12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM17 7h.01",
  telegram: "M21 4L3 11l6 2.5L11 20l3.5-4.5L19 18zM9 13.5L18 7",
  messenger: "M12 3c-5 0-9 3.6-9 8.2 0 2.6 1.3 4.8 3.3 6.3V21l3-1.7c.9.2 1.8.3 2.7.3 5 0 9-3.7 9-8.4S17 3 12 3zM7 13l3.5-3.5 3 2.5L17 9",
  manual: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 21c.6-4 3.8-6 8-6s7.4 2 8 6",
  prospecting: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5L21 21",
  import: "M12 3v12M7 10l5 5 5-5M4 20h16",
  api: "M8 7l-5 5 5 5M16 7l5 5-5 5M13.5 5l-3 14",
};

function make(name, kind, text) {
  const node = document.createElement(name);
  if (kind) node.className = kind;
  if (text !== undefined) node.textContent = text;
  return node;
}

function tinted(node, tone) {
  const tint = TINTS[tone] || "gray";
  node.style.setProperty("--tint", `var(--st-${tint}-background-color)`);
  node.style.setProperty("--ink", `var(--st-${tint}-text-color)`);
  node.style.setProperty("--dot", `var(--st-${tint}-color)`);
  return node;
}

function sign(channel, name) {
  const drawn = document.createElementNS(SVG, "svg");
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", SIGNS[channel] || SIGNS.web);
  drawn.setAttribute("viewBox", "0 0 24 24");
  drawn.setAttribute("role", "img");
  drawn.setAttribute("aria-label", name);
  drawn.append(line);
  const title = document.createElementNS(SVG, "title");
  title.textContent = name;
  drawn.prepend(title);
  return drawn;
}

// What a card shows, top to bottom; every word is put as text.
function faces(card) {
  const head = make("span", "head");
  const score = tinted(make("span", "score", String(card.score)), card.tone);
  score.title = card.score_name;
  head.append(make("span", "title", card.title), score);
  const parts = [head];
  if (card.note) parts.push(make("span", "note", card.note));
  if (card.tags.length) {
    const tags = make("span", "tags");
    tags.append(...card.tags.map((tag) => make("span", "tag", tag)));
    parts.push(tags);
  }
  if (card.task) parts.push(make("span", card.overdue ? "task late" : "task", card.task));
  const foot = make("span", "foot");
  foot.append(sign(card.channel, card.channel_name));
  if (card.value) foot.append(make("span", "value", card.value));
  const days = make("span", card.rotting ? "days rotting" : "days", card.days);
  days.title = card.days_name;
  foot.append(days);
  if (card.owner) {
    const owner = make("span", "owner", card.owner);
    owner.title = card.owner_name;
    foot.append(owner);
  }
  parts.push(foot);
  return parts;
}

function cardNode(card) {
  const item = make("li");
  const face = make("button", "card");
  item.setAttribute("role", "listitem");
  face.type = "button";
  face.dataset.card = card.id;
  item.append(face);
  return item;
}

function columnNode(column) {
  const section = make("section", "column");
  section.dataset.column = column.id;
  const header = make("header");
  const name = make("h2");
  name.id = `column-${column.id}`;
  header.append(make("i", "dot"), name, make("span", "count"), make("span", "total"));
  const list = make("ul");
  list.setAttribute("role", "list");
  list.setAttribute("aria-labelledby", name.id);
  const more = make("button", "more");
  more.type = "button";
  section.append(header, list, make("p", "empty"), more);
  return section;
}
