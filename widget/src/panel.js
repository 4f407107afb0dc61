/** The open chat: header, transcript, question, composer. */
import { config } from "./api.js";
import { controlsOf, readableUnit } from "./asks.js";
import { createCarry } from "./carry.js";
import { look as lookAtChat, say as sayInChat, switchTo } from "./chat.js";
import { button, h, icon } from "./dom.js";
import { NEAR } from "./limits.js";
import { showLog } from "./log.js";
import { language, words } from "./words.js";

const KEYBOARD = { email: "email", phone: "tel" };
const COARSE = matchMedia("(pointer: coarse)");

export function createPanel(close) {
  const { tenant, branding, languages } = config;
  let asked, fromControls;
  let pinned = true;

  const answering = () => ask.contains(panel.getRootNode().activeElement);
  const say = (...said) => {
    fromControls = answering();
    sayInChat(...said);
    toEnd();
  };

  const grow = () => {
    field.style.height = 0;
    field.style.height = field.scrollHeight + "px";
    send.disabled = !field.value.trim();
  };
  const submit = () => {
    const text = field.value.trim();
    field.value = "";
    grow();
    if (text) say({ text }, text);
  };
  const onkeydown = (event) => {
    // While a word is being composed (Japanese, dictation) Enter belongs to the keyboard.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  };
  const field = h("textarea", { rows: 1, maxLength: 4000, dir: "auto", enterKeyHint: "send", oninput: grow, onkeydown });
  const send = button("send", submit, { disabled: true }, icon("send"));

  /** Who reads further up stays there; who is at the end stays at the end, whatever grows. */
  function onscroll() {
    pinned = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR;
    if (pinned) news.hidden = true;
  }
  function toEnd() {
    scroller.scrollTop = scroller.scrollHeight;
    pinned = news.hidden = true;
  }

  const list = h("div.log", { role: "log" });
  const dots = h("div.typing", { role: "status" });
  const ask = h("div.ask");
  const note = h("p.note small");
  const scroller = h("div.scroller", { tabIndex: 0, role: "group", onscroll }, note, list, dots, ask);
  const news = button("main news", toEnd, { hidden: true });
  const banner = h("p.banner", { role: "status" });

  const letter = h("span.avatar", { ariaHidden: true }, tenant.name[0]);
  // A page whose policy forbids the picture shows the letter instead.
  const onerror = () => logo.replaceWith(letter);
  const logo = branding.logo_url && h("img.avatar", { src: branding.logo_url, alt: "", onerror });
  const title = h("h2");
  const subtitle = h("p");
  const code = h("span");
  const select = h(
    "select",
    { onchange: () => switchTo(select.value) },
    languages.map((value) =>
      h("option", { value, lang: value }, new Intl.DisplayNames(value, { type: "language" }).of(value)),
    ),
  );
  const shut = button("icon", close, icon("down"));
  const [carry, offer] = createCarry();
  let begun;
  const panel = h(
    "dialog",
    { onclose: () => panel.open || close() },
    h(
      "div.head",
      logo || letter,
      h("div", title, subtitle),
      languages[1] && h("label", icon("globe"), code, select),
      shut,
    ),
    banner,
    scroller,
    news,
    h("div.foot", field, send),
    carry,
  );

  /** On a touch screen the keyboard comes when the visitor asks for it. */
  const focus = (target) => (target || (COARSE.matches ? scroller : field)).focus({ preventScroll: true });

  function showFrame({ status, away, ask: asking }) {
    const { texts, default_language } = config;
    const own = texts[language] || {};
    // What we can say ourselves is said in the visitor's language; the rest is the business's, in whichever it wrote.
    const theirs = { ...texts[default_language], ...own };
    const closed = status === "closed" || config.status === "maintenance";
    const name = theirs.title || tenant.name;
    panel.lang = select.value = code.textContent = language;
    panel.classList.toggle("closed", closed);
    title.textContent = name;
    subtitle.textContent = (closed && theirs.closed) || theirs.subtitle;
    note.textContent = theirs.consent_note;
    news.textContent = words("news") + " ↓";
    banner.textContent = away ? own.offline || words("offline") : "";
    field.placeholder = (own.placeholder || words("write")) + readableUnit(asking?.unit);
    const format = asking?.format;
    const keyboard = KEYBOARD[format];
    field.inputMode = keyboard || (format === "number" ? "decimal" : "text");
    field.autocomplete = keyboard || "off";
    panel.ariaLabel = list.ariaLabel = scroller.ariaLabel = name;
    field.ariaLabel = words("write");
    send.ariaLabel = words("send");
    select.ariaLabel = words("language");
    shut.ariaLabel = words("close");
  }

  function showAsk({ ask: now, messages }) {
    const print = JSON.stringify([now, now && language]);
    if (print === asked) return;
    asked = print;
    const left = answering();
    ask.replaceChildren(...(now ? controlsOf(now, say, messages.at(-1)?.text) : []));
    // Who answers with the controls goes on with the next ones; nobody is left on a control that is gone.
    if (left || (now && fromControls && !field.value))
      focus(now && now.type !== "input" && ask.querySelector("button, input:not([hidden])"));
    if (now) fromControls = false;
  }

  function show() {
    const look = lookAtChat();
    const count = list.childElementCount;
    showFrame(look);
    // A whole transcript is not read aloud, what comes later is.
    list.ariaBusy = !count;
    showLog(list, look.messages);
    dots.replaceChildren(
      ...(look.typing ? [h("i"), h("i"), h("i"), h("span.unseen", words("typing"))] : []),
    );
    showAsk(look);
    // Once: whoever has a code in hand keeps it.
    if (begun !== (begun = language + !!look.messages.length)) offer();
    if (pinned) toEnd();
    else if (list.childElementCount > count) news.hidden = false;
  }

  const size = new ResizeObserver(() => pinned && toEnd());
  for (const each of [scroller, list, dots, ask]) size.observe(each);
  return [panel, show, focus];
}
