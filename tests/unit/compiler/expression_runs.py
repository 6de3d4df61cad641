"""Expressions compiled to both languages and worked out in one process each, for comparison with the host."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from lamplighter.compiler.core import Core
from lamplighter.domain.blueprint.numbers import decimal
from lamplighter.domain.blueprint.tree import Expression
from lamplighter.domain.blueprint.values import Value

from .conftest import Sandbox, save

PYTHON = '''"""Works out every expression on the first invoice and prints the values."""

import json

from server.commit import tables
from server.demo import examples
from server.examples import seed
from server.rules import RULES
from server.values import decimal
from expressions import EXPRESSIONS


def told(value):
    if isinstance(value, int) and not isinstance(value, bool):
        return {"n": decimal(value)}
    return list(value) if isinstance(value, tuple) else value


db = tables(RULES)
db.now = "2026-11-20T08:00"
seed(db, RULES, examples)
row = db.get("inv", 1)
print(json.dumps([told(expression(db, row)) for expression in EXPRESSIONS]))
'''
JAVASCRIPT = r"""// Works out every expression on the first invoice and prints the values.
import { tables } from "./src/lib/commit.js";
import { examples } from "./src/demo.js";
import { seed } from "./src/lib/examples.js";
import { decimal } from "./src/lib/values.js";
import { RULES } from "./src/rules.js";
import { EXPRESSIONS } from "./expressions.js";

const told = (value) =>
  typeof value === "bigint" ? { n: decimal(value) } : Array.isArray(value) ? value.map(inner) : value;
const inner = (value) => (typeof value === "bigint" ? Number(value) : value);
const db = tables(RULES);
db.now = "2026-11-20T08:00";
seed(db, RULES, examples);
const row = db.get("inv", 1);
const ascii = (text) => text.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
console.log(ascii(JSON.stringify(EXPRESSIONS.map((expression) => told(expression(db, row))))));
"""


def in_both(
    made: Core, expressions: Sequence[Expression], folder: Path, sandbox: Sandbox
) -> tuple[list[object], list[object]]:
    """The values in Python and in JavaScript."""
    python, javascript = made.python.fresh(), made.javascript.fresh()
    lines = "".join(f"    lambda db, inv: {python.expression(one, 'inv')},\n" for one in expressions)
    scripts = "".join(f"  (db, inv) => {javascript.expression(one, 'inv')},\n" for one in expressions)
    functions = ", ".join(["ENTITIES", *_derived(made)])
    save(
        {
            "expressions.py": f"from server.rules import {functions}\n{python.imports('server')}\n"
            f"EXPRESSIONS = [\n{lines}]\n",
            "expressions.js": f'import {{ RULES }} from "./src/rules.js";\n{javascript.imports("./src/lib")}\n'
            + "".join(f"const {name} = RULES.workedOut.{place};\n" for name, place in _places(made))
            + f"export const EXPRESSIONS = [\n{scripts}];\n",
            "run.py": PYTHON,
            "run.js": JAVASCRIPT,
        },
        folder,
    )
    first = sandbox.answer(folder, "python", "run.py")
    second = sandbox.answer(folder, "node", "run.js")
    assert isinstance(first, list)
    assert isinstance(second, list)
    return first, second


def _derived(made: Core) -> list[str]:
    return [made.python.computed(entity, field) for entity, field in made.facts.computed]


def _places(made: Core) -> list[tuple[str, str]]:
    return [(made.javascript.computed(entity, field), f"{entity}.{field}") for entity, field in made.facts.computed]


def told(value: Value) -> object:
    """A value of the host as the runs print it."""
    if isinstance(value, int) and not isinstance(value, bool):
        return {"n": decimal(value)}
    return json.loads(json.dumps(value))
