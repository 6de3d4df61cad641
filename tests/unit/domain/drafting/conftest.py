"""What the tests of the drafter share: the bundled word lists, the vocabulary, and a draft judged by the checker."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from lamplighter.compiler.toolkit import Toolkit, toolkit
from lamplighter.domain.blueprint.check import problems
from lamplighter.domain.blueprint.model import Blueprint
from lamplighter.domain.drafting import Draft, drafted
from lamplighter.domain.drafting.lexicon import Lexicon
from lamplighter.domain.drafting.reading import Reading, read
from lamplighter.domain.findings import Severity
from lamplighter.services.discover import RESOURCES, TEMPLATES, bundled
from lamplighter.services.lexicon import read_lexicon

LISTS = Path(__file__).parents[3] / "data" / "drafting"
SIXTY = [str(row["idea"]) for row in json.loads((LISTS / "ideas.json").read_text("utf-8"))]
OWN: list[str] = json.loads((LISTS / "own_ideas.json").read_text("utf-8"))
Drafting = Callable[..., Draft]
Reads = Callable[[str, str], Reading]


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    """The bundled word lists and all recipes."""
    return read_lexicon()


@pytest.fixture(scope="session")
def tools() -> Toolkit:
    """The compiler's vocabulary and packs."""
    return toolkit(bundled(TEMPLATES), bundled(RESOURCES))


@pytest.fixture(scope="session")
def draft(lexicon: Lexicon) -> Drafting:
    """A draft by the bundled words."""
    return lambda text, **options: drafted(text, lexicon, **options)


@pytest.fixture(scope="session")
def reads(lexicon: Lexicon) -> Reads:
    """A text read in one language."""
    return lambda text, code: read(text, lexicon, code)


@pytest.fixture(scope="session")
def errors(tools: Toolkit) -> Callable[[Blueprint], list[str]]:
    """What the checker says is wrong."""

    def found(blueprint: Blueprint) -> list[str]:
        return [str(p) for p in problems(blueprint, tools.vocabulary) if p.severity is Severity.ERROR]

    return found


def made(result: Draft) -> Blueprint:
    """The blueprint of a draft that must have one."""
    assert result.blueprint is not None, result.refused
    return result.blueprint


def uses(result: Draft) -> set[str]:
    """The constructs of a draft."""
    return {rule.use for rule in made(result).rules}


def labels(result: Draft) -> set[str]:
    """The singular labels of its entities."""
    return {entity.label.split(" | ")[0] for entity in made(result).entities}
