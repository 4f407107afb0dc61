const PATIENCE_MS = 20_000;
const boards = new WeakMap();

function fill(words, values) {
  return words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

// Shows what the server says with the moves on top that the server has not answered yet.
class Board {
  constructor(parent) {
    this.parent = parent;
    this.frame = parent.querySelector(".frame");
    this.root = parent.querySelector(".board");
    this.told = parent.querySelector(".told");
    this.moves = [];
    this.number = 0;
    this.frame.addEventListener("pointerdown", (event) => this.press(event));
    this.frame.addEventListener("click", (event) => this.click(event));
    this.frame.addEventListener("keydown", (event) => this.key(event));
    this.frame.addEventListener("focusout", (event) => this.left(event));
    // A held finger must not open the browser's own menu, nor a drag select words.
    this.frame.addEventListener("dragstart", (event) => event.preventDefault());
  }

  receive({ data, setTriggerValue }) {
    this.say = setTriggerValue;
    this.data = data;
    this.number = Math.max(this.number, data.answered);
    const waiting = this.moves.length;
    this.moves = this.moves.filter((move) => !move.number || move.number > data.answered);
    if (waiting !== this.moves.length) clearTimeout(this.timer);
    if (waiting && data.refused && data.refused !== this.refused) this.tell(data.words.refused, {});
    this.refused = data.refused;
    this.send();
    if (!this.drag) this.draw();
  }

  // The moves go out one after the other, so that none overtakes another.
  send() {
    const next = this.moves[0];
    if (!next || next.number) return;
    next.number = this.number += 1;
    this.say("moved", { card: next.card, column: next.column, from: next.from, number: next.number });
    this.timer = setTimeout(() => {
      this.moves = [];
      this.tell(this.data.words.refused, {});
      this.draw();
    }, PATIENCE_MS);
  }

  move(card, column, { quiet = false } = {}) {
    const from = this.columnOf(card);
    if (!from || from === column) return this.draw();
    this.moves = this.moves.filter((move) => move.card !== card || move.number);
    this.moves.push({ card, column, from });
    if (!quiet) this.tell(this.data.words.dropped, this.place(card, column));
    this.send();
    this.draw();
    const face = this.face(card);
    face?.classList.add("landed");
    setTimeout(() => face?.classList.remove("landed"), 600);
  }

  columns() {
    const columns = this.data.columns.map((column) => ({ ...column, cards: [...column.cards] }));
    const shown = this.lifted ? [...this.moves, this.lifted] : this.moves;
    for (const move of shown) {
      const from = columns.find((column) => column.cards.some((card) => card.id === move.card));
      const to = columns.find((column) => column.id === move.column);
      if (!from || !to || from === to) continue;
      const [card] = from.cards.splice(from.cards.findIndex((each) => each.id === move.card), 1);
      to.cards.unshift(card);
      from.count -= 1;
      to.count += 1;
    }
    return columns;
  }

  columnOf(card) {
    return this.columns().find((column) => column.cards.some((each) => each.id === card))?.id;
  }

  face(card) {
    return this.root.querySelector(`[data-card="${CSS.escape(card)}"]`);
  }

  place(card, column) {
    const found = this.columns().find((each) => each.id === column);
    const name = this.face(card)?.querySelector(".title")?.textContent ?? "";
    return { name, column: found?.name ?? "", count: found?.cards.length ?? 0 };
  }

  tell(words, values) {
    this.told.textContent = fill(words, values);
  }

  draw() {
    const { words } = this.data;
    const active = this.parent.activeElement?.dataset?.card;
    this.root.setAttribute("aria-label", this.data.label);
    this.root.style.setProperty("--height", this.data.height);
    this.frame.querySelector("#board-how").textContent = this.data.movable ? words.how : words.how_to_read;
    this.frame.classList.toggle("movable", this.data.movable);
    const columns = this.columns();
    keyed(this.root, columns, "column", columnNode, (section, column) => this.drawColumn(section, column));
    const again = active && this.parent.activeElement?.dataset?.card !== active && this.face(active);
    if (again) again.focus({ preventScroll: false });
  }

  drawColumn(section, column) {
    const put = (where, text) => {
      const node = section.querySelector(where);
      if (node.textContent !== text) node.textContent = text;
      node.hidden = !text;
    };
    tinted(section, column.tone);
    put("h2", column.name);
    put(".count", column.count.toLocaleString(this.data.language));
    put(".total", column.total);
    put(".empty", column.cards.length ? "" : column.empty);
    put(".more", column.more ? this.data.words.more : "");
    const list = section.querySelector("ul");
    keyed(list, column.cards, "card", cardNode, (item, card) => this.drawCard(item.firstChild, card));
    const faces = [...list.querySelectorAll(".card")];
    const stop = faces.find((face) => face.dataset.card === this.stops?.[column.id]) ?? faces[0];
    for (const face of faces) face.tabIndex = face === stop ? 0 : -1;
  }

  drawCard(face, card) {
    const written = JSON.stringify(card);
    if (face.written !== written) {
      face.written = written;
      face.replaceChildren(...faces(card));
      face.setAttribute("aria-describedby", "board-how");
    }
    const lifted = this.lifted?.card === card.id;
    face.classList.toggle("held", lifted);
    face.setAttribute("aria-pressed", String(lifted));
    if (!this.data.movable) face.removeAttribute("aria-pressed");
    face.classList.toggle("waiting", this.moves.some((move) => move.card === card.id));
  }

  press(event) {
    const face = event.target.closest?.(".card");
    if (!face || !this.data.movable || event.button !== 0 || this.drag || this.lifted) return;
    this.drag = new Drag(this, event, face);
  }

  dragEnded() {
    this.drag = null;
    this.draw();
  }

  ignoreClick() {
    this.ignored = true;
    setTimeout(() => { this.ignored = false; }, 80);
  }

  click(event) {
    const more = event.target.closest?.(".more");
    const face = event.target.closest?.(".card");
    if (more) this.say("more", more.parentElement.dataset.column);
    if (!face || this.ignored || this.lifted) return;
    // Space is for lifting; a click by Enter, mouse or finger opens.
    this.say("opened", face.dataset.card);
  }

  key(event) {
    const face = event.target.closest?.(".card");
    if (!face || event.altKey || event.ctrlKey || event.metaKey) return;
    const card = face.dataset.card;
    const steps = { ArrowLeft: -1, ArrowRight: 1 };
    const rows = { ArrowUp: -1, ArrowDown: 1 };
    if (event.key === " ") this.data.movable && (this.lifted ? this.drop() : this.lift(card));
    else if (event.key === "Enter" && this.lifted) this.drop();
    else if (event.key === "Escape" && this.lifted) this.cancel();
    else if (event.key in steps) this.lifted ? this.carry(steps[event.key]) : this.step(face, steps[event.key]);
    else if (event.key in rows && !this.lifted) this.row(face, rows[event.key]);
    else if (!(event.key in rows)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  lift(card) {
    const column = this.columnOf(card);
    this.lifted = { card, column, home: column };
    this.tell(this.data.words.lifted, this.place(card, column));
    this.draw();
  }

  carry(by) {
    const ids = this.data.columns.map((column) => column.id);
    const next = ids[ids.indexOf(this.lifted.column) + by];
    if (!next) return;
    this.lifted.column = next;
    this.draw();
    this.reveal(this.lifted.card);
    this.tell(this.data.words.over, this.place(this.lifted.card, next));
  }

  drop() {
    const { card, column, home } = this.lifted;
    this.lifted = null;
    this.tell(this.data.words.dropped, this.place(card, column));
    if (column === home) this.draw();
    else this.move(card, column, { quiet: true });
    this.reveal(card);
  }

  cancel() {
    const { card, home } = this.lifted;
    this.lifted = null;
    this.draw();
    this.tell(this.data.words.cancelled, this.place(card, home));
  }

  left(event) {
    // Moving a node takes its focus away for a moment; only a real departure puts the card back.
    if (!this.lifted) return;
    setTimeout(() => {
      if (this.lifted && !this.parent.activeElement?.dataset?.card) this.cancel();
    }, 0);
  }

  step(face, by) {
    const columns = [...this.root.children];
    const here = columns.indexOf(face.closest(".column"));
    const row = [...face.closest("ul").querySelectorAll(".card")].indexOf(face);
    for (let at = here + by; columns[at]; at += by) {
      const cards = [...columns[at].querySelectorAll(".card")];
      if (cards.length) return this.focus(cards[Math.min(row, cards.length - 1)]);
    }
  }

  row(face, by) {
    const cards = [...face.closest("ul").querySelectorAll(".card")];
    this.focus(cards[cards.indexOf(face) + by]);
  }

  focus(face) {
    if (!face) return;
    const column = face.closest(".column");
    this.stops = { ...this.stops, [column.dataset.column]: face.dataset.card };
    for (const each of column.querySelectorAll(".card")) each.tabIndex = each === face ? 0 : -1;
    face.focus();
  }

  reveal(card) {
    const face = this.face(card);
    if (!face) return;
    face.focus({ preventScroll: true });
    face.scrollIntoView({ block: "nearest", inline: "center" });
  }
}

// The children of a node in the order of items, made once for each id and moved rather than made again.
function keyed(parent, items, kind, create, draw) {
  const key = (node) => node.dataset[kind] ?? node.firstChild?.dataset?.[kind];
  const known = new Map([...parent.children].map((node) => [key(node), node]));
  items.forEach((item, position) => {
    const node = known.get(item.id) ?? create(item);
    known.delete(item.id);
    if (parent.children[position] !== node) parent.insertBefore(node, parent.children[position] ?? null);
    draw(node, item);
  });
  for (const gone of known.values()) gone.remove();
}

export default function (component) {
  const { parentElement } = component;
  const frame = parentElement.querySelector(".frame");
  if (boards.get(parentElement)?.frame !== frame) boards.set(parentElement, new Board(parentElement));
  boards.get(parentElement).receive(component);
}
