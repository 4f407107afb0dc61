/** The element on the page: launcher, badge and panel in a shadow root, open or closed. */
import { config } from "./api.js";
import { last, look, reload, run, unread } from "./chat.js";
import { button, h, icon } from "./dom.js";
import { on, tell } from "./events.js";
import { listenTo } from "./live.js";
import { createPanel } from "./panel.js";
import { prefix, read, write } from "./store.js";
import { applyTheme } from "./theme.js";
import css from "./widget.css";
import { speak } from "./words.js";

const NIGHT = matchMedia("(prefers-color-scheme: dark)");
const PHONE = matchMedia("(max-width: 480px), (max-height: 420px)");

let host, root, opened, panel, show, focus, due;

const text = h("span");
const badge = h("b");
const launcher = button("launcher", () => (opened ? close() : open()));

/** Many changes of one moment are drawn once. */
function refresh() {
  due ||= Promise.resolve().then(draw);
}

function draw() {
  due = null;
  if (opened) write("seen", last());
  const { session_id, status, language } = look();
  const count = opened ? 0 : unread(read("seen"));
  const name = config.branding.launcher_text;
  text.textContent = opened ? "" : name;
  badge.textContent = count || "";
  launcher.ariaLabel = (name || "Chat") + (count ? ` (${count})` : "");
  speak(language);
  if (opened) show();
  listenTo(document.hidden || !(opened || status === "human") ? null : session_id);
}

/** `quiet` where the panel opens by itself, as on the next page: the focus stays where it is. */
export function open(quiet) {
  if (opened) return;
  if (!panel) {
    [panel, show, focus] = createPanel(close);
    root.append(panel);
  }
  turn(true);
  // Full screen, the page behind cannot be seen: a modal keeps Tab inside.
  if (PHONE.matches) panel.showModal();
  else panel.open = true;
  draw();
  fit();
  run();
  if (!quiet) focus();
  tell("open");
}

export function close() {
  if (!opened) return;
  const inside = root.activeElement;
  turn(false);
  panel.close();
  if (inside) launcher.focus();
  refresh();
  tell("close");
}

function turn(now) {
  opened = now;
  write("open", now || null);
  host.toggleAttribute("open", now);
  launcher.ariaExpanded = now;
  launcher.replaceChildren(icon(now ? "down" : "chat"), text, badge);
}

/** A phone's keyboard covers the page without resizing it; the chat stays in what is left. */
function fit() {
  const { height, offsetTop } = visualViewport;
  host.style.setProperty("--height", height + "px");
  host.style.setProperty("--top", offsetTop + "px");
}

function back() {
  refresh();
  if (!document.hidden && (opened || look().busy)) run();
}

/** Branding and texts may have changed since the page before. */
export function update() {
  applyTheme(host, config.branding, NIGHT.matches);
  refresh();
}

/** `element` is on the page already. */
export function mount(element) {
  const wasOpen = read("open");
  host = element;
  root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];
  root.append(launcher);

  host.onkeydown = (event) => {
    if (event.key !== "Escape" || !opened) return;
    event.preventDefault();
    close();
  };
  on("change", refresh);
  NIGHT.onchange = update;
  document.addEventListener("visibilitychange", back);
  addEventListener("online", back);
  addEventListener("offline", refresh);
  addEventListener("storage", ({ key }) => key?.startsWith(prefix) && reload());
  visualViewport.onresize = visualViewport.onscroll = fit;
  update();
  turn(false);
  // On a phone the chat would cover the page that was asked for.
  if (wasOpen && !PHONE.matches) open(true);
  else back();
}
