// Drawn here, so that no picture is fetched from anywhere.
const CHANNELS = {
  web: '<path d="M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM1.5 8h13M8 1.5c4 4 4 9 0 13-4-4-4-9 0-13Z"/>',
  whatsapp: '<path d="M2 14l1-3.4A6 6 0 1 1 5.5 13Z"/><path d="M5.8 5.5c0 3 2 5 4.8 5l.4-1.6-1.6-.7-.8.8c-.9-.4-1.4-1-1.8-1.8l.8-.8-.7-1.6Z" fill="currentColor" stroke="none"/>',
  instagram: '<rect x="2" y="2" width="12" height="12" rx="3.5"/><circle cx="8" cy="8" r="2.8"/><circle cx="11.5" cy="4.5" r=".6"/>',
  messenger: '<path d="M8 1.8c-3.7 0-6.3 2.6-6.3 5.9 0 1.8.8 3.4 2.1 4.4v2.3l2-1.1c.7.2 1.4.3 2.2.3 3.7 0 6.3-2.6 6.3-5.9S11.7 1.8 8 1.8Z"/><path d="M4.5 9.3l2.6-2.6 1.8 1.7 2.6-1.7"/>',
  telegram: '<path d="M14 2.5 1.8 7.3l3.7 1.4L11.5 5 6.8 9.6l-.2 3.6 2-2.3 2.9 2.1Z" fill="currentColor" stroke="none"/>',
};

function channel(kind, name) {
  const mark = document.createElement("span");
  mark.className = "channel " + kind;
  mark.role = "img";
  mark.setAttribute("aria-label", name);
  mark.title = name;
  // One of the fixed drawings above, never what somebody wrote.
  mark.innerHTML = `<svg viewBox="0 0 16 16" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linejoin="round" stroke-linecap="round">${CHANNELS[kind] ?? CHANNELS.web}</svg>`;
  return mark;
}
