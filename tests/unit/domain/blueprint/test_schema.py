"""The file form: the schema comes from the types, reading names what is wrong, writing is stable."""

from __future__ import annotations

import json
from collections.abc import Mapping

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamplighter.domain.blueprint.check import problems
from lamplighter.domain.blueprint.limits import LIMITS
from lamplighter.domain.blueprint.model import Blueprint
from lamplighter.domain.blueprint.normal import normal, saved_check, saved_parameters
from lamplighter.domain.blueprint.schema import dumps, from_raw, json_schema, loads
from lamplighter.domain.blueprint.signature import Vocabulary
from lamplighter.domain.blueprint.versions import CURRENT, STEPS, NewerBlueprint, upgraded
from lamplighter.domain.errors import BadInput, BlueprintInvalid, LamplighterError

from .conftest import ROOT, made

PROSE = ("title", "description", "$id", "$schema")


def meaning(schema: object) -> object:
    """A schema without prose, lists of names in any order."""
    if isinstance(schema, Mapping):
        kept = {k: v for k, v in schema.items() if k not in PROSE or not isinstance(v, str)}
        return {k: sorted(v) if k in ("required", "enum") else meaning(v) for k, v in kept.items()}
    if isinstance(schema, list):
        return [meaning(inner) for inner in schema]
    return schema


def test_the_schema_derived_from_the_types_means_what_the_format_says(words: Vocabulary) -> None:
    published = json.loads((ROOT / "tests/data/blueprint.schema.json").read_text("utf-8"))
    assert meaning(json_schema(words)) == meaning(published)


def test_without_a_vocabulary_the_schema_leaves_the_words_open() -> None:
    schema = json.dumps(json_schema())
    assert "timer" not in schema
    assert '"maxLength": 600' in schema


def every_object(schema: object) -> list[Mapping[str, object]]:
    found: list[Mapping[str, object]] = []
    if isinstance(schema, Mapping):
        found += [schema] if schema.get("type") == "object" else []
        found += [inner for value in schema.values() for inner in every_object(value)]
    return found


def test_the_schema_is_flat_and_every_property_is_required(words: Vocabulary) -> None:
    objects = every_object(json_schema(words))
    assert len(objects) == 10
    for each in objects:
        assert each["additionalProperties"] is False
        properties = each["properties"]
        assert isinstance(properties, dict)
        assert each["required"] == list(properties)
    text = json.dumps(json_schema(words))
    assert not any(word in text for word in ("$ref", "anyOf", "oneOf", "allOf", "$defs"))


def test_an_example_read_and_written_is_the_same(examples: dict[str, Blueprint], words: Vocabulary) -> None:
    for blueprint in examples.values():
        assert loads(dumps(blueprint)) == blueprint
        text = dumps(blueprint, words)
        assert dumps(loads(text), words) == text
        assert problems(loads(text), words) == problems(blueprint, words)


def test_a_file_has_one_row_a_line(examples: dict[str, Blueprint]) -> None:
    text = dumps(examples["o01_tool_library"])
    assert '\n  {"id":"tool","label":""' in text
    assert text.startswith('{\n"v": 1,\n"id": "o01_tool_library"')
    assert text.endswith("\n}\n")
    assert json.loads(text)["entities"][0]["id"] == "tool"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "This is no JSON"),
        ("{", "This is no JSON"),
        ("[]", "This is no blueprint"),
        ("null", "This is no blueprint"),
        ('"v"', "This is no blueprint"),
        ("{}", "its version `v` is missing"),
        ('{"v": "1"}', "its version `v` is missing"),
        ('{"v": true}', "its version `v` is missing"),
        ('{"v": 0}', "its version `v` is missing"),
        ('{"v": 1}', "missing required field `id`"),
        ("[" * 100_000, "This is no JSON"),
        (b"\xff\xfe\x00", "This is no JSON"),
        ('{"v": 1, "id": "\\ud800"}', "This is no JSON"),
    ],
)
def test_what_is_no_blueprint_is_refused_in_a_sentence(text: str | bytes, told: str) -> None:
    with pytest.raises(BadInput) as caught:
        loads(text)
    assert told in caught.value.message
    assert caught.value.hint


def raw_example() -> dict[str, object]:
    raw = json.loads(dumps(made()))
    assert isinstance(raw, dict)
    return raw


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"kind": "mobile"}, "kind: Invalid enum value 'mobile'"),
        ({"name": 3}, "name: Expected `str`, got `int`"),
        ({"extra": ""}, "unknown field `extra`"),
        ({"entities": [{"id": "x"}]}, "entities"),
        ({"entities": [{"id": "x", "label": "", "fields": [1]}]}, "entities"),
        ({"features": [{"id": "f", "label": "", "pain": "", "when": "soon", "uses": "", "checks": []}]}, "when"),
        ({"rules": {}}, "rules: Expected `array`"),
    ],
)
def test_a_wrong_shape_names_the_place(change: dict[str, object], told: str) -> None:
    with pytest.raises(BlueprintInvalid) as caught:
        from_raw(raw_example() | change)
    assert told in caught.value.message


def test_properties_that_came_later_are_filled_in() -> None:
    raw = raw_example()
    raw["roles"] = [{"id": "boss", "label": "", "is": "", "may": "all *"}]
    raw["demo"] = [{"of": "tool", "cols": "name", "rows": []}]
    blueprint = from_raw(raw)
    assert blueprint.roles[0].join == ""
    assert blueprint.demo[0].keep == ""


def test_a_newer_blueprint_is_refused_untouched() -> None:
    raw = raw_example() | {"v": CURRENT + 1, "something": "new"}
    with pytest.raises(NewerBlueprint, match="later version") as caught:
        from_raw(raw)
    assert "Update" in caught.value.hint
    assert raw["v"] == CURRENT + 1


def test_there_is_a_step_for_every_version_before_this_one() -> None:
    assert sorted(STEPS) == list(range(1, CURRENT))
    assert upgraded(upgraded(raw_example())) == upgraded(raw_example())


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    )
)
def test_any_json_is_a_blueprint_or_one_error(value: object) -> None:
    outcome: object
    try:
        outcome = loads(json.dumps(value))
    except LamplighterError as error:
        outcome = error.message
    assert isinstance(outcome, str)
    try:
        outcome = from_raw({**raw_example(), "entities": value})
    except LamplighterError as error:
        outcome = error.message
    assert outcome


# -- the saved form


@pytest.mark.parametrize(
    ("use", "typed", "saved"),
    [
        ("flow", "field=state;moves=a>b,*>c;who=b:boss,c:clerk", "field=state; moves=a>b, *>c; who=b: boss | c: clerk"),
        ("flow", "field=state; moves=a>b; lock=a b: * , line", "field=state; moves=a>b; lock=a b: *, line"),
        ("flow", "field=state; moves=a>b; who=b: boss,clerk", "field=state; moves=a>b; who=b: boss clerk"),
        ("limit", "max=3;per=a,week( day )", "max=3; per=a, week( day )"),
        ("limit", "max=3; say='Plain.'", "max=3; say=Plain."),
        ("limit", "max=3; say=Not now; sorry.", "max=3; say=Not now; sorry."),
        ("limit", "max=3; say='No; max=4'", "max=3; say='No; max=4'"),
        ("require", "check=a; at=add edit,delete", "check=a; at=add, edit, delete"),
        ("act", "label=Go; set=a=1,b='x, y'", "label=Go; set=a=1, b='x, y'"),
        ("csv", "in=a,b ;out=csv history", "in=a, b; out=csv, history"),
        ("limit", "max=3; nonsense", "max=3; nonsense"),
    ],
)  # fmt: skip
def test_parameters_are_saved_in_one_spelling(use: str, typed: str, saved: str, words: Vocabulary) -> None:
    parameters = words.constructs[use].parameters
    assert saved_parameters(typed, parameters) == saved
    assert saved_parameters(saved, parameters) == saved


@pytest.mark.parametrize(
    ("typed", "saved"),
    [
        ("all*", "all*"),
        ("see a,b;add c own", "see a, b; add c own"),
        ("edit, see a( x,y ) own p.q where z = 'u; v'", "see|edit a(x, y) own p.q where z = 'u; v'"),
        ("do a b,c own  p", "do a, b, c own  p"),
        ("delete  a", "delete a"),
    ],
)
def test_rights_are_saved_in_one_spelling(typed: str, saved: str, words: Vocabulary) -> None:
    once = normal(made(roles=[("r", "", typed)]), words)
    assert once.roles[0].may == saved
    assert normal(once, words) == once


@pytest.mark.parametrize(
    ("typed", "saved"),
    [
        ("a ;b=>ok", "a; b => ok"),
        (" => refused ", "=> refused"),
        ("add x n='a; b' => x[1].n = 2", "add x n='a; b' => x[1].n = 2"),
        ("no arrow", "no arrow"),
    ],
)
def test_checks_are_saved_in_one_spelling(typed: str, saved: str) -> None:
    assert saved_check(typed) == saved
    assert saved_check(saved) == saved


@pytest.mark.parametrize(
    ("typed", "saved"),
    [
        ("name\ttext! unique", "name text! unique"),
        ("  who   ref( person )! | Who ", "who ref(person)! | Who"),
        ("state choice(in work, done) =done", "state choice(in work, done) =done"),
        ("nonsense", "nonsense"),
        ("x num :=  a  +  b", "x num :=  a  +  b"),
    ],
)
def test_field_lines_are_saved_with_one_space(typed: str, saved: str, words: Vocabulary) -> None:
    once = normal(made(entities={"x": [typed]}), words)
    assert once.entities[0].fields == (saved,)
    assert normal(once, words) == once


def test_an_unknown_construct_keeps_its_line(words: Vocabulary) -> None:
    blueprint = made(rules=[("r", "teleport", "tool", "a=1;b=2")])
    assert normal(blueprint, words) == blueprint


# -- limits: the checker repeats what the schema says


@pytest.mark.parametrize("part", ["pains", "roles", "rules", "screens", "demo", "features", "measures", "not_covered"])
def test_a_part_that_is_too_large_is_told(part: str, words: Vocabulary) -> None:
    rows: dict[str, dict[str, object]] = {
        "pains": {"id": "p", "who": "x", "pain": "y"},
        "roles": {"id": "r", "label": "", "is": "", "may": "see tool", "join": ""},
        "rules": {"id": "r", "use": "act", "on": "tool", "with": "label=Go; ask=name"},
        "screens": {"id": "s", "type": "list", "of": "tool", "label": "", "with": ""},
        "demo": {"of": "tool", "cols": "name", "rows": [], "keep": ""},
        "features": {"id": "f", "label": "", "pain": "p", "when": "must", "uses": "", "checks": []},
        "measures": {"id": "m", "on": "tool.added", "label": ""},
        "not_covered": {"want": "x", "plan": "model"},
    }
    most = getattr(LIMITS, part)
    numbered = [{k: f"{v}{n}" if k == "id" else v for k, v in rows[part].items()} for n in range(most + 1)]
    blueprint = from_raw(raw_example() | {"kind": "web", part: numbered})
    told = [str(p) for p in problems(blueprint, words) if p.place == part]
    assert told == [f"{part}: {most + 1} entries. at most {most}"]
    fitting = from_raw(raw_example() | {"kind": "web", part: numbered[:-1]})
    assert not [p for p in problems(fitting, words) if p.place == part]


def test_a_struct_of_the_model_cannot_be_changed() -> None:
    blueprint = made()
    with pytest.raises(AttributeError):
        blueprint.name = "Other"  # type: ignore[misc]
    assert msgspec.structs.replace(blueprint, name="Other").name == "Other"
