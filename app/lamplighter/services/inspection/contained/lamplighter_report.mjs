// A reporter for `node --test`, loaded inside the sandbox: what every test did, one JSON object a line, behind a mark.
// The mark comes with the run and tells these lines from what the tests print themselves.
import path from "node:path";

const MARK = process.env.LAMPLIGHTER_MARK ?? "";
const LONGEST = 3000;
const MOST = 200;

// A file without tests, or one that broke outside of them, is reported as a test of the file's own name.
function isFile(test) {
  return test.nesting === 0 && /\.[cm]?js$/.test(test.name) && (!test.file || path.resolve(test.name) === path.resolve(test.file));
}

function isGroup(test) {
  return test.details?.type === "suite" || test.details?.error?.failureType === "subtestsFailed";
}

function cause(test) {
  const error = test.details?.error;
  return error?.cause instanceof Error ? error.cause : error;
}

// The first place in the project that the error's stack names, else where the test stands.
function place(test, error) {
  const found = /(?:file:\/\/)?(\/[^\s():]+\.[cm]?js):(\d+)(?::\d+)?/g;
  for (const [, file, line] of String(error?.stack ?? "").matchAll(found)) {
    if (file.startsWith(`${process.cwd()}/`)) return { path: file, line: Number(line) };
  }
  return { path: test.file ?? "", line: test.line ?? null };
}

// The stack without the engine's own lines.
function ownLines(text) {
  return String(text ?? "").split("\n").filter((line) => !/^\s+at .*\bnode:/.test(line)).join("\n").slice(0, LONGEST);
}

function failed(test, state, printed) {
  const error = state === "broken" && printed ? { message: lastError(printed), stack: printed } : cause(test);
  const message = String(error?.message ?? error ?? "failed").slice(0, LONGEST);
  return { name: test.name, state, ...place(test, error), message, proof: ownLines(error?.stack ?? error) };
}

// A file that breaks outside of its tests says why on its error stream only.
function lastError(printed) {
  return printed.split("\n").find((line) => /^\w*Error\b/.test(line)) ?? printed.trim().split("\n").at(-1);
}

export default async function* report(source) {
  const counts = { passed: 0, failed: 0, broken: 0, skipped: 0 };
  const printed = new Map();
  let told = 0;
  for await (const { type, data: test } of source) {
    let state = null;
    const file = test.file ? path.resolve(test.file) : "";
    if (type === "test:stderr") printed.set(file, `${printed.get(file) ?? ""}${test.message}`.slice(-LONGEST));
    if (type === "test:fail" && !isGroup(test)) state = test.todo !== undefined ? "skipped" : isFile(test) ? "broken" : "failed";
    if (type === "test:pass" && !isGroup(test) && !isFile(test)) state = test.skip !== undefined || test.todo !== undefined ? "skipped" : "passed";
    if (state === null) continue;
    counts[state] += 1;
    if (type === "test:fail" && state !== "skipped" && told++ < MOST) yield `\n${MARK}${JSON.stringify(failed(test, state, printed.get(file)))}\n`;
  }
  yield `\n${MARK}${JSON.stringify({ counts })}\n`;
}
