// A sheet that slides up on the phone and offers a few things to choose from.

import { el, find } from "/assets/dom.js";

export function choose(title, offered) {
  find("sheettitle").textContent = title;
  find("sheetbody").replaceChildren(
    ...offered.map(({ words, note, run }) => {
      const take = () => {
        find("sheet").close();
        run();
      };
      return el("button", { type: "button", class: "choice", onclick: take }, el("span", {}, words), note ? el("small", {}, note) : null);
    }),
  );
  find("sheet").showModal();
}

export function cancelled() {
  if (find("sheet").open) find("sheet").close();
  delete find("words").dataset.edits;
}

find("sheetclose").addEventListener("click", () => find("sheet").close());
find("sheet").addEventListener("click", (event) => {
  if (event.target === find("sheet")) find("sheet").close();
});
