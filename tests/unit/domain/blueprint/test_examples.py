"""The sixty example files: all of them mean something, and what is damaged in them is noticed without a crash."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lamplighter.domain.blueprint.check import problems
from lamplighter.domain.blueprint.lines import keyed
from lamplighter.domain.blueprint.model import Blueprint, Entity, Rule
from lamplighter.domain.blueprint.normal import normal
from lamplighter.domain.blueprint.reduce import compilable
from lamplighter.domain.blueprint.resolve import resolved
from lamplighter.domain.blueprint.schema import from_raw, loads
from lamplighter.domain.blueprint.signature import Vocabulary
from lamplighter.domain.blueprint.tree import Base
from lamplighter.domain.blueprint.worlds import demo_world
from lamplighter.domain.errors import BlueprintInvalid, LamplighterError
from lamplighter.domain.findings import Severity

from .conftest import ROOT

FILES = sorted((ROOT / "tests/data/blueprints").rglob("*.json"))
TEXTS = {path.stem: path.read_text("utf-8") for path in FILES}


def errors(blueprint: Blueprint, words: Vocabulary) -> list[str]:
    return [str(p) for p in problems(blueprint, words) if p.severity is Severity.ERROR]


def test_there_are_sixty() -> None:
    assert len(TEXTS) == 60


@pytest.mark.parametrize("name", TEXTS)
def test_an_example_means_something_in_every_line(name: str, words: Vocabulary) -> None:
    assert errors(loads(TEXTS[name]), words) == []


@pytest.mark.parametrize("name", TEXTS)
def test_an_example_is_linked_in_full(name: str, words: Vocabulary) -> None:
    blueprint = loads(TEXTS[name])
    app = resolved(blueprint, words)
    assert [rule.id for rule in app.rules] == [rule.id for rule in blueprint.rules]
    assert [screen.id for screen in app.screens] == [screen.id for screen in blueprint.screens]
    assert [role.id for role in app.roles] == [role.id for role in blueprint.roles]
    assert {plan.id: len(plan.checks) for plan in app.features} == {f.id: len(f.checks) for f in blueprint.features}
    for entity in blueprint.entities:
        assert len(app.entities[entity.id].stored) + len(derived_of(app.entities[entity.id].fields)) == len(
            entity.fields
        )
    assert demo_world(app).app is app


def derived_of(fields: object) -> list[object]:
    assert isinstance(fields, dict)
    return [field for field in fields.values() if field.derived is not None]


@pytest.mark.parametrize("name", TEXTS)
def test_derived_fields_come_after_what_they_read(name: str, words: Vocabulary) -> None:
    app = resolved(loads(TEXTS[name]), words)
    derived = {(e.id, f.id): f.derived for e in app.entities.values() for f in e.fields.values() if f.derived}
    assert set(app.derived_order) == set(derived)
    done: set[tuple[str, str]] = set()
    for pair in app.derived_order:
        assert {read for read in derived[pair].reads if read in derived} <= done
        done.add(pair)


# -- mutations: what section 7 of the format measures


def renamed_fields(blueprint: Blueprint) -> Iterator[tuple[str, Blueprint]]:
    for entity in blueprint.entities:
        for index, line in enumerate(entity.fields):
            name = line.split(maxsplit=1)[0]
            others = [*entity.fields]
            others[index] = line.replace(name, name + "_zz", 1)
            changed = msgspec.structs.replace(entity, fields=tuple(others))
            entities = tuple(changed if e.id == entity.id else e for e in blueprint.entities)
            yield f"{entity.id}.{name}", msgspec.structs.replace(blueprint, entities=entities)


def machine_texts(blueprint: Blueprint) -> Iterator[str]:
    """Every text that names fields; labels and sentences name none."""
    for entity in blueprint.entities:
        for line in entity.fields:
            yield from re.findall(r":=.*| where .*|=settings.*", line.partition(" | ")[0])
    for rule in blueprint.rules:
        yield from (value for key, value in keyed(rule.with_) if key not in ("say", "say_open", "label"))
    for screen in blueprint.screens:
        yield from (value for _, value in keyed(screen.with_))
    yield from (role.may for role in blueprint.roles)
    yield from (demo.cols for demo in blueprint.demo)


def other_meanings(blueprint: Blueprint, field: str) -> bool:
    """Whether the word means something else, too: an entity, a rule, an option, a field of another entity."""
    ids = [r.id for part in (blueprint.entities, blueprint.rules, blueprint.screens, blueprint.roles) for r in part]
    fields = [line.split(maxsplit=1)[0] for e in blueprint.entities for line in e.fields]
    options = [o for e in blueprint.entities for line in e.fields for o in re.findall(r"choice\(([^)]*)", line)]
    return field in ids or fields.count(field) > 1 or any(field in re.findall(r"\w+", o) for o in options)


def test_a_renamed_field_is_reported_wherever_something_names_it(
    examples: dict[str, Blueprint], words: Vocabulary
) -> None:
    renamed, unnoticed = 0, []
    for blueprint in examples.values():
        named = {word for text in machine_texts(blueprint) for word in re.findall(r"\w+", text)}
        for place, mutant in renamed_fields(blueprint):
            field = place.partition(".")[2]
            if field not in named or other_meanings(blueprint, field):
                continue
            renamed += 1
            if not errors(mutant, words):
                unnoticed.append(f"{blueprint.id} {place}")
    assert renamed > 300
    assert unnoticed == []


def faulty_parameters(blueprint: Blueprint) -> Iterator[tuple[str, Blueprint]]:
    def with_rule(rule: Rule, text: str) -> Blueprint:
        changed = msgspec.structs.replace(rule, with_=text)
        return msgspec.structs.replace(
            blueprint, rules=tuple(changed if r.id == rule.id else r for r in blueprint.rules)
        )

    for rule in blueprint.rules:
        pairs = keyed(rule.with_)
        for index, (key, _) in enumerate(pairs):
            broken = "{zz_nothing}" if key in ("say", "say_open", "label") else "zz nothing("
            text = "; ".join(f"{k}={broken if i == index else v}" for i, (k, v) in enumerate(pairs))
            yield f"{rule.id}.{key}", with_rule(rule, text)


@pytest.mark.parametrize("name", TEXTS)
def test_a_faulty_value_in_any_parameter_is_reported(name: str, words: Vocabulary) -> None:
    for place, mutant in faulty_parameters(loads(TEXTS[name])):
        told = errors(mutant, words)
        rule, _, _key = place.partition(".")
        assert any(text.startswith(f"rule {rule} ") for text in told), f"{place} is not reported: {told}"


def faulty_elsewhere(blueprint: Blueprint) -> Iterator[tuple[str, Blueprint]]:
    replace = msgspec.structs.replace
    for role in blueprint.roles:
        yield (
            f"role {role.id}",
            replace(
                blueprint,
                roles=tuple(replace(r, may=r.may + "; see zz_nothing") if r is role else r for r in blueprint.roles),
            ),
        )
    for demo in blueprint.demo:
        wider = replace(demo, rows=(demo.rows[0] + "|zz", *demo.rows[1:]))
        yield f"demo {demo.of}", replace(blueprint, demo=tuple(wider if d is demo else d for d in blueprint.demo))
    for feature in blueprint.features:
        more = replace(feature, checks=(*feature.checks, "add zz_nothing => ok"))
        yield (
            f"feature {feature.id}",
            replace(blueprint, features=tuple(more if f is feature else f for f in blueprint.features)),
        )
    for screen in blueprint.screens:
        odd = replace(screen, with_=f"{screen.with_}; zz=1".lstrip("; "))
        yield (
            f"screen {screen.id}",
            replace(blueprint, screens=tuple(odd if s is screen else s for s in blueprint.screens)),
        )
    for entity in blueprint.entities:
        odd_entity: Entity = replace(entity, fields=(*entity.fields[:-1], entity.fields[-1] + " | a | b", "zz nothing"))
        yield (
            f"entity {entity.id}",
            replace(blueprint, entities=tuple(odd_entity if e is entity else e for e in blueprint.entities)),
        )


@pytest.mark.parametrize("name", TEXTS)
def test_a_fault_in_any_row_is_reported_in_that_row(name: str, words: Vocabulary) -> None:
    for place, mutant in faulty_elsewhere(loads(TEXTS[name])):
        assert any(text.startswith(place) for text in errors(mutant, words)), place


@pytest.mark.parametrize("name", TEXTS)
def test_a_field_of_another_type_in_its_place_is_mostly_noticed(name: str, words: Vocabulary) -> None:
    """Not always a fault (columns take anything), so only no crash and a message with a repair are asked for."""
    blueprint = loads(TEXTS[name])
    chance = random.Random(name)
    for rule in blueprint.rules:
        fields = [line.split(maxsplit=1)[0] for e in blueprint.entities if e.id == rule.on for line in e.fields]
        for key, value in keyed(rule.with_):
            if value in fields:
                text = rule.with_.replace(f"{key}={value}", f"{key}={chance.choice(fields)}", 1)
                changed = msgspec.structs.replace(rule, with_=text)
                rules = tuple(changed if r is rule else r for r in blueprint.rules)
                for problem in problems(msgspec.structs.replace(blueprint, rules=rules), words):
                    assert problem.repair


# -- damage


def strings(raw: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(raw, str):
        yield path, raw
    elif isinstance(raw, dict):
        for key, inner in raw.items():
            yield from strings(inner, (*path, key))
    elif isinstance(raw, list):
        for index, inner in enumerate(raw):
            yield from strings(inner, (*path, index))


def with_text(raw: object, path: tuple[str | int, ...], text: str) -> object:
    if not path:
        return text
    head, *rest = path
    if isinstance(raw, dict):
        return {k: with_text(v, tuple(rest), text) if k == head else v for k, v in raw.items()}
    assert isinstance(raw, list)
    return [with_text(v, tuple(rest), text) if i == head else v for i, v in enumerate(raw)]


Damage = Callable[[str], str]
WORDS = [
    "yes",
    "no",
    "and",
    "or",
    "not",
    "blank",
    "today",
    "now",
    "me",
    "role",
    "this",
    "old",
    "it",
    "each",
    "all",
    "via",
    "where",
    "settings",
    "id",
    "created",
    "if",
    "sum",
    "count",
    "first",
    "list",
    "has",
    "random",
    "visitor",
    "*",
    "add",
    "edit",
    "delete",
    "as",
    "clock",
    "public",
    "own",
    "see",
    "do",
]
MARKS = "abcxyz09 _.,;:|=()[]{}'\"<>!*/+-&\n\t\0é日🙂\u202e#@~%"


@st.composite
def damages(draw: st.DrawFn) -> Damage:
    kind = draw(st.integers(0, 5))
    at = draw(st.floats(0, 1))
    mark = draw(st.sampled_from(MARKS))
    word = draw(st.sampled_from(WORDS))

    def damaged(text: str) -> str:
        index = int(at * len(text))
        match kind:
            case 0:
                return text[:index] + mark + text[index + 1 :]
            case 1:
                return text[:index] + mark + text[index:]
            case 2:
                return text[:index]
            case 3:
                found = list(re.finditer(r"\w+", text))
                hit = found[int(at * (len(found) - 1))] if found else None
                return text[: hit.start()] + word + text[hit.end() :] if hit else word
            case 4:
                return text[:index] + text[:index] + text[index:]
        return ""

    return damaged


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(sorted(TEXTS)), at=st.lists(st.floats(0, 1), min_size=1, max_size=3), damage=damages())
def test_any_damage_is_reported_or_harmless_and_never_crashes(
    name: str, at: list[float], damage: Damage, words: Vocabulary
) -> None:
    raw: object = msgspec.json.decode(TEXTS[name])
    for place in at:
        every = list(strings(raw))
        path, text = every[int(place * (len(every) - 1))]
        raw = with_text(raw, path, damage(text))
    blueprint = read_or_none(raw)
    if blueprint is None:
        return
    told = problems(blueprint, words)
    assert all(p.place and p.fault and p.repair for p in told)
    saved = normal(blueprint, words)
    assert normal(saved, words) == saved
    reduced, _ = compilable(blueprint, words)
    if not any(p.severity is Severity.ERROR for p in told):
        assert errors(saved, words) == []
        assert errors(reduced, words) == []
        assert compilable(reduced, words)[0] == reduced


def read_or_none(raw: object) -> Blueprint | None:
    assert isinstance(raw, dict)
    try:
        return from_raw(raw)
    except LamplighterError:
        return None


def test_what_the_checker_refuses_is_not_linked(words: Vocabulary) -> None:
    blueprint = loads(TEXTS["o01_tool_library"])
    broken = msgspec.structs.replace(
        blueprint, rules=tuple(msgspec.structs.replace(r, with_="zz=1") for r in blueprint.rules)
    )
    with pytest.raises(BlueprintInvalid) as caught:
        resolved(broken, words)
    assert list(caught.value.problems) == errors(broken, words)
    assert "does not hold together" in caught.value.message


def test_an_example_knows_what_it_cannot_compile_yet(words: Vocabulary) -> None:
    app = resolved(loads(TEXTS["o02_salon_book"]), words)
    assert set(app.skipped) == {"line", "day", "wall"}
    assert app.cut == ("Walk-in line", "Who to remind")
    assert app.entities["visit"].fields["ends"].type.base is Base.DATETIME
