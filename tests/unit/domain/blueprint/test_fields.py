"""Field lines: one line, one field, or one message that says what is wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamplighter.domain.blueprint.app import Option
from lamplighter.domain.blueprint.catalog import FieldLine
from lamplighter.domain.blueprint.fields import BASES, field_line, late_flag
from lamplighter.domain.blueprint.problems import Fault
from lamplighter.domain.blueprint.tree import Base, Type

from .conftest import fault_of

TEXT = Type(Base.TEXT)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("name text", FieldLine("name", "Name", "text", TEXT)),
        ("name text!", FieldLine("name", "Name", "text", TEXT, required=True)),
        ("out_on date! =today | Lent on", FieldLine(
            "out_on", "Lent on", "date", Type(Base.DATE), required=True, default="today")),
        ("kg num min 0 max 12.5 unit kg", FieldLine(
            "kg", "Kg", "num", Type(Base.NUM), minimum="0", maximum="12.5", unit="kg")),
        ("price money unit 'per hour'", FieldLine("price", "Price", "money", Type(Base.MONEY), unit="per hour")),
        ("code text! unique auto private", FieldLine(
            "code", "Code", "text", TEXT, required=True, unique=True, auto=True, private=True)),
        ("order ref(order)! owned", FieldLine(
            "order", "Order", "ref", Type(Base.REF, "order"), required=True, owned=True)),
        ("who refs(person)", FieldLine("who", "Who", "refs", Type(Base.REFS, "person"))),
        ("hall text =Main hall", FieldLine("hall", "Hall", "text", TEXT, default="Main hall")),
        ("hall text =Main hall unique", FieldLine("hall", "Hall", "text", TEXT, default="Main hall", unique=True)),
        ("hall text ='unique hall' | Hall, big", FieldLine(
            "hall", "Hall, big", "text", TEXT, default="'unique hall'")),
        ("net money := a * b | Net", FieldLine("net", "Net", "money", Type(Base.MONEY), derived="a * b")),
        ("late yesno := count(x where a = 'b | c') > 0", FieldLine(
            "late", "Late", "yesno", Type(Base.BOOL), derived="count(x where a = 'b | c') > 0")),
        ("shelf ref(shelf) where room = this.room | Shelf", FieldLine(
            "shelf", "Shelf", "ref", Type(Base.REF, "shelf"), where="room = this.room")),
        ("shelf ref(shelf)! =Top where open", FieldLine(
            "shelf", "Shelf", "ref", Type(Base.REF, "shelf"), required=True, default="Top", where="open")),
        ("名前 text! | お名前", FieldLine("名前", "お名前", "text", TEXT, required=True)),
    ],
)  # fmt: skip
def test_a_line_says_its_field(text: str, line: FieldLine) -> None:
    assert field_line(text) == line


@pytest.mark.parametrize("raw", sorted(set(BASES) - {"choice", "ref", "refs"}))
def test_every_plain_type_is_known(raw: str) -> None:
    line = field_line(f"x {raw}!")
    assert (line.raw, line.type.base, line.required) == (raw, BASES[raw], True)


@pytest.mark.parametrize(
    ("inner", "options"),
    [
        ("a,b", (Option("a", "a"), Option("b", "b"))),
        ("in Arbeit, fertig", (Option("in_arbeit", "in Arbeit"), Option("fertig", "fertig"))),
        ("new:申込, yes:成立", (Option("new", "申込"), Option("yes", "成立"))),
        ("申込,成立", (Option("申込", "申込"), Option("成立", "成立"))),
        ("Café, Thé", (Option("cafe", "Café"), Option("the", "Thé"))),
        ("mañana,noche", (Option("manana", "mañana"), Option("noche", "noche"))),
        ("1-2, 3+", (Option("1_2", "1-2"), Option("3", "3+"))),
    ],
)
def test_options_get_ids_from_their_words(inner: str, options: tuple[Option, ...]) -> None:
    assert field_line(f"state choice({inner})").options == options


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "cannot read ''"),
        ("name", "cannot read 'name'"),
        ("name txt", "cannot read 'name txt'"),
        ("1name text", "cannot read"),
        ("name text!!", "cannot read"),
        ("choice choice", "cannot read"),
        ("x ref", "cannot read"),
        ("x ref(a", "cannot read"),
        ("today date", "is a reserved word"),
        ("id text", "is a reserved word"),
        ("x text uniqe", "unknown flag 'uniqe'"),
        ("x text min", "unknown flag 'min'"),
        ("x text required", "unknown flag 'required'"),
        ("x num =1 =2", "default stands twice"),
        ("x num min 1 min 2", "minimum stands twice"),
        ("x text owned", "`owned` stands on a reference only"),
        ("x refs(a) owned", "`owned` stands on a reference only"),
        ("s choice(a,A)", "two options have the id a"),
        ("s choice(a,+)", "the option '+' has no letters"),
        ("s choice(" + ",".join(f"o{n}" for n in range(13)) + ")", "13 options"),
    ],
)
def test_a_line_that_means_nothing_says_why(text: str, fault: str) -> None:
    with pytest.raises(Fault) as caught:
        field_line(text)
    assert fault in caught.value.fault
    assert caught.value.repair


@pytest.mark.parametrize("flag", ["unique", "auto", "private", "min 1", "unit kg", "=3"])
def test_a_flag_behind_an_expression_is_told_where_it_belongs(flag: str) -> None:
    fault = late_flag(f"a * b {flag}")
    assert fault is not None
    assert flag in fault.fault
    assert "before `:=`" in fault.repair
    assert late_flag("a * unique_price") is None


@given(st.text(alphabet="name txtdatemoyrfchic(),!|:='’ \n\0é19", max_size=60))
def test_any_line_gives_a_field_or_one_fault(text: str) -> None:
    fault = fault_of(lambda: field_line(text))
    if fault is None:
        assert field_line(text).id.isidentifier()
        assert field_line(text).label
    else:
        assert fault.fault
        assert fault.repair
