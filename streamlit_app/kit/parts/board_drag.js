const DRAG_PIXELS = 6;
const HOLD_MS = 240;
const EDGE = 64;

// One card under a mouse, a pen or a finger. A finger that moves at once scrolls; one that rests lifts.
class Drag {
  constructor(board, event, face) {
    this.board = board;
    this.face = face;
    this.id = event.pointerId;
    this.touch = event.pointerType === "touch";
    this.from = { x: event.clientX, y: event.clientY };
    this.at = { ...this.from };
    this.over = null;
    this.listeners = [
      ["pointermove", (moved) => this.move(moved)],
      ["pointerup", (ended) => this.end(ended, true)],
      ["pointercancel", (ended) => this.end(ended, false)],
      ["touchmove", (moved) => { if (this.ghost) moved.preventDefault(); }],
      ["contextmenu", (shown) => { if (this.touch) shown.preventDefault(); }],
      ["keydown", (pressed) => { if (pressed.key === "Escape") this.stop(); }],
    ];
    for (const [name, heard] of this.listeners) window.addEventListener(name, heard, { passive: false });
    if (this.touch) this.timer = setTimeout(() => this.lift(), HOLD_MS);
  }

  move(event) {
    if (event.pointerId !== this.id) return;
    this.at = { x: event.clientX, y: event.clientY };
    const far = Math.hypot(this.at.x - this.from.x, this.at.y - this.from.y) > DRAG_PIXELS;
    if (!this.ghost && far && this.touch) this.stop();
    else if (!this.ghost && far) this.lift();
    if (this.ghost) this.follow();
  }

  lift() {
    const place = this.face.getBoundingClientRect();
    this.grip = { x: this.from.x - place.left, y: this.from.y - place.top };
    this.ghost = this.face.cloneNode(true);
    this.ghost.className = "card ghost";
    this.ghost.removeAttribute("data-card");
    this.ghost.setAttribute("aria-hidden", "true");
    this.ghost.tabIndex = -1;
    this.ghost.style.width = place.width + "px";
    // In the top layer no ancestor moves or cuts it.
    this.ghost.popover = "manual";
    this.board.frame.append(this.ghost);
    this.ghost.showPopover?.();
    this.board.frame.classList.add("dragging");
    this.face.classList.add("lifted");
    if (this.touch) navigator.vibrate?.(12);
    this.follow();
    this.scroll();
  }

  follow() {
    this.ghost.style.transform =
      `translate(${this.at.x - this.grip.x}px, ${this.at.y - this.grip.y}px) rotate(1.5deg)`;
    this.aim();
  }

  aim() {
    const under = [...this.board.root.children].find((column) => {
      const place = column.getBoundingClientRect();
      return this.at.x >= place.left && this.at.x <= place.right;
    });
    if (under === this.over) return;
    this.over?.classList.remove("over");
    this.over = under || null;
    this.over?.classList.add("over");
  }

  // Near an edge the board, and the column below the pointer, move on.
  scroll() {
    if (!this.ghost || !this.board.root.isConnected) return;
    const place = this.board.root.getBoundingClientRect();
    this.board.root.scrollLeft += pull(this.at.x, place.left, Math.min(place.right, innerWidth));
    const list = this.over?.querySelector("ul");
    if (list) {
      const rows = list.getBoundingClientRect();
      list.scrollTop += pull(this.at.y, rows.top, rows.bottom) / 2;
    }
    this.aim();
    requestAnimationFrame(() => this.scroll());
  }

  end(event, dropped) {
    if (event.pointerId !== this.id) return;
    const target = this.over?.dataset.column;
    const lifted = Boolean(this.ghost);
    const card = this.face.dataset.card;
    this.stop();
    if (lifted) this.board.ignoreClick();
    if (lifted && dropped && target) this.board.move(card, target);
  }

  stop() {
    clearTimeout(this.timer);
    for (const [name, heard] of this.listeners) window.removeEventListener(name, heard);
    this.ghost?.remove();
    this.ghost = null;
    this.over?.classList.remove("over");
    this.face.classList.remove("lifted");
    this.board.frame.classList.remove("dragging");
    this.board.dragEnded();
  }
}

function pull(at, start, end) {
  if (at < start + EDGE) return -Math.min(16, (start + EDGE - at) / 4);
  if (at > end - EDGE) return Math.min(16, (at - end + EDGE) / 4);
  return 0;
}
