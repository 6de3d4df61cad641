"""Drafted ideas, compiled, pass the tests that are generated for them; the table of ideas keeps its promise."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.e2e.ideas_table import PROOFS, measured
from tests.unit.compiler.project_runs import OWN, javascript_failures

from lamplighter.compiler.project import compile_blueprint
from lamplighter.compiler.toolkit import toolkit
from lamplighter.domain.drafting import drafted
from lamplighter.services.containment import Containment
from lamplighter.services.discover import RESOURCES, TEMPLATES, bundled
from lamplighter.services.lexicon import read_lexicon

IDEAS = (
    "kayak rental: kayaks, customers, 2 hours at a time, no double booking, price per hour",
    "Dienstplan für die Feuerwehr, höchstens 2 Nachtdienste pro Woche",
    "gestion des cotisations de notre club de judo, qui n'a pas payé",
    "préstamo de herramientas entre vecinos, dos semanas",
    "冷蔵庫の食品の賞味期限を管理したい",
)


@pytest.mark.parametrize("idea", IDEAS)
async def test_a_drafted_project_passes_its_generated_tests(
    idea: str, tmp_path: Path, containment: Containment
) -> None:
    tools = toolkit(bundled(TEMPLATES), bundled(RESOURCES))
    blueprint = drafted(idea, read_lexicon()).blueprint
    assert blueprint is not None
    files = compile_blueprint(blueprint, tools.packs["static"], tools).files
    failures = await javascript_failures(files, tmp_path / "project", containment, {OWN: None})
    assert failures[OWN] == {}


def test_the_sixty_ideas_are_drafted_and_most_items_are_proved() -> None:
    rows = measured(read_lexicon())
    assert len(rows) == 60
    assert set(PROOFS) <= {row.id for row in rows}
    exercised, countable = sum(r.exercised for r in rows), sum(r.countable for r in rows)
    assert exercised >= 0.6 * countable, (exercised, countable)
    assert sum(len(r.not_shown) for r in rows) <= 10
