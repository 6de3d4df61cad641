"""Expressions in Python and JavaScript: the vectors, thousands of random ones, and how the code reads."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from lamplighter.compiler.core import core
from lamplighter.compiler.toolkit import Toolkit
from lamplighter.domain.blueprint.app import App
from lamplighter.domain.blueprint.evaluate import value
from lamplighter.domain.blueprint.expressions import expression
from lamplighter.domain.blueprint.reading import read
from lamplighter.domain.blueprint.scopes import row_scope
from lamplighter.domain.blueprint.tree import Expression
from lamplighter.domain.blueprint.worlds import demo_world

from .conftest import ROOT, Sandbox, written
from .expression_runs import in_both, told
from .random_expressions import typed_expression

VECTORS = json.loads((ROOT / "tests/data/blueprint_expr_vectors.json").read_text("utf-8"))
RANDOM_EXPRESSIONS = 3000


def parsed(text: str, app: App, tools: Toolkit) -> Expression:
    return expression(text, read(app.blueprint, tools.vocabulary).catalog, row_scope("inv"))


def test_every_vector_is_equal_in_both_languages(
    invoices: App, tools: Toolkit, sandbox: Sandbox, tmp_path: Path
) -> None:
    made = written(invoices, tools, tmp_path)
    expressions = [parsed(vector["expr"], invoices, tools) for vector in VECTORS]
    python, javascript = in_both(made, expressions, tmp_path, sandbox)
    wanted = [vector["want"] for vector in VECTORS]
    assert [plain(found) for found in python] == wanted
    assert [plain(found) for found in javascript] == wanted


def plain(found: object) -> object:
    return found["n"] if isinstance(found, dict) else found


def test_random_expressions_are_equal_on_the_host_and_in_both_languages(
    invoices: App, tools: Toolkit, sandbox: Sandbox, tmp_path: Path
) -> None:
    made = written(invoices, tools, tmp_path)
    catalog = read(invoices.blueprint, tools.vocabulary).catalog
    chance = random.Random(20261120)
    texts = [typed_expression(chance) for _ in range(RANDOM_EXPRESSIONS)]
    expressions = [expression(text, catalog, row_scope("inv")) for text in texts]
    world = demo_world(invoices)
    host = [told(value(one, world, world.of("inv")[0])) for one in expressions]
    python, javascript = in_both(made, expressions, tmp_path, sandbox)
    rows = zip(texts, host, python, javascript, strict=True)
    different = [(text, *found) for text, *found in rows if not found[0] == found[1] == found[2]]
    assert different == []


@pytest.mark.parametrize(
    ("text", "python", "javascript"),
    [
        ("qty * price", "times(inv.qty, inv.price)", "times(inv.qty, inv.price)"),
        ("qty > 12.5", "more(inv.qty, 12_500000)", "more(inv.qty, 12_500000n)"),
        ("blank(rate)", "inv.rate is None", "inv.rate === null"),
        ("not blank(rate)", "inv.rate is not None", "inv.rate !== null"),
        ("flag = no and state = 'in work'", 'not inv.flag and inv.state == "in_work"',
         '!inv.flag && inv.state === "in_work"'),
        ("(flag or qty = 1) and not flag", "(inv.flag or inv.qty == 1_000000) and not inv.flag",
         "(inv.flag || inv.qty === 1_000000n) && !inv.flag"),
        ("owner.name", 'db.row("per", inv.owner).name', 'db.row("per", inv.owner).name'),
        ("owner = 'Ana'", 'db.row("per", inv.owner).name == "Ana"', 'db.row("per", inv.owner).name === "Ana"'),
        ("due + 3", "plus_days(inv.due, 3_000000)", "plusDays(inv.due, 3_000000n)"),
        ("due - 3", "plus_days(inv.due, -3_000000)", "plusDays(inv.due, -3_000000n)"),
        ("net + 1", "add(inv_net(db, inv), 1_000000)", "add(invNet(db, inv), 1_000000n)"),
        ("count(line) + 1 < 4", 'count(db.having("line", "inv", inv.id)) + 1_000000 < 4_000000',
         'count(db.having("line", "inv", inv.id)) + 1_000000n < 4_000000n'),
        ("sum(line.amount where kind = 'a')",
         'total(line.amount for line in db.having("line", "inv", inv.id) if line.kind == "a")',
         'total(db.having("line", "inv", inv.id).filter((line) => line.kind === "a").map((line) => line.amount))'),
        ("nr & '-' & qty", 'joined(inv.nr, "-", inv.qty)', 'joined(inv.nr, "-", inv.qty)'),
        ("if(flag, 1, 2) + 1", "add(1_000000 if inv.flag else 2_000000, 1_000000)",
         "add(inv.flag ? 1_000000n : 2_000000n, 1_000000n)"),
    ],
)  # fmt: skip
def test_the_code_reads_as_if_written_by_hand(
    text: str, python: str, javascript: str, invoices: App, tools: Toolkit
) -> None:
    made = core(invoices, tools)
    found = parsed(text, invoices, tools)
    assert made.python.condition(found, "inv") == python
    assert made.javascript.condition(found, "inv") == javascript


def test_a_yes_no_that_is_kept_is_never_half_a_value(invoices: App, tools: Toolkit) -> None:
    made = core(invoices, tools)
    found = parsed("flag and qty > 1", invoices, tools)
    assert made.python.expression(found, "inv") == "bool(inv.flag and more(inv.qty, 1_000000))"
    assert made.javascript.expression(found, "inv") == "Boolean(inv.flag && more(inv.qty, 1_000000n))"


@pytest.mark.parametrize("text", ["created_by + 1", "-created_by", "created_by < 5", "year(created_by)", "me + me * 2"])
def test_what_may_be_anything_does_not_fail(
    text: str, invoices: App, tools: Toolkit, sandbox: Sandbox, tmp_path: Path
) -> None:
    made = written(invoices, tools, tmp_path)
    python, javascript = in_both(made, [parsed(text, invoices, tools)], tmp_path, sandbox)
    assert python == javascript
    assert python[0] in (None, False)


def test_view_mode_reads_derived_fields_as_properties(invoices: App, tools: Toolkit) -> None:
    from lamplighter.compiler.scribe import Mode

    view = core(invoices, tools).javascript.in_mode(Mode.VIEW)
    assert view.expression(parsed("net + x", invoices, tools), "row") == "add(row.net, row.x)"


@pytest.mark.parametrize("text", ["'", '"', "\\", "`${x}`", "</script>", "\u2028", "{{ x }}", "#{x}", "日本🙂", "\x7f"])
def test_a_hostile_text_is_a_quoted_text(
    text: str, invoices: App, tools: Toolkit, sandbox: Sandbox, tmp_path: Path
) -> None:
    made = written(invoices, tools, tmp_path)
    quoted = text.replace("'", "''")
    python, javascript = in_both(made, [parsed(f"nr & '{quoted}'", invoices, tools)], tmp_path, sandbox)
    assert python == javascript == ["A1" + text]
