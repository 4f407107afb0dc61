/** The business's colours as CSS variables, kept readable whatever was chosen (WCAG AA: 4.5 to 1). */

/** The logarithm of the light of a colour: two of them are as far apart as their contrast. */
const light = (hex) =>
  Math.log(
    [0.2126, 0.7152, 0.0722].reduce((sum, share, index) => {
      const part = parseInt(hex.slice(1 + 2 * index, 3 + 2 * index), 16) / 255;
      // Near black the curve is in truth a line; this makes black 0.0008 lighter, so we never judge too kindly.
      return sum + share * ((part + 0.055) / 1.055) ** 2.4;
    }, 0.05),
  );

const isDark = (hex) => light(hex) < -1.47;

/** The ink that was chosen for a ground, or one that can be read on it: the logarithm of 4.5 is 1.504. */
const inkOn = (ground, ink) =>
  Math.abs(light(ground) - light(ink)) > 1.5041 ? ink : isDark(ground) ? "#ffffff" : "#0c0e12";

export function applyTheme({ style, dataset }, { primary, on_primary, background, text, radius, position }, night) {
  // A business whose own ground is dark keeps it by day and by night.
  const [ground, ink] = !night || isDark(background) ? [background, text] : ["#16181d", "#eef0f4"];
  const dark = isDark(ground);
  const on = inkOn(primary, on_primary);
  const variables = {
    "--p": primary,
    "--on": on,
    "--y": inkOn(on, on),
    "--bg": ground,
    "--fg": inkOn(ground, ink),
    // Lightness of links and outlines: read on the ground and on its tint, in any hue.
    "--i": dark ? 0.76 : 0,
    "--j": dark ? 1 : 0.5,
    "--r": radius + "px",
    "color-scheme": dark ? "dark" : "light",
  };
  for (const name in variables) style.setProperty(name, variables[name]);
  dataset.side = position;
}
