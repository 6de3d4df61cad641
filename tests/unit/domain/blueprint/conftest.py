"""What the tests of the blueprint share: the planned vocabulary, the example files, a small app to bend."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from lamplighter.domain.blueprint.app import App
from lamplighter.domain.blueprint.model import Blueprint
from lamplighter.domain.blueprint.planned import signatures, vocabulary
from lamplighter.domain.blueprint.problems import Fault
from lamplighter.domain.blueprint.resolve import resolved
from lamplighter.domain.blueprint.schema import from_raw, loads
from lamplighter.domain.blueprint.signature import Vocabulary

ROOT = Path(__file__).parents[4]
TWELVE = ("limit", "require", "act", "due", "alert", "flow", "lookup", "number", "booking", "loan", "csv", "history")
EIGHT = ("today", "list", "board", "calendar", "form", "detail", "chart", "print")

Make = Callable[..., Blueprint]


def fault_of(read: Callable[[], object]) -> Fault | None:
    """The fault a parser raises, or None when the text means something."""
    try:
        read()
    except Fault as fault:
        return fault
    return None


@pytest.fixture(scope="session")
def words() -> Vocabulary:
    """Every construct and screen; the twelve and the eight count as compiled."""
    planned = json.loads((ROOT / "resources/blueprint/planned.json").read_text("utf-8"))
    return vocabulary(signatures(planned), TWELVE, EIGHT)


@pytest.fixture(scope="session")
def examples() -> dict[str, Blueprint]:
    """The complete examples and the sketches, by id."""
    files = sorted((ROOT / "tests/data/blueprints").rglob("*.json"))
    found = [loads(path.read_text("utf-8")) for path in files]
    return {blueprint.id: blueprint for blueprint in found}


@pytest.fixture(scope="session")
def make() -> Make:
    """`make(entities={"tool": ["name text!"]}, rules=[("id", "use", "on", "with")], …)`: a blueprint from few words."""
    return made


def made(
    entities: dict[str, list[str]] | None = None,
    rules: list[tuple[str, str, str, str]] | None = None,
    screens: list[tuple[str, str, str, str]] | None = None,
    roles: list[tuple[str, str, str]] | None = None,
    demo: dict[str, tuple[str, list[str]]] | None = None,
    checks: list[str] | None = None,
    roles_raw: list[dict[str, str]] | None = None,
    entities_raw: list[dict[str, object]] | None = None,
    screens_raw: list[dict[str, str]] | None = None,
    **more: object,
) -> Blueprint:
    """See `make`. Roles are (id, is, may); demo is entity → (columns, rows); checks go to one feature."""
    raw: dict[str, object] = {
        "v": 1, "id": "app", "name": "App", "pitch": "", "lang": "en", "kind": "web" if roles else "static",
        "pains": [{"id": "p", "who": "x", "pain": "y"}],
        "roles": roles_raw or [{"id": i, "label": "", "is": s, "may": m, "join": ""} for i, s, m in roles or []],
        "entities": entities_raw if entities_raw is not None else [
            {"id": i, "label": "", "fields": f} for i, f in (entities or {"tool": ["name text!"]}).items()
        ],
        "rules": [{"id": i, "use": u, "on": o, "with": w} for i, u, o, w in rules or []],
        "screens": screens_raw
        or [{"id": i, "type": t, "of": o, "label": "", "with": w} for i, t, o, w in screens or []],
        "demo": [{"of": of, "cols": c, "rows": r, "keep": ""} for of, (c, r) in (demo or {}).items()],
        "features": [
            {"id": "f", "label": "F", "pain": "p", "when": "must", "uses": "", "checks": checks or []}
        ],
        "measures": [], "not_covered": [], "assumed": [],
    }  # fmt: skip
    return from_raw(raw | more)


@pytest.fixture(scope="session")
def invoices(words: Vocabulary) -> App:
    """The app the expression vectors were written for."""
    return resolved(
        made(
            entities={
                "inv": [
                    "nr text!", "qty num", "price money", "due date", "start datetime", "ends datetime",
                    "state choice(open,in work,done)", "rate num", "note text", "flag yesno", "owner ref(per)",
                    "net money := sum(line.amount)", "x money := qty * price",
                ],
                "line": ["inv ref(inv)!", "amount money", "kind choice(a,b)", "day date"],
                "per": ["name text!", "boss ref(per)", "tags refs(tag)"],
                "tag": ["name text!"],
            },
            demo={
                "inv": (
                    "nr,qty,price,due,start,ends,state,flag,owner",
                    [
                        "A1|3|12.5|2026-02-27|2026-02-27 09:30|2026-02-28 10:00|in work|yes|Ana",
                        "B2|||||||no|",
                    ],
                ),
                "line": ("inv,amount,kind,day", ["A1|10.01|b|2026-01-01", "A1|20.02|a|2026-01-05", "A1||a|",
                                                 "B2|5|a|2026-01-07"]),
                "per": ("name,tags", ["Ana|x+y"]),
                "tag": ("name", ["x", "y"]),
            },
        ),
        words,
    )  # fmt: skip
