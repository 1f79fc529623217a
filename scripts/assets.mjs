// Makes the style sheet and the script of the pages: what NL Design System gives, reduced to what the templates use.
//
//     node scripts/assets.mjs          writes allocator/api/pages/built/
//
// Every file carries the start of its hash in its name, so that browsers keep it until it changes. `manifest.json` says
// which name a file has. Nothing here is fetched when a page is shown, and nothing of it is kept in the repository.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { PurgeCSS } from "purgecss";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const pages = join(root, "allocator", "api", "pages");
const style = join(pages, "style");
const built = join(pages, "built");

rmSync(built, { recursive: true, force: true });
mkdirSync(built, { recursive: true });
const manifest = {};
const keep = (name, contents) => {
  const hash = createHash("sha256").update(contents).digest("hex").slice(0, 12);
  manifest[name] = name.replace(/(?=\.[a-z0-9]+$)/, `.${hash}`);
  writeFileSync(join(built, manifest[name]), contents);
};

/** The text of an entry with all that it imports; a font beside it is kept as a file of its own. */
const bundle = async (name, options) => {
  const { outputFiles } = await build({
    entryPoints: [join(style, name)],
    absWorkingDir: root,
    outdir: built,
    bundle: true,
    minify: true,
    write: false,
    legalComments: "none",
    logLevel: "warning",
    target: ["chrome109", "firefox115", "safari16"],
    loader: { ".woff2": "file" },
    assetNames: "[name]",
    publicPath: "/static",
    ...options,
  });
  let text = outputFiles.find((one) => one.path.endsWith(name)).text;
  for (const one of outputFiles.filter((one) => one.path.endsWith(".woff2"))) {
    const font = basename(one.path);
    keep(font, one.contents);
    text = text.replaceAll(font, manifest[font]);
  }
  return text;
};

const texts = readdirSync(join(pages, "templates")).map((name) => join(pages, "templates", name));
const whole = await bundle("pages.css", {});
const [{ css }] = await new PurgeCSS().purge({
  content: [...texts, join(style, "pages.js")],
  css: [{ raw: whole }],
  variables: true,
  keyframes: true,
  // a token file of a municipality may set these although no rule of ours names them first
  // tones of badges are chosen in Python (labels.py)
  safelist: { standard: ["good", "warn", "bad", "calm"], variables: [/^--basis-color-(action|accent|default|page)/, /^--allocator-/] },
});
// Copyrights of the parts, once: the tools above leave comments out.
const notice = "/*! NL Design System: Utrecht component library, candidate components, Voorbeeld tokens; EUPL-1.2 */\n";
keep("pages.css", notice + css);
keep("pages.js", await bundle("pages.js", { format: "iife" }));
keep("icon.svg", readFileSync(join(style, "icon.svg")));
writeFileSync(join(built, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");
