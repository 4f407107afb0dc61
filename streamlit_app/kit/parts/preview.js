export default function ({ data, parentElement }) {
  const page = parentElement.querySelector(".page");
  const put = (where, text) => { page.querySelector(where).textContent = text; };
  page.className = "page " + data.position;
  const colours = { p: data.primary, on: data.on_primary, bg: data.background, fg: data.text, r: data.radius + "px" };
  for (const [name, value] of Object.entries(colours)) page.style.setProperty("--" + name, value);
  const image = page.querySelector("img");
  image.hidden = !data.logo_url;
  page.querySelector(".logo").hidden = Boolean(data.logo_url);
  if (data.logo_url && image.src !== data.logo_url) image.src = data.logo_url;
  put(".logo", data.title.slice(0, 1));
  put("header b", data.title);
  put("header small", data.subtitle);
  put(".bot", data.hello);
  put(".me", data.options[0]);
  put(".more", data.question);
  put("footer span", data.placeholder);
  put(".launcher span", data.launcher_text);
  page.querySelector(".launcher span").hidden = !data.launcher_text;
  page.querySelector(".options").replaceChildren(...data.options.map((text) => {
    const chip = document.createElement("span");
    chip.textContent = text;
    return chip;
  }));
}
