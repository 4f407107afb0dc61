/** The controls of each kind of question; free text is always welcome in the composer beside them. */
import { attach } from "./chat.js";
import { button, h, icon } from "./dom.js";
import { LARGEST } from "./limits.js";
import { fileChip, readableDay } from "./log.js";
import { language, words } from "./words.js";

const KINDS = "image/jpeg,image/png,application/pdf";

export const readableUnit = (unit) => (unit ? " " + unit.replace("m2", "m²") : "");

/** Arrow keys walk through a group of buttons, Tab leaves it. */
function group(ariaLabel, buttons) {
  const onkeydown = (event) => {
    const { key, target } = event;
    if (!/^Arrow/.test(key)) return;
    event.preventDefault();
    const next = buttons.at((buttons.indexOf(target) + (/Right|Down/.test(key) ? 1 : -1)) % buttons.length);
    target.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  };
  buttons.forEach((each, index) => (each.tabIndex = -!!index));
  return h("div.chips", { role: "group", ariaLabel, onkeydown }, buttons);
}

const confirm = (act) => button("main", act, words("confirm"));

function single({ type, options }, say, name) {
  const look = (id) => (type === "consent" && id === "accept" ? "main" : "chip");
  return [
    group(
      name,
      options.map(({ id, label }) => button(look(id), () => say({ option: id }, label), label)),
    ),
  ];
}

function several({ options }, say, name) {
  const chips = options.map(({ label }) =>
    button(
      "chip",
      ({ target }) => {
        target.ariaPressed = target.ariaPressed !== "true";
        done.disabled = !picked()[0];
      },
      { ariaPressed: false },
      label,
    ),
  );
  const picked = () => options.filter((_, index) => chips[index].ariaPressed === "true");
  const done = confirm(() =>
    say(
      { value: picked().map(({ id }) => id) },
      picked()
        .map(({ label }) => label)
        .join(", "),
    ),
  );
  done.disabled = true;
  return [group(name, chips), done];
}

const CONTROLS = {
  buttons: (ask, ...given) => (ask.multiple ? several : single)(ask, ...given),
  consent: single,

  date({ min, max }, say, ariaLabel) {
    const field = h("input", { type: "date", min: min || "", max: max || "", required: true, ariaLabel });
    const onsubmit = (event) => {
      event.preventDefault();
      say({ value: field.value }, readableDay(field.value));
    };
    return [h("form.chips", { onsubmit }, field, h("button.main", words("confirm")))];
  },

  range({ min, max, step, unit }, say, ariaLabel) {
    const read = (value) => (+value).toLocaleString(language) + readableUnit(unit);
    const oninput = () => (slider.ariaValueText = shown.textContent = read(slider.value));
    const shown = h("output");
    const slider = h("input", {
      type: "range",
      min,
      max,
      step: step || (max - min > 20 ? 1 : "any"),
      value: (min + max) / 2,
      ariaLabel,
      oninput,
    });
    oninput();
    return [
      h("div.card", shown, slider, h("div.ends small", h("span", read(min)), h("span", read(max)))),
      confirm(() => say({ value: +slider.value }, slider.value + readableUnit(unit))),
    ];
  },

  media({ max_files }, say) {
    const most = max_files || 5;
    let kept = [];
    const list = h("div.chips");
    const wrong = h("p.wrong small", { role: "alert" });
    const done = button(
      "main",
      () => say({ file_ids: kept.map(({ id }) => id) }, kept.map(({ name }) => name).join(", "), kept),
      words("send"),
    );
    const refresh = () => {
      done.hidden = !kept[0];
      done.disabled = kept.some(({ id }) => !id);
      for (const { chip, id } of kept) chip.classList.toggle("busy", !id);
      add.disabled = kept.length >= most;
    };
    const remove = (entry) => {
      kept = kept.filter((each) => each !== entry);
      entry.chip.remove();
      refresh();
    };
    const complain = (name, why) => (wrong.textContent = `${name}: ${words(why)}`);
    const take = (file) => {
      const { name } = file;
      if (!KINDS.includes(file.type || "-") || file.size > LARGEST) return complain(name, "limits");
      const away = button("icon", () => remove(entry), { ariaLabel: `${words("remove")} ${name}` }, icon("cross"));
      const chip = fileChip(name, away);
      const entry = { name, chip };
      kept.push(entry);
      list.append(chip);
      attach(file).then(
        (answer) => {
          Object.assign(entry, answer);
          refresh();
        },
        (error) => {
          remove(entry);
          complain(name, error.passing ? "failed" : "limits");
        },
      );
    };
    const onchange = () => {
      wrong.textContent = "";
      [...picker.files].slice(0, most - kept.length).forEach(take);
      picker.value = "";
      refresh();
    };
    const picker = h("input", { type: "file", multiple: most > 1, accept: KINDS, hidden: true, onchange });
    const add = button(
      "card drop",
      () => picker.click(),
      icon("file"),
      h("b", words("attach")),
      h("span.small", words("limits")),
    );
    refresh();
    return [picker, add, list, wrong, done];
  },
};

/** The controls of a question; an input's only one may be "skip", since its answer is written in the composer. */
export const controlsOf = (ask, say, name) => [
  ...(CONTROLS[ask.type]?.(ask, say, name) || []),
  ...(ask.optional ? [button("chip quiet", () => say({ value: null }, words("skipped")), words("skip"))] : []),
];
