"""Typing: what means something gets a type and bound names; everything else gets one message with a repair."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamplighter.domain.blueprint.app import App, RowNamed
from lamplighter.domain.blueprint.catalog import Catalog
from lamplighter.domain.blueprint.expressions import bound, expression
from lamplighter.domain.blueprint.problems import Fault
from lamplighter.domain.blueprint.reading import read
from lamplighter.domain.blueprint.scopes import Scope, candidate_scope, check_scope, row_scope
from lamplighter.domain.blueprint.signature import Vocabulary
from lamplighter.domain.blueprint.tree import Aggregate, Base, Call, Compare, Hop, Path, Root, Text, Type, Word

from .conftest import Make, fault_of


@pytest.fixture(scope="module")
def catalog(invoices: App, words: Vocabulary) -> Catalog:
    return read(invoices.blueprint, words).catalog


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("qty", Base.NUM),
        ("price", Base.MONEY),
        ("qty * price", Base.MONEY),
        ("price / price", Base.NUM),
        ("price - qty", Base.MONEY),
        ("due + 3", Base.DATE),
        ("due - today", Base.NUM),
        ("now - start", Base.NUM),
        ("nr & qty & due", Base.TEXT),
        ("owner", Base.REF),
        ("id", Base.REF),
        ("created", Base.DATETIME),
        ("created_by", Base.ANY),
        ("owner.boss.name", Base.TEXT),
        ("owner.tags", Base.REFS),
        ("list(line.kind)", Base.REFS),
        ("first(line)", Base.REF),
        ("first(line.inv)", Base.REF),
        ("max(line.day)", Base.DATE),
        ("avg(line.amount)", Base.MONEY),
        ("count(line)", Base.NUM),
        ("if(flag, 1, price)", Base.MONEY),
        ("if(flag, blank, due)", Base.DATE),
        ("or_else(note, 'x')", Base.TEXT),
        ("if(flag, state, 'open')", Base.CHOICE),
        ("role", Base.TEXT),
        ("me", Base.ANY),
        ("blank", Base.BLANK),
        ("rate + blank", Base.NUM),
        ("not flag", Base.BOOL),
    ],
)
def test_every_expression_has_its_type(text: str, base: Base, catalog: Catalog) -> None:
    assert expression(text, catalog, row_scope("inv")).type.base is base


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("qty + due", "a number + a date has no meaning"),
        ("nr * 2", "a text * a number has no meaning"),
        ("due + due", "a date + a date has no meaning"),
        ("price * price", "money * money has no meaning"),
        ("'a' + blank", "a text + blank has no meaning"),
        ("flag & nr", "& cannot join yes/no"),
        ("owner.tags & nr", "& cannot join references to tag"),
        ("state = 'nope'", "'nope' is not an option of inv.state"),
        ("state = 'opne'", "did you mean open?"),
        ("state = open", "a text stands in quotes: state = 'open'"),
        ("owner = Ana", "a text stands in quotes: owner = 'Ana'"),
        ("nr = A1", "a text stands in quotes: nr = 'A1'"),
        ("due < start", "take day(x) of the date with time"),
        ("flag = 'yes'", "write yes or no without quotes"),
        ("qty = 'a'", "cannot compare a number with a text"),
        ("owner = first(line)", "cannot compare a reference to per with a reference to line"),
        ("owner < first(all per)", "< has no meaning for a reference to per"),
        ("flag < yes", "< has no meaning for yes/no"),
        ("sum(line.kind)", "sum() needs numbers"),
        ("max(line.inv)", "max() has no meaning for a reference"),
        ("sum(line)", "sum(line) needs a field"),
        ("count(line.amount)", "count() counts rows, not fields"),
        ("owner.nope", "per has no field 'nope'"),
        ("nope", "inv has no field 'nope'"),
        ("duw", "did you mean due?"),
        ("qty.x", "inv.qty is a number; .x cannot follow it"),
        ("owner.tags.name", "per.tags is references to tag; .name cannot follow it"),
        ("count(nope)", "unknown collection 'nope'"),
        ("count(per)", "per refers to inv 0 times"),
        ("count(line via day)", "none of them day"),
        ("count(line where amount)", "where needs yes/no, found money"),
        ("if(qty, 1, 2)", "if() needs yes/no, found a number"),
        ("if(flag, 1, 'a')", "if() gives a number or a text"),
        ("or_else(due, 1)", "or_else() gives a date or a number"),
        ("lesser(owner, owner)", "lesser() has no meaning for a reference"),
        ("not qty", "not needs yes/no, found a number"),
        ("flag and qty", "and needs yes/no, found a number"),
        ("flag or nr", "or needs yes/no, found a text"),
        ("-nr", "- needs a number, found a text"),
        ("month(nr)", "month() needs a date or a date with time, found a text"),
        ("hour(due)", "hour() needs a date with time, found a date"),
        ("workdays(start, due)", "workdays() needs a date, found a date with time"),
        ("round(qty, rate)", "whole number from 0 to 6"),
        ("round(qty, 1.5)", "whole number from 0 to 6"),
        ("round(qty, 7)", "whole number from 0 to 6"),
        ("has(owner.tags, 'x')", "has() looks for a row of tag here, not for a text"),
        ("has(owner.tags, owner)", "has() looks for a row of tag here, found a reference to per"),
        ("has(qty, 1)", "has() needs a text or a list"),
        ("common(owner.tags, list(line.inv))", "common() compares rows of inv and tag"),
        ("random(1, 6)", "random() has no meaning here"),
        ("this.nope", "inv has no field 'nope'"),
        ("old.qty", "old is not known here"),
        ("it.qty", "it is not known here"),
        ("each", "each is not known here"),
        ("each.qty", "each is not known here"),
        ("me.name", "nobody signs in here"),
        ("settings.x", "there is no entity settings"),
        ("settings", "there is no entity settings"),
        ("today.x", "today has no fields"),
        ("tool[Drill].x", "rows are named in checks only"),
        ("role = 'boss'", "unknown role 'boss'"),
        ("999999999999999", "is too large"),
        ("count(all inv where count(all line where count(all tag) > 0) > 0)", "aggregates are nested too deeply"),
    ],
)
def test_what_means_nothing_is_refused_with_its_reason(text: str, fault: str, catalog: Catalog) -> None:
    with pytest.raises(Fault) as caught:
        expression(text, catalog, row_scope("inv"))
    assert fault in f"{caught.value.fault}. {caught.value.repair}"
    assert caught.value.repair
    assert caught.value.item == text


def tree(text: str, catalog: Catalog, scope: Scope | None = None) -> object:
    return expression(text, catalog, scope or row_scope("inv")).tree


def test_a_reference_beside_a_text_becomes_its_shown_name(catalog: Catalog) -> None:
    owner = Hop("inv", "owner", Type(Base.REF, "per"))
    name = Hop("per", "name", Type(Base.TEXT))
    left = Path(Root.ROW, "inv", (owner, name), Type(Base.TEXT))
    assert tree("owner = 'Ana'", catalog) == Compare("=", left, Text("Ana"), Type(Base.TEXT))
    assert expression("owner = 'Ana'", catalog, row_scope("inv")).reads == {("inv", "owner"), ("per", "name")}


def test_first_of_rows_beside_a_text_becomes_the_name_of_that_row(catalog: Catalog) -> None:
    compare = tree("first(all per) = 'Ana'", catalog)
    assert isinstance(compare, Compare)
    assert isinstance(compare.left, Aggregate)
    assert [hop.field for hop in compare.left.hops] == ["name"]


def test_rows_without_a_name_cannot_be_compared_with_a_text(catalog: Catalog) -> None:
    with pytest.raises(Fault, match="a row of line has no name"):
        expression("first(line) = 'x'", catalog, row_scope("inv"))


@pytest.mark.parametrize("written", ["in work", "in_work", "In Work"])
def test_an_option_is_meant_by_its_id_or_its_text(written: str, catalog: Catalog) -> None:
    compare = tree(f"state = '{written}'", catalog)
    assert isinstance(compare, Compare)
    assert compare.right == Text("in_work", Type(Base.CHOICE))


def test_options_in_the_branches_of_if_become_ids(catalog: Catalog) -> None:
    compare = tree("state = if(flag, 'in work', 'done')", catalog)
    assert isinstance(compare, Compare)
    assert isinstance(compare.right, Call)
    assert compare.right.arguments[1:] == (Text("in_work", Type(Base.CHOICE)), Text("done", Type(Base.CHOICE)))
    with pytest.raises(Fault, match="'nope' is not an option"):
        expression("state = if(flag, 'nope', 'done')", catalog, row_scope("inv"))


def test_this_at_the_top_is_the_row_and_in_a_condition_the_row_outside(catalog: Catalog) -> None:
    assert tree("this.qty", catalog) == tree("qty", catalog)
    counted = tree("count(line where amount > this.qty)", catalog)
    assert isinstance(counted, Aggregate)
    assert isinstance(counted.where, Compare)
    assert isinstance(counted.where.right, Path)
    assert counted.where.right.root is Root.THIS


def test_it_in_a_condition_inside_a_condition_is_the_row_of_the_outer_one(catalog: Catalog) -> None:
    outer = tree("count(all inv where count(line where amount > it.qty) > 0)", catalog)
    assert isinstance(outer, Aggregate)
    assert isinstance(outer.where, Compare)
    inner = outer.where.left
    assert isinstance(inner, Aggregate)
    assert isinstance(inner.where, Compare)
    assert isinstance(inner.where.right, Path)
    assert (inner.where.right.root, inner.where.right.entity) == (Root.IT, "inv")


def test_an_aggregate_knows_how_its_rows_point_here(catalog: Catalog, make: Make, words: Vocabulary) -> None:
    counted = tree("count(line)", catalog)
    assert isinstance(counted, Aggregate)
    assert (counted.via, counted.many) == ("inv", False)
    blueprint = make(entities={"day": ["name text!"], "shift": ["name text!", "days refs(day)", "first_day ref(day)"]})
    other = read(blueprint, words).catalog
    with pytest.raises(Fault, match="shift refers to day 2 times"):
        expression("count(shift)", other, row_scope("day"))
    many = expression("count(shift via days)", other, row_scope("day")).tree
    assert isinstance(many, Aggregate)
    assert (many.via, many.many) == ("days", True)


def test_a_candidate_is_bare_and_it_and_this_is_the_one_asked_for(catalog: Catalog) -> None:
    scope = candidate_scope("line", "inv")
    bare = tree("amount", catalog, scope)
    assert bare == tree("it.amount", catalog, scope)
    this = tree("this.qty", catalog, scope)
    assert isinstance(this, Path)
    assert this.root is Root.THIS
    alone = tree("inv = this", catalog, scope)
    assert isinstance(alone, Compare)


def test_a_check_names_rows_and_looks_at_all_of_them(catalog: Catalog) -> None:
    found = bound("inv[A1].qty = 3 and count(line where inv = 'A1') = 3", catalog, check_scope())
    assert found.rows == (RowNamed("inv", "A1"),)
    with pytest.raises(Fault, match="stands on no row"):
        bound("qty = 3", catalog, check_scope())
    with pytest.raises(Fault, match="unknown entity 'nope'"):
        bound("nope[1].x = 1", catalog, check_scope())


def test_each_alone_is_the_child_row(catalog: Catalog) -> None:
    assert tree("each", catalog, Scope(row="inv", each="line")) == Path(Root.EACH, "line", (), Type(Base.REF, "line"))


def test_me_has_fields_where_one_kind_of_person_signs_in(make: Make, words: Vocabulary) -> None:
    people = {"nurse": ["name text!", "ward text"], "boss": ["name text!"], "shift": ["nurse ref(nurse)"]}
    one = read(make(entities=people, roles=[("nurse", "nurse", "all *")]), words).catalog
    typed = expression("me.ward = 'A' and nurse = me", one, row_scope("shift", one.person()))
    assert typed.reads == {("nurse", "ward"), ("shift", "nurse")}
    two = read(make(entities=people, roles=[("nurse", "nurse", "see *"), ("boss", "boss", "all *")]), words).catalog
    assert two.person() == ""
    assert two.person(["nurse"]) == "nurse"
    with pytest.raises(Fault, match="me may be a row of nurse or boss"):
        expression("me.ward = 'A'", two, row_scope("shift", two.person()))


def test_role_is_compared_with_roles_that_exist(make: Make, words: Vocabulary) -> None:
    catalog = read(make(roles=[("boss", "", "all *")]), words).catalog
    assert tree("role = 'boss'", catalog, row_scope("tool")) == Compare(
        "=", Word("role", Type(Base.TEXT)), Text("boss"), Type(Base.TEXT)
    )


RESERVED_IN_SLOTS = [
    "yes", "no", "blank", "today", "now", "me", "role", "this", "old", "it", "each", "all", "via", "where", "settings",
    "id", "created", "created_by", "if", "and", "or", "not", "count", "list",
]  # fmt: skip


@pytest.mark.parametrize("word", RESERVED_IN_SLOTS)
@pytest.mark.parametrize(
    "slot",
    ["{}", "{} = {}", "not {}", "{}.x", "count(line where {})", "sum(all line.{})", "count({})", "if({}, {}, {})",
     "-{}", "blank({})", "{} & 'x'", "has({}, {})", "qty + {}", "first(line via {})", "'x' = {}", "{}({})", "{}[1]"],
)  # fmt: skip
def test_every_reserved_word_in_every_slot_means_something_or_is_refused(
    word: str, slot: str, catalog: Catalog
) -> None:
    text = slot.replace("{}", word)
    for scope in (row_scope("inv", old=True, random=True), candidate_scope("line", "inv"), check_scope(), Scope()):
        fault = fault_of(partial(expression, text, catalog, scope))
        assert fault is None or fault.repair


PIECES = st.sampled_from(
    ["qty", "price", "due", "start", "state", "nr", "flag", "owner", "owner.name", "owner.tags", "line.amount", "net",
     "rate", "1", "2.5", "'in work'", "'Ana'", "today", "now", "blank", "yes", "no", "me", "role", "this", "this.qty",
     "id", "created", "count(line)", "sum(line.amount)", "first(line)", "list(all tag.id)"]
)  # fmt: skip
SHAPES = st.sampled_from(
    ["({} + {})", "({} - {})", "{} * {}", "{} / {}", "{} & {}", "({} = {})", "({} < {})", "({} and {})", "({} or {})",
     "or_else({}, {})", "lesser({}, {})", "if({}, {}, {})", "not {}", "-{}", "blank({})", "has({}, {})", "day({})",
     "count(all line where {})"]
)  # fmt: skip


@st.composite
def formulas(draw: st.DrawFn, depth: int = 2) -> str:
    if depth == 0:
        return draw(PIECES)
    shape = draw(SHAPES)
    inner = [draw(formulas(depth - 1)) if draw(st.booleans()) else draw(PIECES) for _ in range(shape.count("{}"))]
    return shape.format(*inner)


@given(formulas())
def test_random_formulas_are_typed_or_refused_and_never_crash(text: str) -> None:
    typed_or_refused(text, CATALOG[0])


CATALOG: list[Catalog] = []


@pytest.fixture(autouse=True)
def _catalog_for_hypothesis(catalog: Catalog) -> None:
    CATALOG[:] = [catalog]


def typed_or_refused(text: str, catalog: Catalog) -> None:
    fault = fault_of(lambda: expression(text, catalog, row_scope("inv")))
    if fault is None:
        found = expression(text, catalog, row_scope("inv"))
        assert found.source == text.strip()
        assert all(entity in catalog.entities for entity, _ in found.reads)
    else:
        assert fault.fault
        assert fault.repair
