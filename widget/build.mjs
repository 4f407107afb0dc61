/** Builds dist/widget.js and refuses a bundle above what a visitor should ever download. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

import { build, transform } from "esbuild";

// The requirement is 12 KB gzip for all that a visitor downloads, the business's configuration included.
const RESERVED_FOR_CONFIG = 700;
const LIMIT_GZIP = 12 * 1024 - RESERVED_FOR_CONFIG;
const HERE = dirname(fileURLToPath(import.meta.url));
const OUT = join(HERE, "dist", "widget.js");

/** Stylesheets travel as minified text, for a constructable stylesheet that a strict CSP allows. */
const minifiedCss = {
  name: "minified-css",
  setup(builder) {
    builder.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      const { code } = await transform(source, { loader: "css", minify: true, charset: "utf8" });
      // esbuild leaves the spaces inside custom properties.
      return { contents: code.trim().replace(/([:,]) /g, "$1"), loader: "text" };
    });
  },
};

const { outputFiles } = await build({
  entryPoints: [join(HERE, "src", "main.js")],
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  plugins: [minifiedCss],
  write: false,
  outfile: OUT,
});

const code = Buffer.from(outputFiles[0].contents);
const gzip = gzipSync(code, { level: 9 }).length;
const brotli = brotliCompressSync(code, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
console.log(`widget.js: ${code.length} bytes, ${gzip} gzip, ${brotli} brotli (limit ${LIMIT_GZIP} gzip)`);

if (gzip > LIMIT_GZIP) {
  console.error(`The widget is ${gzip - LIMIT_GZIP} bytes over its limit.`);
  process.exit(1);
}
await mkdir(dirname(OUT), { recursive: true });
await writeFile(OUT, code);
