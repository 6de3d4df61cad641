"""Runs the generated tests of a compiled project in the sandbox, as it is or with other rules modules in its place.

Each variant is a rules module that stands in for the project's own; the answer names the tests that failed with it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from lamplighter.services.containment import Containment, Limits, Outcome

LIMITS = Limits(wall=600, cpu=600)
OWN = ""
"""The name of the variant that is the project as it was compiled."""

Failures = Mapping[str, Mapping[str, str]]
"""Variant → test that failed → why; a variant that could not be loaded fails as "load"."""

PYTHON_DRIVER = """
import importlib
import json
import os
import signal
import sys
import types

MODULES = tuple(f"tests.test_{name}" for name in ("rules", "roles", "fields", "features", "examples"))


def failures(source):
    found = {}
    try:
        if source is not None:
            module = types.ModuleType("server.rules")
            module.__package__ = "server"
            sys.modules["server.rules"] = module
            exec(compile(source, "rules.py", "exec"), module.__dict__)
        tests = [importlib.import_module(name) for name in MODULES if os.path.exists(name.replace(".", "/") + ".py")]
    except BaseException as error:
        return {"load": repr(error)}
    for module in tests:
        for name, test in vars(module).items():
            if name.startswith("test_"):
                try:
                    test()
                except BaseException as error:
                    found[name] = f"{type(error).__name__}: {error}"[:400]
    return found


def main():
    sys.path.insert(0, os.getcwd())
    sys.dont_write_bytecode = True
    with open("variants.json", encoding="utf-8") as file:
        variants = json.load(file)
    for number, (name, source) in enumerate(variants.items()):
        if os.fork() == 0:
            signal.alarm(20)
            with open(f"result-{number}.json", "w", encoding="utf-8") as file:
                json.dump(failures(source), file)
            os._exit(0)
        os.wait()
    results = {}
    for number, name in enumerate(variants):
        try:
            with open(f"result-{number}.json", encoding="utf-8") as file:
                results[name] = json.load(file)
        except (OSError, ValueError):
            results[name] = {"load": "it did not end"}
    print(json.dumps(results))


main()
"""

JAVASCRIPT_DRIVER = """
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

const rules = "RULES_PATH";
const own = readFileSync(rules, "utf8");
const parts = ["rules", "roles", "fields", "features", "examples"];
const names = parts.filter((name) => existsSync(`tests/${name}.test.mjs`));
writeFileSync("tests/every.mjs", names.map((name) => `import "./${name}.test.mjs";`).join("\\n"));
const results = {};
for (const [name, source] of Object.entries(JSON.parse(readFileSync("variants.json", "utf8")))) {
  writeFileSync(rules, source ?? own);
  const program = ["--test-reporter=tap", "tests/every.mjs"];
  const ran = spawnSync(process.execPath, program, { encoding: "utf8", timeout: 20000 });
  const lines = ran.stdout.split("\\n");
  const refused = lines.filter((line) => line.startsWith("not ok "));
  const failed = refused.map((line) => line.replace(/^not ok \\d+ - /, ""));
  const reasons = lines.filter((line) => line.startsWith("  error:"));
  results[name] = Object.fromEntries(failed.map((test, at) => [test, reasons[at] ?? ""]));
  if (ran.status !== 0 && failed.length === 0) results[name] = { load: (ran.stderr + ran.stdout).slice(0, 400) };
}
console.log(JSON.stringify(results));
"""


def written(files: Mapping[str, bytes], folder: Path) -> Path:
    """The project in a folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


async def python_failures(
    files: Mapping[str, bytes], folder: Path, containment: Containment, variants: Mapping[str, str | None]
) -> Failures:
    """What fails in Python; the modules lie in `server/`."""
    wanted = {name: content for name, content in files.items() if name.startswith(("server/", "tests/"))}
    programs = {"variants.json": json.dumps(variants).encode(), "drive.py": PYTHON_DRIVER.encode()}
    project = written({**wanted, **programs}, folder)
    return _read(await containment.run(["python", "drive.py"], project, limits=LIMITS))


async def javascript_failures(
    files: Mapping[str, bytes], folder: Path, containment: Containment, variants: Mapping[str, str | None]
) -> Failures:
    """What fails in JavaScript; the modules lie in `web/` or `src/`."""
    rules = next(name for name in ("web/rules.js", "src/rules.js") if name in files)
    driver = JAVASCRIPT_DRIVER.replace("RULES_PATH", rules).encode()
    programs = {"variants.json": json.dumps(variants).encode(), "drive.mjs": driver}
    project = written({**files, **programs}, folder)
    return _read(await containment.run(["node", "drive.mjs"], project, limits=LIMITS))


def _read(outcome: Outcome) -> Failures:
    assert outcome.code == 0, outcome.stderr[-4000:] or outcome
    found: Failures = json.loads(outcome.stdout.strip().splitlines()[-1])
    return found
