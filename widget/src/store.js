/** What survives a reload: one drawer per business in localStorage, in memory where that is refused or full. */
import { tenant } from "./snippet.js";

export const prefix = `opensells:${tenant}:`;

let place = {};
try {
  place = localStorage;
} catch {
  // Blocked storage: the chat works, it only forgets with the page.
}

export function read(name) {
  try {
    return JSON.parse(place[prefix + name]);
  } catch {
    // Nothing there, or nothing of ours.
  }
}

export function write(name, value) {
  const text = JSON.stringify(value);
  try {
    if (value == null) delete place[prefix + name];
    else place[prefix + name] = text;
  } catch {
    place = { ...place, [prefix + name]: text };
  }
}

/** What lies in the drawer under names that begin so, sorted by them. */
export const all = (start) =>
  Object.keys(place)
    .filter((name) => name.startsWith(prefix + start))
    .sort()
    .map((name) => read(name.slice(prefix.length)))
    .filter(Boolean);
