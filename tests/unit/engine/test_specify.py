"""From words and answers to a blueprint: what is drafted, which pack it goes to, what is cut, and what is refused."""

from __future__ import annotations

import dataclasses

import msgspec
import pytest

from lamplighter.domain.blueprint.check import problems
from lamplighter.domain.blueprint.model import Blueprint, Feature, Role
from lamplighter.domain.errors import BadInput, BlueprintInvalid, EmptyIdea, HarmfulIdea
from lamplighter.domain.events import BlueprintReady, JobEvent
from lamplighter.domain.findings import Severity
from lamplighter.engine.job import Order, Workshop
from lamplighter.engine.specify import MISSING_PACK, ROLES_NEED_SERVER, chosen_pack, draft_of, specified_for, specify
from lamplighter.services.paths import Home

from .builds import TOOLS, blueprint, job_on, order


def of_kind(kind: str, *roles: Role) -> Blueprint:
    return msgspec.structs.replace(blueprint(), kind=kind, roles=roles)


def test_the_same_order_gives_the_same_blueprint(workshop: Workshop) -> None:
    first = specified_for(Order(idea=TOOLS), workshop)
    assert first == specified_for(Order(idea=TOOLS), workshop)
    assert first.blueprint.entities
    assert [p for p in problems(first.blueprint, workshop.vocabulary) if p.severity is Severity.ERROR] == []


def test_a_blueprint_is_taken_as_it_stands(workshop: Workshop) -> None:
    given = specified_for(order(), workshop)
    assert given.blueprint == blueprint()
    assert (given.pack, given.cut, given.not_built) == ("static", (), ())


@pytest.mark.parametrize("idea", ["", "  \t\n", "\0\0", "\r\n"])
def test_no_idea_is_refused_with_what_to_do(workshop: Workshop, idea: str) -> None:
    with pytest.raises(EmptyIdea) as refused:
        specified_for(Order(idea=idea), workshop)
    assert refused.value.hint


def test_an_idea_that_harms_is_refused_in_words(workshop: Workshop) -> None:
    with pytest.raises(HarmfulIdea) as refused:
        draft_of(Order(idea="ransomware that encrypts the files of strangers"), workshop)
    assert refused.value.message
    assert refused.value.hint


def test_a_faulty_blueprint_is_refused_with_every_problem(workshop: Workshop) -> None:
    one = blueprint()
    broken = msgspec.structs.replace(one, rules=(msgspec.structs.replace(one.rules[0], on="nowhere"),))
    with pytest.raises(BlueprintInvalid) as refused:
        specified_for(order(blueprint=broken), workshop)
    assert any("nowhere" in problem for problem in refused.value.problems)


@pytest.mark.parametrize("kind", ["static", "web"])
def test_the_kind_of_the_blueprint_chooses_the_pack(workshop: Workshop, kind: str) -> None:
    pack, why = chosen_pack(of_kind(kind), "auto", workshop)
    assert (pack.name, why) == (kind, ())


@pytest.mark.parametrize("kind", ["static", "web"])
def test_a_person_who_names_a_pack_gets_it(workshop: Workshop, kind: str) -> None:
    other = {"static": "web", "web": "static"}[kind]
    pack, why = chosen_pack(of_kind(other), kind, workshop)
    assert (pack.name, why) == (kind, ())


@pytest.mark.parametrize("kind", ["cli", "api", "desktop"])
@pytest.mark.parametrize("asked", [True, False])
def test_a_pack_not_built_yet_becomes_a_web_project_and_it_is_said(workshop: Workshop, kind: str, asked: bool) -> None:
    plan = blueprint() if asked else of_kind(kind)
    pack, why = chosen_pack(plan, kind if asked else "auto", workshop)
    assert pack.name == "web"
    assert why == (MISSING_PACK.format(kind=kind, pack="web"),)


def test_an_unknown_pack_is_refused_with_the_known_ones(workshop: Workshop) -> None:
    with pytest.raises(BadInput, match="nonsense") as refused:
        chosen_pack(blueprint(), "nonsense", workshop)
    assert all(pack.name in refused.value.hint for pack in workshop.packs)


@pytest.mark.parametrize("wanted", ["auto", "static"])
def test_roles_move_a_project_to_a_server_even_against_the_wish(workshop: Workshop, wanted: str) -> None:
    pack, why = chosen_pack(blueprint("blueprints/w02_days_off"), wanted, workshop)
    assert pack.name == "web"
    assert why == ((ROLES_NEED_SERVER,) if wanted == "static" else ())


def test_without_the_web_pack_the_hint_says_what_is_missing(workshop: Workshop) -> None:
    templates = dataclasses.replace(workshop.toolkit.templates, packs={})
    bare = dataclasses.replace(workshop, toolkit=dataclasses.replace(workshop.toolkit, templates=templates))
    with pytest.raises(BadInput, match="web pack") as refused:
        chosen_pack(blueprint(), "auto", bare)
    assert "templates" in refused.value.hint


def test_an_answer_puts_the_persons_sentence_under_the_title(workshop: Workshop) -> None:
    said = "No cup is lost any more"
    assert specified_for(order(answers={"A2": said}), workshop).blueprint.pitch == said


def test_an_answer_that_cuts_a_feature_is_named_among_what_was_cut(workshop: Workshop) -> None:
    one = blueprint()
    photo = Feature("jugs", "Jugs on the wall", "p1", "must", "all", ())
    plan = msgspec.structs.replace(one, features=(*one.features, photo))
    whole = specified_for(order(blueprint=plan), workshop)
    assert whole.cut == ()
    smaller = specified_for(order(blueprint=plan, answers={"E2": "Once; out: Jugs on the wall"}), workshop)
    kept = {feature.id: feature.when for feature in smaller.blueprint.features}
    assert kept == {"once": "must", "jugs": "never"}
    assert any("Jugs on the wall" in line for line in smaller.cut)


def test_what_waits_for_later_is_cut_by_name_and_not_compiled(workshop: Workshop) -> None:
    one = blueprint()
    later = msgspec.structs.replace(one.features[0], when="later")
    rest = Feature("things", "Things", "p1", "must", "all", ())
    found = specified_for(order(blueprint=msgspec.structs.replace(one, features=(later, rest))), workshop)
    assert found.cut == ("Once",)
    assert found.blueprint.rules == ()


def test_wishes_a_blueprint_cannot_say_are_named_as_not_built(workshop: Workshop) -> None:
    plan = blueprint("blueprints/w05_clockwork")
    found = specified_for(order(blueprint=plan), workshop)
    assert [wish.want for wish in plan.not_covered if wish.want not in found.not_built] == []
    assert len(found.not_built) == len(set(found.not_built))


async def test_the_stage_tells_what_it_decided(workshop: Workshop, temp_home: Home) -> None:
    heard: list[JobEvent] = []
    job = job_on(workshop, temp_home, order(pack="cli"))
    with job.store:
        found = await specify(job, heard.append)
    assert heard == [BlueprintReady("One Rule", "web", found.assumed, found.cut, found.not_built)]
    assert any("cli" in line for line in found.assumed)
