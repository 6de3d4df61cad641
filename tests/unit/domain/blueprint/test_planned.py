"""The planned vocabulary: the whole format is there, every example line of it means something."""

from __future__ import annotations

import json

import msgspec
import pytest

from lamplighter.compiler.plugins import constructs
from lamplighter.domain.blueprint.kinds import KINDS, LEGEND
from lamplighter.domain.blueprint.lines import keyed
from lamplighter.domain.blueprint.planned import signatures, vocabulary
from lamplighter.domain.blueprint.signature import ConstructSignature, ScreenSignature, Vocabulary
from lamplighter.domain.blueprint.tree import Base

from .conftest import EIGHT, ROOT, TWELVE

PLANNED = signatures(json.loads((ROOT / "resources/blueprint/planned.json").read_text("utf-8")))
ALL: list[ConstructSignature | ScreenSignature] = [*PLANNED.constructs.values(), *PLANNED.screens.values()]


def test_twenty_eight_constructs_and_twelve_screens_stand(words: Vocabulary) -> None:
    assert len(words.constructs) == 28
    assert len(words.screens) == 12
    assert set(TWELVE) <= set(words.constructs)
    assert set(EIGHT) <= set(words.screens)
    assert words.compiled_constructs == set(TWELVE)


@pytest.mark.parametrize("signature", ALL, ids=[s.name for s in ALL])
def test_every_parameter_is_of_a_known_kind_and_type(signature: ConstructSignature | ScreenSignature) -> None:
    for parameter in signature.parameters:
        assert parameter.kind in KINDS
        assert parameter.kind in LEGEND
        assert all(name in set(Base) for name in parameter.types.split("|") if name)
        assert bool(parameter.options) == (parameter.kind == "opt")
        assert parameter.default in (*parameter.options, "") or parameter.kind != "opt"
        assert not parameter.of or signature.parameter(parameter.of)


@pytest.mark.parametrize("construct", PLANNED.constructs.values(), ids=PLANNED.constructs)
def test_a_signature_names_only_its_own_parameters(construct: ConstructSignature) -> None:
    for names in (construct.writes, construct.auto, construct.target_via, *construct.differ, *construct.one_of,
                  *construct.any_of, *construct.needs):  # fmt: skip
        assert all(construct.parameter(name) for name in names)
    for action in construct.actions:
        assert action.takes in ("", "*") or construct.parameter(action.takes)
    if construct.gives or construct.gives_target:
        assert construct.parameter("as")


@pytest.mark.parametrize("construct", PLANNED.constructs.values(), ids=PLANNED.constructs)
def test_the_example_of_a_construct_has_all_it_needs(construct: ConstructSignature) -> None:
    given = dict(keyed(construct.example.partition(": ")[2]))
    assert all(construct.parameter(name) for name in given)
    assert all(p.name in given for p in construct.parameters if p.required)
    assert all(sum(n in given for n in names) == 1 for names in construct.one_of)


@pytest.mark.parametrize("name", TWELVE)
def test_the_signature_that_is_built_says_what_was_planned(name: str) -> None:
    """A construct's own signature wins; where both speak of a parameter they must agree."""
    own, planned = constructs()[name].SIGNATURE, PLANNED.constructs[name]
    mine = {p.name: (p.kind, p.types, p.required, p.default, p.options) for p in own.parameters}
    for parameter in planned.parameters:
        shape = (parameter.kind, parameter.types, parameter.required, parameter.default, parameter.options)
        assert mine[parameter.name] == shape, parameter.name
    for about in ("actions", "gives", "gives_target", "target_via", "auto", "differ", "one_of", "any_of", "needs"):
        assert getattr(own, about) == getattr(planned, about), about
    assert set(planned.writes) <= set(own.writes)


def test_what_is_damaged_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        signatures({"constructs": [{"name": "x"}], "screens": []})
    with pytest.raises(msgspec.ValidationError):
        signatures({"constructs": [], "screens": [], "more": []})


def test_nothing_counts_as_compiled_unless_it_is_named() -> None:
    assert vocabulary(PLANNED).compiled_constructs == frozenset()
    assert vocabulary(PLANNED, ["loan"], ["list"]).compiled_screens == {"list"}
