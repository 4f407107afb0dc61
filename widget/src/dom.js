/** Elements without markup strings: text stays text, whatever a message holds. */

/** `h("div.small", { dir: "auto" }, "text", ...)`: classes, properties and children, each where there is one. */
export function h(tag, ...parts) {
  const [name, look] = tag.split(".");
  const element = document.createElement(name);
  if (look) element.className = look;
  for (const part of parts.flat())
    if (part) part.constructor === Object ? Object.assign(element, part) : element.append(part);
  return element;
}

export const button = (look, onclick, ...parts) => h("button." + look, { onclick }, ...parts);

const CIRCLE = "M12 3a9 9 0 1 0 .1 0Z";
const PATHS = {
  chat: "M8 20l-5 1 1-5a9 9 0 1 1 4 4Z",
  down: "m6 9 6 6 6-6",
  send: "M12 19V5m-7 7 7-7 7 7",
  globe: CIRCLE + "M3 12h18M12 3c4 5 4 13 0 18-4-5-4-13 0-18",
  sent: "m5 13 4 4L19 7",
  waiting: CIRCLE + "M12 7v5l3 2",
  failed: CIRCLE + "M12 8v4m0 4",
  cross: "m6 6 12 12M18 6 6 18",
  file: "M14 3H5v18h14V8l-5-5v5h5",
};

export function icon(name) {
  const [svg, path] = ["svg", "path"].map((tag) => document.createElementNS("http://www.w3.org/2000/svg", tag));
  path.setAttribute("d", PATHS[name]);
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.ariaHidden = true;
  svg.append(path);
  return svg;
}

/** Text with its web addresses clickable; only http and https ever become links. */
export const withLinks = (text) =>
  text
    .split(/(https?:\/\/\S*[^\s<>"'.,;:!?)\]»”’])/)
    .map((part, index) => (index % 2 ? h("a", { href: part, target: "_blank", rel: "noopener noreferrer" }, part) : part));
