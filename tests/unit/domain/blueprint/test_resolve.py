"""Linking: what compilers read has every value parsed, every name bound, every default in its place."""

from __future__ import annotations

import pytest

from lamplighter.domain.blueprint.app import (
    Add,
    App,
    As,
    Assignment,
    Check,
    Clock,
    CopyPair,
    Default,
    Delete,
    Do,
    DoGrant,
    Edit,
    ForStates,
    FromToday,
    Grant,
    Holds,
    MatchKey,
    Me,
    MeasureOf,
    Opening,
    Outcome,
    Own,
    Parameters,
    Part,
    Raw,
    RowNamed,
    RowsNamed,
    Sees,
    SortKey,
    TextTemplate,
    Visitor,
)
from lamplighter.domain.blueprint.resolve import resolved
from lamplighter.domain.blueprint.signature import Vocabulary
from lamplighter.domain.blueprint.tree import Base, Expression, Hop, Number, Path, Root, Text, Type

from .conftest import made

SHOP = {
    "settings": ["fee num =10", "until date"],
    "person": ["name text! unique", "phone phone", "team ref(person)"],
    "item": ["name text! unique", "price money!", "kind choice(hand,in work) =hand"],
    "order": [
        "nr text", "person ref(person)!", "state choice(draft,placed,shipped) =draft", "placed_on date",
        "start datetime", "ends datetime", "total money := sum(line.amount)", "due_on date", "note text",
    ],
    "line": ["order ref(order)! owned", "item ref(item)!", "qty int! =1 min 1", "price money",
             "amount money := qty * price"],
    "rate": ["zone text!", "up_to num!", "price money!"],
}  # fmt: skip
ROLES = [("boss", "", "all *"), ("clerk", "person", "see *")]
DEMO = {
    "person": ("name,team", ["Ana|", "Ben|Ana"]),
    "item": ("name,price", ["Drill|10", "Saw|5"]),
    "order": ("nr,person", ["A1|Ana"]),
    "line": ("order,item", ["A1|Drill", "#1|Saw"]),
}


def app_with(words: Vocabulary, use: str, on: str, with_: str) -> App:
    return resolved(made(entities=SHOP, rules=[("r", use, on, with_)], roles=ROLES), words)


def values(words: Vocabulary, use: str, on: str, with_: str) -> Parameters:
    return app_with(words, use, on, with_).rule("r").with_


def names(path: Path | None) -> list[str]:
    assert path is not None
    assert path.root is Root.ROW
    return [hop.field for hop in path.hops]


def test_a_flow_has_its_moves_and_what_holds_in_each_state(words: Vocabulary) -> None:
    found = values(
        words, "flow", "order",
        "field=state; moves=draft>placed>shipped, *>draft; who=placed: boss clerk | *: boss; "
        "when=placed: total > 0; stamp=placed: placed_on; lock=placed shipped: nr, line | draft: *",
    )  # fmt: skip
    assert names(found.path("field")) == ["state"]
    assert found.moves("moves") == (("draft", "placed"), ("placed", "shipped"), ("*", "draft"))
    assert found.states("who") == (ForStates(("placed",), roles=("boss", "clerk")), ForStates(("*",), roles=("boss",)))
    assert found.states("stamp") == (ForStates(("placed",), field="placed_on"),)
    assert found.states("lock") == (
        ForStates(("placed", "shipped"), fields=("nr",), children=("line",)),
        ForStates(("draft",), fields=("*",)),
    )
    condition = found.states("when")[0].condition
    assert condition is not None
    assert condition.source == "total > 0"
    assert condition.reads == {("order", "total")}


def test_parameters_left_out_have_their_defaults(words: Vocabulary) -> None:
    found = values(words, "booking", "order", "from=start; to=ends")
    assert found.word("what") == "all"
    assert found.word("mode") == "block"
    assert found.number("gap") == 0
    places = found.expression("places")
    assert places is not None
    assert places.tree == Number(1_000_000)
    assert not found.has("open")
    assert not found.has("where")
    loan = values(words, "loan", "order", "what=person; who=note; out=placed_on; back=due_on")
    assert loan.number("days") == 14_000_000
    assert not loan.has("due")
    assert values(words, "require", "line", "check=qty > 0").words("at") == ("save",)


def test_open_hours_are_spans_by_weekday(words: Vocabulary) -> None:
    found = values(
        words,
        "booking",
        "order",
        "from=start; minutes=60; open=mon-wed 08:00-12:00, mon 13:00-17:30, sat-sun 09:00-24:00",
    )
    assert found.opening("open") == Opening(
        {0: ((480, 720), (780, 1050)), 1: ((480, 720),), 2: ((480, 720),), 5: ((540, 1440),), 6: ((540, 1440),)}
    )
    over = values(words, "booking", "order", "from=start; minutes=60; open=fri-mon 08:00-09:00").opening("open")
    assert over is not None
    assert list(over.spans) == [0, 4, 5, 6]


def test_texts_know_their_paths(words: Vocabulary) -> None:
    found = values(words, "alert", "order", "when=total > 0; say='{nr}: {person.name}; call'; to=boss").template("say")
    assert found is not None
    assert found.source == "{nr}: {person.name}; call"
    assert isinstance(found.parts[0], Path)
    assert found.parts[1] == ": "
    assert isinstance(found.parts[2], Path)
    assert [hop.field for hop in found.parts[2].hops] == ["person", "name"]
    assert found.parts[3] == "; call"
    assert values(words, "alert", "order", "when=yes; say=Plain").template("say") == TextTemplate("Plain", ("Plain",))


def test_a_limit_groups_by_expressions(words: Vocabulary) -> None:
    found = values(words, "limit", "line", "max=order.total / 10; sum=qty; per=item, lower(item.name), -qty")
    assert [(key.expression.source, key.descending) for key in found.keys("per")] == [
        ("item", False), ("lower(item.name)", False), ("qty", True),
    ]  # fmt: skip
    assert names(found.path("sum")) == ["qty"]
    most = found.expression("max")
    assert most is not None
    assert most.type.base is Base.MONEY


def test_a_lookup_has_keys_and_copies(words: Vocabulary) -> None:
    found = values(
        words, "lookup", "line", "from=rate; match=zone=item.name, up_to>=qty; set=price=price; missing=refuse"
    )
    assert found.word("from") == "rate"
    assert [(key.field, key.operator, key.value.source) for key in found.matches("match")] == [
        ("zone", "=", "item.name"), ("up_to", ">=", "qty"),
    ]  # fmt: skip
    assert found.pairs("set") == (CopyPair("price", (Hop("rate", "price", Type(Base.MONEY)),)),)
    assert isinstance(found.matches("match")[0], MatchKey)
    assert found.word("missing") == "refuse"


def test_a_key_of_a_lookup_beside_a_text_is_an_option_or_a_name(words: Vocabulary) -> None:
    found = values(words, "lookup", "line", "from=item; match=kind='in work', name=order.person; set=price=price")
    kind, name = found.matches("match")
    assert kind.value.tree == Text("in_work", Type(Base.CHOICE))
    assert isinstance(name.value.tree, Path)
    assert [hop.field for hop in name.value.tree.hops] == ["order", "person", "name"]


def test_assignments_reach_the_row_referred_to(words: Vocabulary) -> None:
    found = values(words, "act", "line", "label=Go; set=qty=qty + 1, order.note='x', item.kind='in work'; ask=price")
    first, second, third = found.assignments("set")
    assert [[hop.field for hop in a.target] for a in (first, second, third)] == [
        ["qty"],
        ["order", "note"],
        ["item", "kind"],
    ]
    assert isinstance(first, Assignment)
    assert third.value.tree == Text("in_work", Type(Base.CHOICE))
    assert [names(path) for path in found.paths("ask")] == [["price"]]


def test_a_reference_written_to_a_text_writes_the_name(words: Vocabulary) -> None:
    (found,) = values(words, "act", "order", "label=Go; set=note=person").assignments("set")
    assert isinstance(found.value.tree, Path)
    assert [hop.field for hop in found.value.tree.hops] == ["person", "name"]


def test_a_star_is_every_stored_field(words: Vocabulary) -> None:
    found = values(words, "history", "line", "fields=*")
    assert [names(path)[0] for path in found.paths("fields")] == ["order", "item", "qty", "price"]
    assert values(words, "history", "line", "").paths("fields") == found.paths("fields")


def test_values_of_kinds_not_compiled_yet_are_kept_as_text(words: Vocabulary) -> None:
    assert values(words, "repeat", "order", "date=due_on; every=2 week").values["every"] == Raw("2 week")
    assert values(words, "poll", "line", "for=order; choice=item; who=visitor").values["who"] == Visitor()


def test_given_fields_have_their_type_label_and_prefix(words: Vocabulary) -> None:
    app = app_with(words, "due", "order", "date=due_on; as=pay")
    given = app.entities["order"].fields["pay_due_state"]
    assert (given.given_by, given.type, given.label, given.stored) == ("r", Type(Base.TEXT), "Due", False)
    assert app.rule("r").prefix == "pay_"
    blueprint = made(entities=SHOP, rules=[("r", "ledger", "line", "of=item; amount=price")], lang="de")
    ledger = resolved(blueprint, words)
    assert ledger.entities["item"].fields["balance"].type == Type(Base.MONEY)
    assert ledger.entities["line"].fields["running"].type == Type(Base.MONEY)


def test_labels_come_from_the_line_or_the_id(words: Vocabulary) -> None:
    lines = ["out_on date", "kg num | Gewicht", "größe num"]
    raw: dict[str, object] = {"id": "box", "label": "Kiste | Kisten | 📦", "fields": lines}
    plain: dict[str, object] = {"id": "tool_box", "label": "", "fields": ["name text"]}
    app = resolved(made(entities_raw=[raw, plain]), words)
    box, tool_box = app.entities["box"], app.entities["tool_box"]
    assert (box.one, box.many, box.icon, box.shown) == ("Kiste", "Kisten", "📦", "")
    assert [f.label for f in box.fields.values()] == ["Out on", "Gewicht", "Größe"]
    assert (tool_box.one, tool_box.many, tool_box.shown) == ("Tool box", "Tool boxes", "name")


@pytest.mark.parametrize(
    ("line", "default"),
    [
        ("x num =5", Default("value", 5_000_000)),
        ("x text =Main hall", Default("value", "Main hall")),
        ("x yesno =yes", Default("value", True)),
        ("x choice(a,in work) =in work", Default("value", "in_work")),
        ("x date =today", Default("today", 0)),
        ("x date =today+14", Default("today", 14)),
        ("x datetime =today+1 08:30", Default("today", 1, 510)),
        ("x datetime =now", Default("now", 0)),
        ("x date =2026-12-24", Default("value", "2026-12-24")),
        ("x num =settings.fee", Default("setting", "fee")),
        ("x ref(person) =me", Default("me")),
        ("x ref(person) =Ana", Default("row", "Ana")),
        ("x time =08:30", Default("value", "08:30")),
        ("x num", None),
    ],
)
def test_a_default_says_what_a_new_row_starts_with(line: str, default: Default | None, words: Vocabulary) -> None:
    app = resolved(made(entities={**SHOP, "item": [*SHOP["item"], line]}, roles=ROLES), words)
    assert app.entities["item"].fields["x"].default == default


def test_borders_are_numbers_days_or_words_about_today(words: Vocabulary) -> None:
    lines = ["a num min 1 max 2.5", "b date min today max today+30", "c date min 2026-01-01", "d datetime min now"]
    fields = resolved(made(entities={"x": ["name text!", *lines]}), words).entities["x"].fields
    assert [(fields[n].minimum, fields[n].maximum) for n in "abcd"] == [
        (1_000_000, 2_500_000), ("today", "today+30"), ("2026-01-01", None), ("now", None),
    ]  # fmt: skip


# -- roles


def role(words: Vocabulary, may: str, is_: str = "person") -> tuple[tuple[Grant, ...], tuple[DoGrant, ...]]:
    rules = [("go", "act", "order", "label=Go; ask=note"), ("run", "act", "line", "label=Run; ask=qty")]
    (plan,) = resolved(made(entities=SHOP, rules=rules, roles=[("clerk", is_, may)]), words).roles
    return plan.grants, plan.does


def own_path(words: Vocabulary, may: str) -> list[str]:
    grants, does = role(words, may)
    own = (grants[0].own if grants else does[0].own) or Own("none")
    assert own.by == "path"
    return [hop.field for hop in own.path.hops] if own.path else []


def test_everything_is_everything(words: Vocabulary) -> None:
    grants, does = role(words, "all *")
    assert grants == (Grant(("see", "add", "edit", "delete"), "*", None, None, None),)
    assert does == (DoGrant("*", None),)


def test_verbs_and_entities_may_share_a_part(words: Vocabulary) -> None:
    grants, does = role(words, "edit, see item(name, price), order; do go, run")
    assert grants == (
        Grant(("see", "edit"), "item", ("name", "price"), None, None),
        Grant(("see", "edit"), "order", None, None, None),
    )
    assert does == (DoGrant("go", None), DoGrant("run", None))


def test_own_follows_the_one_reference_or_the_path_named(words: Vocabulary) -> None:
    assert own_path(words, "see order own") == ["person"]
    assert own_path(words, "see line own order.person") == ["order", "person"]
    assert own_path(words, "do go own") == ["person"]
    assert role(words, "see person own team")[0][0].own is not None
    assert role(words, "see person own")[0][0].own == Own("self")
    assert role(words, "see item own")[0][0].own == Own("creator")
    assert role(words, "see item own", "")[0][0].own == Own("creator")


def test_where_of_a_right_may_speak_of_me(words: Vocabulary) -> None:
    condition = role(words, "see order own where person.phone = me.phone")[0][0].where
    assert isinstance(condition, Expression)
    assert ("person", "phone") in condition.reads


# -- example rows


def test_example_rows_are_numbered_and_their_references_sure(words: Vocabulary) -> None:
    app = resolved(made(entities=SHOP, demo=DEMO), words)
    lines = [row for row in app.demo if row.entity == "line"]
    assert [(row.number, row.values["order"], row.values["item"]) for row in lines] == [
        (1, RowNamed("order", "A1"), RowNamed("item", "Drill")),
        (2, RowNamed("order", "#1"), RowNamed("item", "Saw")),
    ]
    assert all(not row.keep for row in app.demo)


def test_ranges_multiply_with_the_left_one_slowest(words: Vocabulary) -> None:
    entities = {"seat": ["name text! unique", "row int!", "col int!"]}
    app = resolved(made(entities=entities, demo={"seat": ("name,row,col", ["S{n}|1..3|1..8"])}), words)
    assert len(app.demo) == 24
    assert app.demo[0].values == {"name": "S1", "row": 1_000_000, "col": 1_000_000}
    assert app.demo[8].values == {"name": "S9", "row": 2_000_000, "col": 1_000_000}
    assert app.demo[23].values == {"name": "S24", "row": 3_000_000, "col": 8_000_000}


def test_cells_are_typed_and_blank_ones_left_out(words: Vocabulary) -> None:
    entities = {"x": ["name text!", "day date", "many refs(x)", "on yesno"]}
    demo = {"x": ("name,day,many,on", ["a|today-3|b+c|yes", "b|||", "c|2026-01-02||no"])}
    first, second, third = resolved(made(entities=entities, demo=demo), words).demo
    assert first.values == {
        "name": "a",
        "day": FromToday(-3),
        "many": RowsNamed((RowNamed("x", "b"), RowNamed("x", "c"))),
        "on": True,
    }
    assert second.values == {"name": "b"}
    assert third.values == {"name": "c", "day": "2026-01-02", "on": False}


def test_a_row_is_found_by_other_texts_and_by_the_row_it_refers_to(words: Vocabulary) -> None:
    entities = {
        "person": ["name text!", "nick text"],
        "card": ["person ref(person)!", "level int"],
        "use": ["person ref(person)", "card ref(card)"],
    }
    demo = {
        "person": ("name,nick", ["Ana Webb|ann", "Ben|bb"]),
        "card": ("person,level", ["Ben|1", "Ana Webb|2"]),
        "use": ("person,card", ["ann|Ana Webb", "Ana|#1"]),
    }
    uses = [row for row in resolved(made(entities=entities, demo=demo), words).demo if row.entity == "use"]
    assert uses[0].values == {"person": RowNamed("person", "#1"), "card": RowNamed("card", "#2")}
    assert uses[1].values == {"person": RowNamed("person", "Ana"), "card": RowNamed("card", "#1")}


# -- checks


def check(text: str, words: Vocabulary) -> Check:
    rules = [("go", "act", "order", "label=Go; ask=note"), ("step", "flow", "order", "field=state; moves=draft>placed")]
    app = resolved(made(entities=SHOP, rules=rules, roles=ROLES, demo=DEMO, checks=[text]), words)
    return app.features[0].checks[0]


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("clock +3d", Clock(minutes=4320)),
        ("clock +2h", Clock(minutes=120)),
        ("clock +15m", Clock(minutes=15)),
        ("clock 18:30", Clock(minute_of_day=1110)),
        ("as clerk[Ana]", As("clerk", RowNamed("person", "Ana"))),
        ("as boss", As("boss")),
        ("as default", As("")),
        ("as public[b]", As("public", browser="b")),
        ("as public", As("public", browser="1")),
        ("add item name=Axe, price=3", Add("item", {"name": "Axe", "price": 3_000_000})),
        ("add order person=me", Add("order", {"person": Me()})),
        ("edit item[Dri] kind=in work", Edit(RowNamed("item", "Dri"), {"kind": "in_work"})),
        ("edit settings fee=2", Edit(RowNamed("settings", "#1"), {"fee": 2_000_000})),
        ("edit order[1] placed_on=blank", Edit(RowNamed("order", "#1"), {"placed_on": None})),
        ("delete line[#2]", Delete(RowNamed("line", "#2"))),
        ("go.run order[A1] note='x, y=z'", Do("go", "run", RowNamed("order", "A1"), {"note": "x, y=z"})),
        ("step.move order[A1] to=placed", Do("step", "move", RowNamed("order", "A1"), {"to": "placed"})),
    ],
)
def test_a_step_is_read(text: str, step: object, words: Vocabulary) -> None:
    found = check(f"{text}; go.run order[A1] => ok", words)
    assert found.steps[0] == step
    assert found.source == f"{text}; go.run order[A1] => ok"


@pytest.mark.parametrize(
    ("text", "expect"),
    [
        ("ok", Outcome("ok")),
        ("refused by note", Outcome("refused", "note")),
        ("warned by go", Outcome("warned", "go")),
        ("refused by may", Outcome("refused", "may")),
        ("sees order[A1].note", Sees("order", RowNamed("order", "A1"), "note")),
        ("cannot see line", Sees("line", None, "", can=False)),
    ],
)
def test_an_expectation_is_read(text: str, expect: object, words: Vocabulary) -> None:
    assert check(f"go.run order[A1] => {text}", words).expect == expect


def test_an_expectation_may_be_an_expression_over_rows(words: Vocabulary) -> None:
    found = check(
        "go.run order[A1] note=x => order[A1].note = 'x' and count(line where item = 'Saw') = 1", words
    ).expect
    assert isinstance(found, Holds)
    assert found.bound == (RowNamed("order", "A1"),)
    assert not found.still
    still = check("go.run order[A1] => still count(line) = 2", words).expect
    assert isinstance(still, Holds)
    assert still.still


# -- screens


def test_screens_have_columns_measures_and_parts(words: Vocabulary) -> None:
    screens = [
        ("all", "list", "line", "columns=item, item.price, qty * 2; sort=-qty, item; total=sum(amount); limit=5"),
        ("chart", "chart", "line", "by=item; value=count(all)"),
        ("rows", "chart", "line", "by=item; value=qty"),
        ("one", "detail", "order", "parts=line(item, item.price), chart"),
        ("paper", "print", "order", "parts=line; show=nr, qty; total=amount"),
        ("now", "today", "", ""),
    ]
    app = resolved(made(entities=SHOP, screens=screens), words)
    by_id = {screen.id: screen for screen in app.screens}
    listed = by_id["all"].with_
    assert [key.expression.source for key in listed.keys("columns")] == ["item", "item.price", "qty * 2"]
    assert [(key.expression.source, key.descending) for key in listed.keys("sort")] == [("qty", True), ("item", False)]
    assert isinstance(listed.keys("sort")[0], SortKey)
    total = listed.measure("total")
    assert total is not None
    assert total.function == "sum"
    assert by_id["chart"].with_.measure("value") == MeasureOf("count", None)
    each = by_id["rows"].with_.measure("value")
    assert each is not None
    assert each.function == "each"
    line, chart = by_id["one"].with_.parts("parts")
    assert (line.entity, line.via, len(line.columns)) == ("line", "order", 2)
    assert chart == Part("line", "order", (), "chart")
    shown = by_id["paper"].with_.keys("show")
    assert isinstance(shown[1].expression.tree, Path)
    assert shown[1].expression.tree.entity == "line"
    assert (by_id["now"].label, by_id["paper"].label) == ("Today", "Paper")
    assert resolved(made(screens=[("now", "today", "", "")], lang="de"), words).screens[0].label == "Heute"


def test_an_app_knows_what_it_is(words: Vocabulary) -> None:
    measures = [{"id": "m", "on": "item.added", "label": ""}]
    app = resolved(made(entities=SHOP, measures=measures), words)
    assert (app.id, app.name, app.lang, app.kind) == ("app", "App", "en", "static")
    assert [(m.id, m.on, m.label) for m in app.measures] == [("m", "item.added", "M")]
    assert app.derived_order == (("line", "amount"), ("order", "total"))
    with pytest.raises(StopIteration):
        app.rule("nothing")
