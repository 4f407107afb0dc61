// Shared by what shows values with the pages that prove them.
const SAFE = /^(https?:|mailto:|tel:)/i;

function make(name, kind, text) {
  const node = document.createElement(name);
  if (kind) node.className = kind;
  if (text !== undefined) node.textContent = text;
  return node;
}

function link(address, text) {
  if (!SAFE.test(address)) return make("span", "", text);
  const node = make("a", "", text);
  node.href = address;
  if (/^http/i.test(address)) {
    node.target = "_blank";
    node.rel = "noopener noreferrer nofollow";
  }
  return node;
}

// The words of the page with the value marked in them.
function around(words, value) {
  const shown = make("span", "around");
  const at = words.toLowerCase().indexOf(value.toLowerCase());
  if (at < 0) shown.append("“" + words + "”");
  else {
    shown.append("“" + words.slice(0, at), make("mark", "", words.slice(at, at + value.length)), words.slice(at + value.length) + "”");
  }
  return shown;
}

function opening(kind, text, label, inside) {
  const whole = make("span", kind);
  const button = make("button", "", text);
  button.type = "button";
  button.setAttribute("aria-expanded", "false");
  button.setAttribute("aria-label", label);
  const box = make("div", "box");
  box.append(...inside);
  const open = (now) => {
    whole.classList.toggle("open", now);
    button.setAttribute("aria-expanded", String(now));
  };
  button.onclick = () => open(!whole.classList.contains("open"));
  whole.onkeydown = (event) => { if (event.key === "Escape") { open(false); button.focus(); } };
  whole.addEventListener("focusout", (event) => { if (!whole.contains(event.relatedTarget)) open(false); });
  whole.append(button, box);
  return whole;
}

function proof(item, words) {
  const pages = item.evidence.map((each) => {
    const page = make("p", "page");
    page.append(link(each.url, each.place || each.url));
    if (each.note) page.append(make("span", "label", each.note));
    if (each.text) page.append(around(each.text, item.value));
    return page;
  });
  return opening("proof", words.sign || words.proof, words.proof + ": " + item.value, pages);
}
