// Link the named JavaScript modules with the engine itself, without running a line of them: does every file that is
// imported exist, and does it export the names? One JSON object a line. Names come as a JSON list on stdin.
import { existsSync, readFileSync, statSync } from "node:fs";
import { isBuiltin } from "node:module";
import path from "node:path";
import vm from "node:vm";

const PAGE = /\.html?$/i;
const SCRIPT_FILE = /\.(?:js|mjs)$/i;
const COMMENT = /<!--[\s\S]*?-->/g;
const INLINE_MODULE = /<script\b(?=[^>]*\btype\s*=\s*["']?module\b)((?:[^>"']|"[^"]*"|'[^']*')*)>([\s\S]*?)<\/script\s*>/gi;
const ESM = /^\s*(?:import\s*(?:[\w{*"']|$)|export\s+(?:default|const|let|var|class|function|async|\{|\*)|export\s*\{)/m;
const NOT_PROVIDED = /The requested module '([^']+)' does not provide an export named '([^']+)'/;
const AMBIGUOUS = /The requested module '([^']+)' contains conflicting star exports for name '([^']+)'/;
const CALLED = /\b(require|import)\s*\(\s*(["'])([^"'\n]+)\2\s*\)/g;
const ENDINGS = ["", ".js", ".mjs", ".cjs", ".json", ".ts", ".tsx", ".jsx", "/index.js", "/index.mjs", "/index.ts"];
const MOST_FAULTS = 50;

const root = process.cwd();
const sources = new Map(); // identifier -> text; patched when a name is missing, so that the next fault shows
const openNames = new Map(); // identifier of what cannot be read -> names it is taken to export
const extraNames = new Map(); // built-in module -> names it lacks that were already told
const said = new Set();
const patched = new Set();
const bundled = hasDependencies();

function say(fact) {
  const line = JSON.stringify(fact);
  if (!said.has(line)) process.stdout.write(`${line}\n`);
  said.add(line);
}

function hasDependencies() {
  try {
    const declared = JSON.parse(readFileSync("package.json", "utf8"));
    return Object.keys({ ...declared.dependencies, ...declared.devDependencies }).length > 0;
  } catch {
    return false;
  }
}

function escaped(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

function fileOf(identifier) {
  return identifier.replace(/#\d+$/, "");
}

// Where in the file a specifier is named; with a name, the statement that asks for it.
function lineOf(identifier, specifier, name) {
  const text = sources.get(identifier) ?? "";
  const wanted = new RegExp(`(?:^|[\\s;])((?:import|export)\\b[^;'"\`]*?)(["'])${escaped(specifier)}\\2`, "g");
  for (const found of text.matchAll(wanted)) {
    const clause = found[1];
    const asks = !name || (name === "default" ? /import\s+[\w$]/.test(clause) || /\bdefault\b/.test(clause) : new RegExp(`(?<![\\w$])${escaped(name)}(?![\\w$])`).test(clause));
    if (asks) {
      const offset = name && name !== "default" ? Math.max(found[0].search(new RegExp(`(?<![\\w$])${escaped(name)}(?![\\w$])`)), 0) : found[0].length - 1;
      return text.slice(0, found.index + offset).split("\n").length;
    }
  }
  return null;
}

function isFile(name) {
  return existsSync(name) && statSync(name).isFile();
}

// The file a specifier means, seen from a file; null when there is none. `/x` means the root of the site, whichever
// folder above the file that is.
function target(specifier, from) {
  const bare = specifier.replace(/[?#].*$/, "");
  const endings = bundled ? ENDINGS : [""];
  const folders = [];
  for (let folder = path.dirname(path.resolve(from)); folder.startsWith(root); folder = path.dirname(folder)) folders.push(folder);
  const places = bare.startsWith("/") ? folders.map((folder) => path.join(folder, bare)) : [path.resolve(path.dirname(from), bare)];
  for (const place of places) {
    for (const ending of endings) {
      if (isFile(place + ending)) return path.relative(root, place + ending);
    }
  }
  return null;
}

function isLocal(specifier) {
  return /^\.{0,2}\//.test(specifier) || specifier === "." || specifier === "..";
}

function packageOf(specifier) {
  return specifier.split("/").slice(0, specifier.startsWith("@") ? 2 : 1).join("/");
}

class Graph {
  constructor() {
    this.modules = new Map();
  }

  async module(identifier) {
    if (!this.modules.has(identifier)) this.modules.set(identifier, new vm.SourceTextModule(sources.get(identifier), { identifier }));
    return this.modules.get(identifier);
  }

  async synthetic(identifier, names) {
    if (!this.modules.has(identifier)) this.modules.set(identifier, new vm.SyntheticModule([...names], () => {}, { identifier }));
    return this.modules.get(identifier);
  }

  open(identifier) {
    if (!openNames.has(identifier)) openNames.set(identifier, new Set(["default"]));
    return this.synthetic(identifier, openNames.get(identifier));
  }

  async builtIn(identifier) {
    const names = new Set([...Object.keys(await import(identifier)), ...(extraNames.get(identifier) ?? [])]);
    return this.synthetic(identifier, names);
  }

  async resolve(specifier, from) {
    if (isBuiltin(specifier)) return this.builtIn(`node:${specifier.replace(/^node:/, "")}`);
    const path_ = fileOf(from);
    if (!isLocal(specifier)) {
      const kind = /^[a-z][a-z0-9+.-]*:/i.test(specifier) && !specifier.startsWith("node:") ? "address" : "package";
      say({ path: path_, line: lineOf(from, specifier), kind, specifier, name: kind === "package" ? packageOf(specifier) : "" });
      return this.open(specifier);
    }
    const file = target(specifier, path_);
    if (file === null) {
      say({ path: path_, line: lineOf(from, specifier), kind: "missing", specifier, name: "" });
      return this.open(`missing:${path.resolve(path.dirname(path_), specifier)}`);
    }
    return sources.has(file) ? this.module(file) : this.open(file);
  }
}

async function linked() {
  const graph = new Graph();
  const all = [...sources.keys()].map((_, number) => `import "all:${number}";`).join("\n");
  const identifiers = [...sources.keys()];
  const everything = new vm.SourceTextModule(all, { identifier: "all" });
  await everything.link((specifier, from) => (from === everything ? graph.module(identifiers[Number(specifier.slice(4))]) : graph.resolve(specifier, from.identifier)));
}

// A name that is not exported: say who asks for it, then let it exist, so that the next fault shows.
async function settle(specifier, name) {
  let changed = false;
  for (const identifier of [...sources.keys()]) {
    const line = lineOf(identifier, specifier, name);
    if (line !== null) changed = (await letExist(specifier, name, identifier, line)) || changed;
  }
  return changed;
}

// Whether a file of the project exports a name, through `export *` too.
async function provides(file, name) {
  const graph = new Graph();
  try {
    const module = await graph.module(file);
    await module.link((specifier, from) => graph.resolve(specifier, from.identifier));
    return Object.hasOwn(module.namespace, name);
  } catch {
    return withExport(sources.get(file), name) === sources.get(file);
  }
}

async function letExist(specifier, name, identifier, line) {
  const file = isLocal(specifier) ? target(specifier, fileOf(identifier)) : null;
  const key = file ?? (isLocal(specifier) ? `missing:${path.resolve(path.dirname(fileOf(identifier)), specifier)}` : specifier);
  if (openNames.has(key)) {
    const known = openNames.get(key).has(name);
    openNames.get(key).add(name);
    return !known;
  }
  if (file !== null && (await provides(file, name))) return false;
  say({ path: fileOf(identifier), line, kind: "export", specifier, name });
  if (file === null) {
    const builtIn = `node:${specifier.replace(/^node:/, "")}`;
    const known = extraNames.get(builtIn) ?? new Set();
    extraNames.set(builtIn, known.add(name));
    return true;
  }
  const mark = `${file}\0${name}`;
  if (patched.has(mark)) return false;
  patched.add(mark);
  sources.set(file, withExport(sources.get(file), name));
  return true;
}

function withExport(text, name) {
  const ways = name === "default" ? ["export default 0;"] : [`export const ${name} = 0;`, `export { ${name} };`];
  for (const way of ways) {
    try {
      const candidate = `${text}\n${way}\n`;
      new vm.SourceTextModule(candidate);
      return candidate;
    } catch {
      continue;
    }
  }
  return text;
}

function readPage(name) {
  const text = readFileSync(name, "utf8").replace(COMMENT, (comment) => comment.replace(/[^\n]/g, " "));
  let number = 0;
  for (const found of text.matchAll(INLINE_MODULE)) {
    const start = found.index + found[0].length - found[2].length - "</script>".length;
    keep(`${name}#${number++}`, "\n".repeat(text.slice(0, start).split("\n").length - 1) + found[2]);
  }
}

function keep(identifier, text) {
  try {
    new vm.SourceTextModule(text);
    sources.set(identifier, text);
  } catch {
    return; // the check that parses says so
  }
}

function readFile(name) {
  const text = readFileSync(name, "utf8").replace(/^#!.*/, "");
  if (SCRIPT_FILE.test(name) && (name.endsWith(".mjs") || ESM.test(text))) keep(name, text);
  sayCalled(name, text);
}

// `require("./x")` and `import("./x")` are calls: the engine only learns of them when they run.
function sayCalled(name, text) {
  const code = text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, (comment) => comment.replace(/[^\n]/g, " "));
  for (const found of code.matchAll(CALLED)) {
    const [, word, , specifier] = found;
    const line = code.slice(0, found.index).split("\n").length;
    if (isBuiltin(specifier) || /^[a-z]+:\/\//i.test(specifier)) continue;
    if (!isLocal(specifier)) say({ path: name, line, kind: "package", specifier, name: packageOf(specifier) });
    else if (target(specifier, name) === null && !(word === "require" && ENDINGS.some((ending) => isFile(path.resolve(path.dirname(name), specifier) + ending)))) say({ path: name, line, kind: word === "require" ? "missing" : "perhaps", specifier, name: "" });
  }
}

for (const name of JSON.parse(readFileSync(0, "utf8"))) {
  say({ at: name });
  (PAGE.test(name) ? readPage : readFile)(name);
}
for (let fault = 0; fault < MOST_FAULTS; fault += 1) {
  try {
    await linked();
    break;
  } catch (error) {
    const found = NOT_PROVIDED.exec(error.message) ?? AMBIGUOUS.exec(error.message);
    if (found === null || !(await settle(found[1], found[2]))) {
      say({ path: "", line: null, kind: "unlinked", specifier: "", name: error.message });
      break;
    }
  }
}
