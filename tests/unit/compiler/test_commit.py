"""The one way in: the same changes end the same in Python and in JavaScript, and each step of it does its part."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from lamplighter.compiler.toolkit import Toolkit
from lamplighter.domain.blueprint.app import App
from lamplighter.domain.blueprint.reduce import compilable
from lamplighter.domain.blueprint.resolve import resolved

from .change_runs import JAVASCRIPT, PYTHON
from .conftest import Make, Sandbox, example, save, written
from .random_changes import Chance, Change

EXAMPLES = (
    "o01_tool_library",
    "o06_paniers_amap",
    "o27_hofkasse",
    "a03_parcel_rates_api",
    "a05_api_p_del",
    "o10_kennel_desk",
)
SEQUENCES, LENGTH = 3, 120


def run(app: App, steps: Sequence[Change], tools: Toolkit, sandbox: Sandbox, folder: Path) -> tuple[object, object]:
    """Outcomes and tables in Python and in JavaScript, brought into one order."""
    written(app, tools, folder)
    save({"run.py": PYTHON, "run.js": JAVASCRIPT}, folder)
    changes = json.dumps(list(steps)).encode()
    return tuple(
        ordered(sandbox.answer(folder, *command, stdin=changes))
        for command in (("python", "run.py"), ("node", "run.js"))
    )  # type: ignore[return-value]


def ordered(found: object) -> object:
    """The same with every set of messages, images and marks in one order."""
    if isinstance(found, Mapping):
        unordered = ("refused", "warned", "images", "fired", "numbers", "faults")
        return {
            key: sorted(map(json.dumps, several)) if key in unordered else ordered(several)
            for key, several in found.items()
        }
    if isinstance(found, list):
        pairs = all(isinstance(one, list) and len(one) == 2 and isinstance(one[0], str) for one in found)
        return sorted(found) if found and pairs else [ordered(one) for one in found]
    return found


@pytest.mark.parametrize("name", EXAMPLES)
def test_random_changes_end_the_same_in_both_languages(
    name: str, tools: Toolkit, sandbox: Sandbox, tmp_path: Path
) -> None:
    reduced, _ = compilable(example(name), tools.vocabulary)
    app = resolved(reduced, tools.vocabulary)
    for seed in range(SEQUENCES):
        made = written(app, tools, tmp_path)
        steps = Chance(made, seed).steps(LENGTH)
        assert different(steps, *run(app, steps, tools, sandbox, tmp_path)) == []


def different(steps: Sequence[Change], python: object, javascript: object) -> list[object]:
    """The steps that ended differently, and the parts of the tables that differ."""
    assert isinstance(python, dict)
    assert isinstance(javascript, dict)
    ends = zip(steps, python["outcomes"], javascript["outcomes"], strict=True)
    found: list[object] = [end for end in ends if end[1] != end[2]]
    ours, theirs = python["state"], javascript["state"]
    return found + [(key, ours[key], theirs[key]) for key in ours if ours[key] != theirs[key]]


EVERY_KIND = {
    "tag": ["name text! unique", "secret text auto"],
    "all_of": [
        "name text! unique", "note long", "count int min 1 max 9", "size num", "price money min 0.01",
        "day date min today",
        "start datetime", "at time", "spent minutes", "done yesno", "kind choice(a,in work,c:See)", "pic photo",
        "paper file", "mail email", "call phone", "site link", "tint color", "where_at place", "rating stars",
        "tag ref(tag)", "tags refs(tag)", "parent ref(all_of) owned",
        "double num := size * 2", "net money := price / 3",
    ],
    "settings": ["rate num =1.5", "currency text =EUR"],
}  # fmt: skip


@pytest.fixture(scope="session")
def every_kind(make: Make) -> App:
    """One entity with a field of every type."""
    return make(
        entities=EVERY_KIND,
        demo={"tag": ("name", ["x", "y", "z"]), "all_of": ("name,size,price,tag,tags", ["One|2|10|x|x+y", "Two|||y|"])},
    )


@pytest.mark.parametrize("seed", range(6))
def test_every_type_of_field_is_read_and_kept_alike(
    seed: int, every_kind: App, tools: Toolkit, sandbox: Sandbox, tmp_path: Path
) -> None:
    made = written(every_kind, tools, tmp_path)
    steps = Chance(made, seed).steps(200)
    assert different(steps, *run(every_kind, steps, tools, sandbox, tmp_path)) == []
