// Parse the named JavaScript files with the engine itself, without running a line of them: one JSON object a line.
// Scripts inside HTML pages are parsed where they stand. Names come as a JSON list on stdin; `{"at": path}` is printed
// before each file, so that the one that never ends is known.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import vm from "node:vm";

const PAGE = /\.html?$/i;
const COMMENT = /<!--[\s\S]*?-->/g;
const SCRIPT = /<script\b((?:[^>"']|"[^"]*"|'[^']*')*)>([\s\S]*?)<\/script\s*>/gi;
const SCRIPT_TYPE = /\btype\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/i;
const CLASSIC = new Set(["", "text/javascript", "application/javascript"]);
const DATA = new Set(["application/json", "application/ld+json", "importmap"]);
const MODULE_SIGN = /^\s*(?:import\s*(?:[\w{*"']|$)|export\s+(?:default|const|let|var|class|function|async|\{|\*)|export\s*\{)/m;

const MOST_ASKED = 20;
let asked = 0;

function say(fact) {
  process.stdout.write(`${JSON.stringify(fact)}\n`);
}

function textOf(name) {
  const bytes = readFileSync(name);
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
}

function asModule(text, name, lineOffset) {
  return () => new vm.SourceTextModule(text, { identifier: name, lineOffset });
}

function asScript(text, name, lineOffset) {
  return () => new vm.Script(text, { filename: name, lineOffset });
}

// CommonJS files are function bodies: `return` at the top is allowed there.
function asBody(text, name, lineOffset) {
  return () => vm.compileFunction(text, ["exports", "require", "module"], { filename: name, lineOffset });
}

function failureOf(parse) {
  try {
    parse();
    return null;
  } catch (error) {
    return error;
  }
}

function problem(name, error) {
  const lines = String(error.stack ?? "").split("\n");
  const place = /:(\d+)$/.exec(lines[0]);
  const proof = place ? (lines[1] ?? "").trim().slice(0, 200) : "";
  return { path: name, line: place ? Number(place[1]) : null, message: error.message, proof };
}

// The engine names no line for a module it could not parse; only its own check of a file does.
function moduleProblem(name, text, offset, error) {
  if (asked === MOST_ASKED) return problem(name, error);
  asked += 1;
  const copy = path.join(os.tmpdir(), "module.mjs");
  writeFileSync(copy, text);
  const said = spawnSync(process.execPath, ["--check", copy], { encoding: "utf8", timeout: 5000 }).stderr;
  rmSync(copy);
  const [first, second = ""] = said.split("\n");
  const place = /:(\d+)$/.exec(first);
  return { path: name, line: place ? Number(place[1]) + offset : null, message: error.message, proof: second.trim().slice(0, 200) };
}

// The nearest package.json says whether plain `.js` files are modules.
function declaredKind(name) {
  for (let folder = path.dirname(path.resolve(name)); folder.startsWith(process.cwd()); folder = path.dirname(folder)) {
    const file = path.join(folder, "package.json");
    if (existsSync(file)) {
      try {
        return JSON.parse(readFileSync(file, "utf8")).type === "module" ? "module" : "";
      } catch {
        return "";
      }
    }
  }
  return "";
}

function parseFile(name) {
  const text = textOf(name).replace(/^#!.*/, "");
  const module = asModule(text, name, 0);
  const isModule = name.endsWith(".mjs") || (!name.endsWith(".cjs") && (declaredKind(name) === "module" || MODULE_SIGN.test(text)));
  const ways = isModule ? [module] : [asScript(text, name, 0), asBody(text, name, 0), ...(name.endsWith(".cjs") ? [] : [module])];
  const failures = [];
  for (const way of ways) {
    const failure = failureOf(way);
    if (failure === null) return;
    failures.push(failure);
  }
  say(isModule ? moduleProblem(name, text, 0, failures[0]) : problem(name, failures[0]));
}

function parsePage(name) {
  const text = textOf(name);
  if (text.includes("{%") || text.includes("{{")) return;
  const visible = text.replace(COMMENT, (comment) => comment.replace(/[^\n]/g, " "));
  for (const found of visible.matchAll(SCRIPT)) {
    const type = SCRIPT_TYPE.exec(found[1]);
    const kind = type ? (type[1] ?? type[2] ?? type[3]).trim().toLowerCase() : "";
    const start = found.index + found[0].indexOf(">", found[1].length) + 1;
    const offset = text.slice(0, start).split("\n").length - 1;
    const failure = inlineFailure(kind, found[2], name, offset);
    if (failure) say(failure);
  }
}

function inlineFailure(kind, text, name, offset) {
  if (DATA.has(kind)) {
    const failure = failureOf(() => JSON.parse(text));
    return failure && { path: name, line: offset + 1, message: `${kind}: ${failure.message}`, proof: "" };
  }
  if (kind !== "module" && !CLASSIC.has(kind)) return null;
  const isModule = kind === "module";
  const failure = failureOf((isModule ? asModule : asScript)(text, name, offset));
  return failure && (isModule ? moduleProblem(name, text, offset, failure) : problem(name, failure));
}

for (const name of JSON.parse(readFileSync(0, "utf8"))) {
  say({ at: name });
  try {
    (PAGE.test(name) ? parsePage : parseFile)(name);
  } catch (error) {
    say({ path: name, line: null, message: error.message, proof: "" });
  }
}
