function make(name, kind, text) {
  const node = document.createElement(name);
  node.className = kind;
  if (text !== undefined) node.textContent = text;
  return node;
}

function link(file) {
  if (!file.url) return make("span", "file", "📎 " + file.name);
  const node = make("a", "file", "📎 " + file.name + (file.size ? " · " + file.size : ""));
  node.href = file.url;
  node.target = "_blank";
  node.rel = "noopener";
  return node;
}

// A file that cannot be shown, or is no longer kept, is a name to click.
function shown(file, name) {
  const node = make(name, "media");
  node.src = file.url;
  node.onerror = () => node.replaceWith(link(file));
  return node;
}

function media(file) {
  if (!file.url) return link(file);
  if (file.kind === "image") {
    const way = document.createElement("a");
    const image = shown(file, "img");
    image.alt = file.name;
    image.loading = "lazy";
    way.href = file.url;
    way.target = "_blank";
    way.rel = "noopener";
    way.append(image);
    return way;
  }
  if (file.kind !== "audio" && file.kind !== "video") return link(file);
  const player = shown(file, file.kind);
  player.controls = true;
  player.preload = "metadata";
  player.setAttribute("aria-label", file.name);
  return player;
}
