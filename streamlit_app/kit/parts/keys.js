const STEPS = { j: 1, k: -1 };
const FIELDS = { r: '[data-testid="stChatInputTextArea"]', "/": '[data-testid="stMain"] [data-testid="stTextInput"] input' };

function busy(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return true;
  const field = event.composedPath()[0];
  if (field.isContentEditable || /^(input|textarea|select)$/i.test(field.tagName ?? "")) return true;
  return Boolean(document.querySelector('[role="dialog"]'));
}

function pressed(event, component) {
  if (busy(event)) return;
  const way = STEPS[event.key];
  const field = FIELDS[event.key] && document.querySelector(FIELDS[event.key]);
  if (way) document.dispatchEvent(new CustomEvent("opensells-step", { detail: way }));
  else if (field) field.focus();
  else if (component.data.keys.includes(event.key) && !event.repeat) component.setTriggerValue("pressed", event.key);
  else if (!FIELDS[event.key]) return;
  event.preventDefault();
  // The page's own keys, like r for running it again, are not meant here.
  event.stopImmediatePropagation();
}

export default function (component) {
  const mark = component.parentElement.querySelector("i");
  window.removeEventListener("keydown", mark.listener, true);
  mark.listener = (event) => pressed(event, component);
  window.addEventListener("keydown", mark.listener, true);
  return () => window.removeEventListener("keydown", mark.listener, true);
}
