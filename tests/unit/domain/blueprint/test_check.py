"""The checker: every fault is found and told with its place, what is wrong and how to mend it."""

from __future__ import annotations

import msgspec
import pytest

from lamplighter.domain.blueprint.check import Problem, problems
from lamplighter.domain.blueprint.model import Blueprint
from lamplighter.domain.blueprint.resolve import resolved
from lamplighter.domain.blueprint.signature import Vocabulary
from lamplighter.domain.findings import Severity

from .conftest import Make, made

SHOP: dict[str, list[str]] = {
    "settings": ["fee num =10", "hall text =Main hall"],
    "person": ["name text! unique", "phone phone", "pay money"],
    "item": ["name text! unique", "price money! min 0", "stock int =0", "kind choice(hand,power)", "photo photo"],
    "order": [
        "nr text", "person ref(person)!", "state choice(draft,placed,shipped,void) =draft", "placed_on date",
        "due_on date", "total money := sum(line.amount)", "start datetime", "ends datetime",
    ],
    "line": ["order ref(order)! owned", "item ref(item)!", "qty int! =1 min 1", "price money",
             "amount money := qty * price"],
    "rate": ["zone text!", "up_to num!", "price money!"],
}  # fmt: skip


def found(blueprint: Blueprint, words: Vocabulary) -> list[Problem]:
    return [p for p in problems(blueprint, words) if p.severity is Severity.ERROR]


def test_the_shop_the_faults_are_put_into_is_faultless(words: Vocabulary) -> None:
    assert found(made(entities=SHOP), words) == []


FIELDS = [
    ("x text uniqe", "field 'x'", "unknown flag 'uniqe'", "flags: unique"),
    ("x txt", "field 'x'", "cannot read 'x txt'", "types: text long"),
    ("where text", "field 'where'", "is a reserved word", "where_x"),
    ("name text", "field 'name'", "stands twice", "rename one"),
    ("x ref(persn)", "field 'x'", "points to unknown entity 'persn'", "did you mean person?"),
    ("x num := price * price", "field 'x'", "money * money has no meaning", "same type"),
    ("x date := price", "field 'x'", "derived gives money, the field is a date", "declare it money"),
    ("x num := stock unique", "field 'x'", "'unique' stands behind the expression", "before `:=`"),
    ("x num := nope", "field 'x'", "item has no field 'nope'", "known: name, price"),
    ("x num := pric + 1", "field 'x'", "item has no field 'pric'", "did you mean price?"),
    ("x num =5 := stock", "field 'x'", "has a default and an expression", "keep one"),
    ("x num auto := stock", "field 'x'", "is derived and `auto`", "drop auto"),
    ("x text where name = 'a'", "field 'x'", "`where` narrows a reference only", "`require` rule"),
    ("x ref(person) where nope", "field 'x'", "person has no field 'nope'", "known: name"),
    ("x ref(person) where name", "field 'x'", "'name' is a text", "it must be yes/no"),
    ("x text min 3", "field 'x'", "min 3 does not fit a text", "numbers and dates only"),
    ("x num min a", "field 'x'", "min a does not fit", "a number like 12"),
    ("x date max 3", "field 'x'", "max 3 does not fit", "today, today-3"),
    ("x num min 5 max 3", "field 'x'", "min is larger than max", "swap them"),
    ("x num =many", "field 'x'", "default =many does not fit a number", "a number like 12"),
    ("x yesno =true", "field 'x'", "default =true does not fit yes/no", "yes or no"),
    ("x choice(a,b) =c", "field 'x'", "default =c does not fit a choice", "known: a, b"),
    ("x ref(person) =me", "field 'x'", "=me needs a reference to the entity that signs in", "signs in: nobody"),
    ("x num =settings.nope", "field 'x'", "settings has no field 'nope'", "known: fee, hall"),
    ("x num =settings.hall", "field 'x'", "=settings.hall is a text, the field is a number", "name a setting"),
    ("x money =settings.fee.x", "field 'x'", "settings.fee is a number", "only a reference"),
    ("x ref(person) =today", "field 'x'", "=today is no row", "=me or the shown name"),
    ("x text =kind.name", "field 'x'", "a default cannot follow a reference", "`lookup` rule"),
    ("x num := sum(line.nope)", "field 'x'", "line has no field 'nope'", "known: order, item"),
    ("x num := count(order)", "field 'x'", "order refers to item 0 times", "count(all order"),
    ("x num := " + "(" * 1000 + "1" + ")" * 1000, "field 'x'", "is too long", "derived fields"),
    ("x num := " + "(" * 45 + "1" + ")" * 45, "field 'x'", "is nested too deeply", "derived fields"),
]


@pytest.mark.parametrize(("line", "place", "fault", "repair"), FIELDS, ids=[row[0][:40] for row in FIELDS])
def test_a_faulty_field_is_told(line: str, place: str, fault: str, repair: str, words: Vocabulary) -> None:
    blueprint = made(entities={**SHOP, "item": [*SHOP["item"], line]})
    told = found(blueprint, words)
    assert any(place in p.place and fault in p.fault and repair in p.repair for p in told), [str(p) for p in told]


def rule(use: str, on: str, with_: str) -> list[tuple[str, str, str, str]]:
    return [("r", use, on, with_)]


RULES = [
    ("flo", "order", "field=state", "", "unknown construct 'flo'", "did you mean flow?"),
    ("flow", "ordr", "field=state", "", "unknown entity 'ordr'", "did you mean order?"),
    ("flow", "order", "field=state", "", "missing moves", "write moves=…"),
    ("flow", "order", "field=nr; moves=a>b", "field", "nr is a text", "it must be a choice"),
    (
        "flow",
        "order",
        "field=state; moves=draft>nope",
        "moves",
        "'nope' is not an option of order.state",
        "known: draft",
    ),
    ("flow", "order", "field=state; moves=draft", "moves", "cannot read 'draft'", "a>b>c, *>x"),
    ("flow", "order", "field=state; moves=draft>*", "moves", "cannot read 'draft>*'", "a>b>c, *>x"),
    ("flow", "order", "field=state; moves=draft>placed; who=placed: bos", "who", "unknown role 'bos'", "known: none"),
    ("flow", "order", "field=state; moves=draft>placed; who=placed", "who", "cannot read 'placed'", "state: …"),
    ("flow", "order", "field=state; moves=draft>placed; when=placed: total", "when", "'total' is money", "yes/no"),
    (
        "flow",
        "order",
        "field=state; moves=draft>placed; when=nope: total > 0",
        "when",
        "'nope' is not an option",
        "known",
    ),
    (
        "flow",
        "order",
        "field=state; moves=draft>placed; stamp=placed: nr",
        "stamp",
        "nr is a text",
        "a date or a date with",
    ),
    (
        "flow",
        "order",
        "field=state; moves=draft>placed; stamp=placed: total",
        "stamp",
        "total is derived",
        "only stored",
    ),
    (
        "flow",
        "order",
        "field=state; moves=draft>placed; lock=placed: nope",
        "lock",
        "'nope' is no field of order",
        "line",
    ),
    ("due", "order", "date=due_on; soon=many", "soon", "'many' is not a number", "write one like 3"),
    ("due", "order", "date=nr", "date", "'nr' is a text", "it must be a date or a date with time"),
    ("due", "order", "date=due_on; done=total", "done", "'total' is money", "it must be yes/no"),
    ("due", "order", "date=due_on; date=due_on", "", "date stands twice", "keep one"),
    ("due", "order", "dat=due_on", "", "unknown parameter 'dat'", "did you mean date?"),
    ("due", "order", "due_on", "", "no `name=` before 'due_on'", "key=value"),
    ("due", "order", "date=", "date", "is empty", "leave it out or write"),
    ("alert", "order", "when=total > 0; say={nope} is late", "say", "{nope}: order has no field 'nope'", "known: nr"),
    ("alert", "order", "when=total > 0; say={person.nope}", "say", "person has no field 'nope'", "known: name"),
    ("alert", "order", "when=total > 0; say={a b}", "say", "{a b} is no path", "write {field}"),
    ("alert", "order", "when=total > 0; say={today}", "say", "{today} is no field", "write {field}"),
    ("alert", "order", "when=total > 0; say=x; to=bos", "to", "unknown role 'bos'", "known: none"),
    ("alert", "order", "when=state = placed; say=x", "when", "'placed' is no field of order", "state = 'placed'"),
    ("booking", "order", "what=person; from=start", "", "needs exactly one of to and minutes", "to=…"),
    ("booking", "order", "what=person; from=start; to=ends; minutes=60", "", "needs exactly one of to and minutes", ""),
    ("booking", "order", "what=nr; from=start; minutes=60", "what", "nr is a text", "it must be a reference"),
    (
        "booking",
        "order",
        "what=all; from=placed_on; minutes=60",
        "",
        "open and minutes need a date with time",
        "to=last_day + 1",
    ),
    ("booking", "order", "what=all; from=start; to=due_on", "", "from is a date with time, to is a date", "same type"),
    (
        "booking",
        "order",
        "from=start; minutes=60; open=mo-fr 8-18",
        "open",
        "cannot read 'mo-fr 8-18'",
        "mon-fri 08:00",
    ),
    ("booking", "order", "from=start; minutes=60; open=mon 18:00-08:00", "open", "cannot read", "mon-fri"),
    ("booking", "order", "from=start; minutes=60; mode=maybe", "mode", "'maybe' is no choice here", "block, warn"),
    ("booking", "order", "from=start; minutes=60; places=nr", "places", "'nr' is a text", "it must be a number"),
    ("loan", "order", "what=person; who=nr; out=placed_on; back=placed_on", "", "name the same", "they must differ"),
    (
        "loan",
        "order",
        "what=person.name; who=nr; out=placed_on; back=due_on",
        "what",
        "order has no field 'person.name'",
        "known: nr",
    ),
    (
        "loan",
        "order",
        "what=person; who=nr; out=placed_on; back=total",
        "back",
        "total is derived",
        "only stored fields",
    ),
    ("limit", "line", "max=nr", "max", "line has no field 'nr'", "known: order"),
    ("limit", "line", "max=order.nr", "max", "'order.nr' is a text", "it must be money or a number"),
    ("limit", "line", "max=3; sum=item", "sum", "item is a reference to item", "money or a number"),
    ("limit", "line", "max=3; sum=item.price", "sum", "a path cannot stand here", "name a field of line"),
    ("limit", "line", "max=3; per=item, nope", "per", "line has no field 'nope'", "known: order"),
    ("limit", "line", "max=3; where=qty", "where", "'qty' is a number", "it must be yes/no"),
    ("require", "line", "check=qty > 0; at=sav", "at", "'sav' is no moment", "save, add, edit, delete"),
    ("require", "line", "check=qty > 0; at=r.run", "at", "'r.run' is no moment", "actions:"),
    ("require", "line", "check=old.qty", "check", "'old.qty' is a number", "it must be yes/no"),
    ("require", "line", "check=qty > 0; not_for=bos", "not_for", "unknown role 'bos'", "known: none"),
    ("lookup", "line", "from=rat; match=zone=item.name; set=price=price", "from", "unknown entity 'rat'", "mean rate?"),
    (
        "lookup",
        "line",
        "from=rate; match=zon=item.name; set=price=price",
        "match",
        "rate has no field 'zon'",
        "mean zone?",
    ),
    (
        "lookup",
        "line",
        "from=rate; match=zone=qty; set=price=price",
        "match",
        "rate.zone is a text, 'qty' is a number",
        "",
    ),
    (
        "lookup",
        "line",
        "from=rate; match=zone>=item.name, up_to>=qty; set=price=price",
        "match",
        "two bands",
        "at most",
    ),
    ("lookup", "line", "from=rate; match=zone; set=price=price", "match", "cannot read 'zone'", "key=expression"),
    (
        "lookup",
        "line",
        "from=rate; match=zone=item.name; set=price=zone",
        "set",
        "price is money, rate.zone is a text",
        "",
    ),
    ("lookup", "line", "from=rate; match=zone=item.name; set=amount=price", "set", "amount is derived", "only stored"),
    (
        "lookup",
        "line",
        "from=rate; match=zone=item.name; set=price",
        "set",
        "cannot read 'price'",
        "field=field of from",
    ),
    ("lookup", "rate", "from=rate; match=zone=zone; set=price=price", "", "looks up its own entity", "price or rate"),
    ("number", "order", "field=nr; form={yyyy}", "form", "needs exactly one counter", "{0000}"),
    ("number", "order", "field=nr; form={000}-{yyy}", "form", "needs exactly one counter", "{0000}"),
    ("number", "order", "field=state; form={000}", "field", "state is a choice", "a number or a text"),
    ("number", "order", "field=nr; form={000}; per=week", "per", "'week' is no choice here", "year, day, none"),
    ("csv", "item", "in=name, nope", "in", "item has no field 'nope'", "known: name"),
    ("csv", "line", "in=item, amount", "in", "amount is derived", "only stored fields"),
    ("csv", "item", "in=name; key=price", "", "key: price is not in `in`", "add it there"),
    ("csv", "item", "in=name; out=xls", "out", "'xls' is no format", "csv, json, ics, history"),
    ("csv", "item", "key=name", "", "needs one of in, out", "write in=…"),
    ("history", "item", "fields=name, nope", "fields", "item has no field 'nope'", "known: name"),
    ("act", "order", "label=Go", "", "needs one of set, add, ask", "write set=…"),
    ("act", "order", "label=Go; set=nr", "set", "cannot read 'nr'", "field=expression"),
    ("act", "order", "label=Go; set=total=1", "set", "total is not written by hand", "only stored fields"),
    ("act", "order", "label=Go; set=nr=1", "set", "nr is a text, the value is a number", "same type"),
    ("act", "order", "label=Go; set=state='nope'", "set", "'nope' is not an option of state", "known: draft"),
    ("act", "order", "label=Go; set=person.name='x', person.name='y'", "set", "person.name is set twice", "keep one"),
    ("act", "order", "label=Go; add=nope", "add", "unknown entity 'nope'", "known: settings"),
    ("act", "order", "label=Go; ask=total", "ask", "total is derived", "only stored fields"),
    ("act", "order", "label=Go {nope}; ask=nr", "label", "{nope}: order has no field", "known"),
    ("act", "line", "label=Go; set=order.person.name='x'", "set", "lies on another row", "name a field of line"),
    (
        "queue",
        "order",
        "state=state; waiting=draft; calling=draft; done=void; by=created",
        "",
        "name the same",
        "differ",
    ),
    (
        "queue",
        "order",
        "state=state; waiting=nope; calling=placed; done=void; by=created",
        "waiting",
        "'nope' is not",
        "",
    ),
    ("queue", "order", "state=state; waiting=draft; calling=placed; done=void; by=-nope", "by", "no field 'nope'", ""),
    (
        "queue",
        "order",
        "state=state; waiting=draft; calling=placed; done=void; by=nr; count=settings.hall",
        "count",
        "settings.hall is not a number",
        "number of the settings",
    ),
    ("ledger", "line", "of=item; amount=qty; floor=item.name", "floor", "'item.name' is a text", "money or a number"),
    ("signup", "line", "for=item; places=item.stock; who=nope", "who", "line has no field 'nope'", "known"),
    (
        "split",
        "line",
        "amount=price; among=item; payer=order",
        "",
        "payer and among must be the same entity",
        "both item",
    ),
    ("split", "line", "amount=price; among=item; settle=order", "", "settle needs settle_from", "settle_from=…"),
    ("split", "line", "amount=price; among=item; by=nope", "by", "item has no field 'nope'", "known"),
    ("streak", "line", "date=order", "date", "order is a reference to order", "a date or"),
    ("streak", "order", "date=placed_on; unit=row", "", "unit=row needs where", "where=the condition"),
    ("score", "line", "points=qty", "", "needs exactly one of for and sides", "for=…"),
    ("score", "line", "for=item; points=qty; period=week", "", "period needs date", "date=…"),
    ("score", "line", "sides=item:qty", "sides", "cannot read 'item:qty'", "home:goals"),
    ("score", "line", "sides=item:qty, qty:item", "sides", "qty is not a reference", "the two that play"),
    ("score", "line", "for=item; points=qty; ties=nope", "ties", "item has no field 'nope'", "known"),
    ("poll", "line", "for=order; choice=qty; who=visitor", "choice", "qty is a number", "a choice or a reference"),
    ("practice", "item", "ask=name; answer=name", "", "name the same", "they must differ"),
    ("practice", "item", "ask=name; answer=name; intervals=4,2", "intervals", "do not rise", "1,2,4,8"),
    ("practice", "item", "ask=name; answer=name; intervals=a", "intervals", "are no days", "1,2,4,8"),
    ("practice", "item", "ask=name; answer=name; per=x", "per", "needs log", "give log too"),
    ("assign", "line", "field=item", "", "warn and block need from and to", "mode=least"),
    ("assign", "line", "field=item; mode=draw", "", "draw needs a reference to its own entity", "item ref(line)"),
    ("assign", "line", "field=item; mode=least; need=2", "", "need works on refs only", "refs(…)"),
    ("assign", "line", "field=item; mode=least; away=holiday a b", "away", "unknown entity 'holiday'", "known"),
    ("assign", "line", "field=item; mode=least; away=order", "away", "cannot read 'order'", "entity field field"),
    ("assign", "line", "field=item; mode=least; people=price", "people", "'price' is money", "it must be yes/no"),
    (
        "classify",
        "line",
        "set=qty; text=item; from=rate; contains=zone; value=price",
        "text",
        "item is a reference",
        "",
    ),
    ("classify", "order", "set=placed_on; text=nr; from=rate; contains=zone; value=price", "", "value gives money", ""),
    ("make", "order", "into=line; label=Go; set=order=this", "", "set leaves item of line empty", "add item=…"),
    (
        "make",
        "order",
        "into=line; set=order=this, item=first(all item)",
        "",
        "needs one of label, when, many",
        "label=…",
    ),
    (
        "make",
        "order",
        "into=line; label=Go; set=order=nr, item=first(all item)",
        "set",
        "order is a reference to order",
        "",
    ),
    ("make", "order", "into=nope; label=Go; set=a=1", "into", "unknown entity 'nope'", "known"),
    (
        "make",
        "order",
        "into=line; label=Go; each=item; set=order=this, item=each",
        "each",
        "item does not refer to order",
        "child of reference",
    ),
    ("pick", "order", "from=item; by=nope", "by", "item has no field 'nope'", "known"),
    ("pick", "order", "from=item; by=random; where=price", "where", "'price' is money", "yes/no"),
    ("pick", "order", "from=item; by=random; set=nope=1", "set", "item has no field 'nope'", "known"),
    ("timer", "order", "from=start; to=start", "", "name the same", "they must differ"),
    ("timer", "order", "from=placed_on; to=ends", "from", "placed_on is a date", "a date with time"),
    ("share", "order", "show=nope", "show", "order has no field 'nope'", "known"),
    ("share", "order", "show=nr; parts=item(name)", "parts", "item does not refer to order", "refer to it: line"),
    ("share", "order", "show=nr; parts=line(nope)", "parts", "line has no field 'nope'", "known"),
    ("share", "order", "show=nr; do=nope", "do", "unknown rule 'nope'", "known"),
    ("repeat", "order", "date=due_on; every=often", "every", "cannot read 'often'", "2 week"),
    ("repeat", "order", "date=due_on; every=1 week; ahead=many", "ahead", "'many' is no number", "whole number"),
    ("repeat", "order", "date=due_on; every=1 week; copy=total", "copy", "total is derived", "only stored"),
    ("expire", "order", "do=delete", "", "needs one of after, where", "after=…"),
    ("expire", "order", "after=due_on; do=forget", "do", "'forget' does nothing known", "write delete"),
    ("expire", "order", "after=due_on; do=set total=1", "do", "total is not written by hand", "only stored"),
    ("due", "order", "date=due_on; as=1x", "as", "'1x' cannot begin a name", "write an identifier"),
]


@pytest.mark.parametrize(
    ("use", "on", "with_", "key", "fault", "repair"), RULES, ids=[f"{r[0]}: {r[2][:50]}" for r in RULES]
)
def test_a_faulty_rule_is_told(
    use: str, on: str, with_: str, key: str, fault: str, repair: str, words: Vocabulary
) -> None:
    told = found(made(entities=SHOP, rules=rule(use, on, with_)), words)
    place = f"rule r ({use})" + (f", {key}" if key else "")
    hits = [p for p in told if p.place == place and fault in p.fault and repair in p.repair]
    assert hits, [str(p) for p in told]


SCREENS = [
    ("lst", "item", "", "", "unknown type 'lst'", "did you mean list?"),
    ("list", "itm", "", "", "of: unknown entity 'itm'", "did you mean item?"),
    ("list", "item", "columns=name, nope", "columns", "item has no field 'nope'", "known: name"),
    ("list", "item", "sort=-nope", "sort", "item has no field 'nope'", "known"),
    ("list", "item", "total=sum(name)", "total", "'name' is a text", "money or a number"),
    ("list", "item", "total=count(name)", "total", "counts rows, not fields", "count(all)"),
    ("list", "item", "total=sum", "total", "measures nothing", "sum(x)"),
    ("list", "item", "search=nope", "search", "item has no field 'nope'", "known"),
    ("list", "item", "limit=x", "limit", "'x' is not a number", "like 3"),
    ("list", "item", "role=boss", "role", "unknown role 'boss'", "known: none"),
    ("list", "item", "colums=name", "", "unknown parameter 'colums'", "did you mean columns?"),
    ("board", "item", "show=name", "", "missing by", "write by=…"),
    ("board", "item", "by=price", "by", "price is money", "a reference"),
    ("calendar", "order", "date=nr", "date", "'nr' is a text", "a date or"),
    ("chart", "item", "by=kind", "", "missing value", "write value=…"),
    ("chart", "item", "by=kind; value=name", "value", "'name' is a text", "money or a number"),
    ("chart", "item", "by=kind; value=count(all); kind=pi", "kind", "'pi' is no choice here", "bar, line, pie"),
    ("detail", "order", "parts=item(name)", "parts", "item does not refer to order", "refer to it: line"),
    ("detail", "order", "parts=history", "parts", "no history is kept of order", "`history` rule"),
    ("detail", "order", "parts=line(nope)", "parts", "line has no field 'nope'", "known"),
    ("print", "order", "parts=line; show=nope", "show", "order has no field 'nope'", "known"),
    ("print", "order", "layout=a4", "layout", "'a4' is no choice here", "sheet, letter"),
    ("print", "order", "file={nope}", "file", "{nope}: order has no field", "known"),
    ("plan", "order", "rows=person; from=start", "", "needs exactly one of to and minutes", "to=…"),
    ("plan", "order", "rows=nr; from=start; to=ends", "rows", "nr is no reference", "known: person"),
    ("public", "item", "sort=name", "", "needs one of show, form", "show=…"),
    ("grid", "item", "x=name; y=stock", "x", "'name' is a text", "it must be a number"),
]


@pytest.mark.parametrize(
    ("type_", "of", "with_", "key", "fault", "repair"), SCREENS, ids=[f"{r[0]}: {r[2]}" for r in SCREENS]
)
def test_a_faulty_screen_is_told(
    type_: str, of: str, with_: str, key: str, fault: str, repair: str, words: Vocabulary
) -> None:
    told = found(made(entities=SHOP, screens=[("s", type_, of, with_)]), words)
    place = f"screen s ({type_})" + (f", {key}" if key else "")
    assert any(p.place == place and fault in p.fault and repair in p.repair for p in told), [str(p) for p in told]


def test_a_print_screen_takes_names_of_its_first_part(words: Vocabulary) -> None:
    screens = [("s", "print", "order", "parts=line; show=nr, person, qty, amount; total=amount")]
    assert found(made(entities=SHOP, screens=screens), words) == []


PEOPLE = {**SHOP, "person": [*SHOP["person"], "boss ref(person)"], "order": [*SHOP["order"], "seller ref(person)"]}
MAY = [
    ("see ordr", "unknown entity 'ordr'", "did you mean order?"),
    ("look at order", "cannot read 'look at order'", "write `see|add ENTITY"),
    ("see", "cannot read 'see'", "write `see|add ENTITY"),
    ("see order(nope)", "order has no field 'nope'", "known: nr"),
    ("see order own", "own: order refers to person 2 times", "own person or own seller"),
    ("see order own nr", "own nr ends at a text", "it must end at a reference to person"),
    ("see order where nr", "'nr' is a text", "it must be yes/no"),
    ("see order where nope = 1", "order has no field 'nope'", "known"),
    ("see * own", "`*` takes no fields, own or where", "name the entities"),
    ("do nope", "unknown rule 'nope'", "known: go"),
    ("do go.nope", "go has no action 'nope'", "known: run"),
    ("do go own nr", "own nr ends at a text", "it must end at a reference to person"),
    ("do * own", "`do *` takes no own", "name the rules"),
    ("add line; see item", "may add line but cannot see order, so its order cannot be picked", "add `see order`"),
    ("see order; see person where role = 'bos'", "unknown role 'bos'", "did you mean boss?"),
    ("all", "cannot read 'all'", "`all *`"),
]


@pytest.mark.parametrize(("may", "fault", "repair"), MAY, ids=[row[0] for row in MAY])
def test_a_faulty_right_is_told(may: str, fault: str, repair: str, words: Vocabulary) -> None:
    rules = [("go", "act", "order", "label=Go; ask=nr")]
    told = found(made(entities=PEOPLE, rules=rules, roles=[("boss", "person", may)]), words)
    assert any(p.place == "role boss, may" and fault in p.fault and repair in p.repair for p in told), told


@pytest.mark.parametrize(
    ("role", "fault"),
    [
        ({"id": "public", "is": "person"}, "public has no account"),
        ({"id": "guest", "join": "self"}, "join=self needs `is`"),
        ({"id": "boss", "is": "person", "join": "self", "may": "all *"}, "anybody could make themselves boss"),
        ({"id": "boss", "is": "nobody"}, "is: unknown entity 'nobody'"),
    ],
)
def test_a_role_that_cannot_join_is_told(role: dict[str, str], fault: str, make: Make, words: Vocabulary) -> None:
    row = {"id": "x", "label": "", "is": "", "may": "see item", "join": "", **role}
    told = found(make(entities=SHOP, kind="web", roles_raw=[row]), words)
    assert any(fault in p.fault and p.repair for p in told), [str(p) for p in told]


def test_a_static_app_has_no_roles(words: Vocabulary) -> None:
    told = found(made(roles=[("boss", "", "all *")], kind="static"), words)
    assert [str(p) for p in told] == ["kind: a static app has no roles. set kind to web (or desktop), or empty `roles`"]


# -- example rows, features, measures, the whole


DEMO = [
    ("itm", "name", ["x"], "unknown entity 'itm'", "did you mean item?"),
    ("item", "name,prise", ["x|1"], "no field 'prise'", "did you mean price?"),
    ("item", "name", ["x"], "required price has no column", "add it"),
    ("item", "name,price", ["x"], "1 cells for 2 columns", "part cells by |"),
    ("item", "name,price", ["x|1|2"], "3 cells for 2 columns", "part cells by |"),
    ("item", "name,price", ["x|cheap"], "price: 'cheap' does not fit", "a number like 12"),
    ("item", "name,price", ["|1"], "", ""),
    ("item", "name,price,kind", ["x|1|paper"], "kind: 'paper' is not an option of kind", "known: hand, power"),
    ("item", "name,price,name", ["x|1|y"], "a column stands twice", "keep one"),
    ("line", "order,item,amount", ["#1|x|2"], "amount is derived", "leave the column out"),
    ("line", "order,item", ["#1|Nothing"], "no order is called '#1'", "or #number"),
    ("item", "name,price", ["I{n}|1..600"], "more than 500 rows", "smaller ranges"),
    ("item", "name,price", ["I{n}|9..1"], "a range runs backwards", "smaller number first"),
    ("item", "name,price", ["I|blank"], "price is required and blank", "fill the cell"),
    ("item", "name,price", ["I|1", "I|2"], "is used already and must be unique", "change the cell"),
    ("item", "name,price", ["I|-1"], "-1 is below min 0", "change the cell"),
    ("settings", "fee", ["1", "2"], "has more than one row", "exactly one row"),
]


@pytest.mark.parametrize(("of", "cols", "rows", "fault", "repair"), DEMO, ids=[f"{r[0]}: {r[2]}"[:50] for r in DEMO])
def test_a_faulty_example_row_is_told(
    of: str, cols: str, rows: list[str], fault: str, repair: str, words: Vocabulary
) -> None:
    told = found(made(entities=SHOP, demo={of: (cols, rows)}), words)
    if not fault:
        assert told == []
        return
    assert any(p.place.startswith(f"demo {of}") and fault in p.fault and repair in p.repair for p in told), told


STOCKED: dict[str, tuple[str, list[str]]] = {
    "person": ("name", ["Ana", "Ben"]),
    "item": ("name,price", ["Drill|10", "Saw|5"]),
    "order": ("nr,person", ["A1|Ana"]),
    "line": ("order,item,qty", ["A1|Drill|2"]),
}
CHECKS = [
    ("add item name=x, price=1", "has no =>", "write steps => expectation"),
    ("nonsense => ok", "cannot read step 'nonsense'", "write add, edit, delete, as, clock or rule.action"),
    ("go.rum order[A1] => ok", "cannot read step", "actions: go.run"),
    ("add itm name=x => ok", "unknown entity 'itm'", "did you mean item?"),
    ("add item nam=x, price=1 => ok", "add takes no 'nam'", "did you mean name?"),
    ("add item name, price=1 => ok", "cannot read", "name=value"),
    ("add item name=x, price=cheap => ok", "price=cheap: 'cheap' does not fit", "a number like 12"),
    ("add item name=x, name=y, price=1 => ok", "name stands twice", "keep one"),
    ("add item[Drill] price=1 => ok", "a row to add has no name yet", "write add item"),
    ("add line order=Z9, item=Drill => ok", "no order is called 'Z9'", "or its number"),
    ("add settings fee=1 => ok", "settings has exactly one row", "write edit settings"),
    ("edit item price=1 => ok", "which item?", "write edit item[name]"),
    ("edit item[Dril] price=1; edit item[Nope] price=2 => ok", "no item is called 'Nope'", "known: Drill, Saw"),
    ("edit line[1] amount=1 => ok", "edit takes no 'amount'", "known: order"),
    ("delete item[Saw] now => ok", "delete takes no 'now'", "write delete item[name]"),
    ("go.run => ok", "which order?", "write go.run order[name]"),
    ("go.run item[Saw] => ok", "go stands on order, not item", "write go.run order[name]"),
    ("go.run order[A1] item=x => ok", "go.run takes no 'item'", "known: nr"),
    ("as boss => ok", "cannot read 'as boss'", "write as ROLE"),
    ("clock +2x; go.run order[A1] => ok", "cannot read 'clock +2x'", "clock +3d"),
    ("clock 25:00; go.run order[A1] => ok", "cannot read", "18:30"),
    ("clock +1d => ok", "ok, but nothing is tried", "add a step before =>"),
    (" => refused", "refused, but nothing is tried", "add a step before =>"),
    ("go.run order[A1] => refused by nope", "by 'nope' is no rule, field or may", "known: go"),
    ("go.run order[A1] => sees itm", "unknown entity 'itm'", "did you mean item?"),
    ("go.run order[A1] => sees item[Drill].nope", "item has no field 'nope'", "known"),
    ("go.run order[A1] => order[A1].nr", "is a text", "write a comparison"),
    ("go.run order[A1] => 1 = 1", "speaks of no row", "write entity[name].field"),
    ("go.run order[A1] => order[Z9].nr = 'x'", "no order is called 'Z9'", "known: A1"),
    ("go.run order[A1] => nr = 'x'", "stands on no row", "write entity[name].field"),
    ("go.run order[A1] => order[A1].nope = 1", "order has no field 'nope'", "known: nr"),
    ("go.run order[A1] => count(item) = 2", "is true before the steps", "write `still …`"),
    ("go.run order[A1] => still count(item) = 3", "does not hold before the steps", "leave `still` out"),
    ("add item name=x => ok", "adds item without its required price", "add price=…"),
    ("add item name=x; go.run order[A1] => refused", "adds item without its required price", "add price=…"),
]


@pytest.mark.parametrize(("check", "fault", "repair"), CHECKS, ids=[row[0] for row in CHECKS])
def test_a_faulty_check_is_told(check: str, fault: str, repair: str, words: Vocabulary) -> None:
    rules = [("go", "act", "order", "label=Go; ask=nr")]
    told = found(made(entities=SHOP, rules=rules, demo=STOCKED, checks=[check]), words)
    assert any(p.place == "feature f, check 1" and fault in p.fault and repair in p.repair for p in told), told


GOOD_CHECKS = [
    "add item name=x, price=1 => ok",
    "add item name=x, price=1 => item[x].price = 1",
    "add item name=x => refused by price",
    "edit item[Dr] price=3 => item[Drill].price = 3",
    "edit settings fee=12 => settings.fee = 12",
    "go.run order[#1] nr=B2 => order[B2].nr = 'B2'",
    "clock +3d; clock 18:30; go.run order[A1] => ok",
    "delete line[1] => count(line) = 0",
    "add item name='a, b=c', price=1 => ok",
    "edit item[Saw] price=9 => still count(item where price > 1) = 2",
    "add line order=A1, item=Saw => sum(line.qty) = 3",
    "edit order[A1] placed_on=blank => still count(order) = 1",
    "edit person[Ana] name=Zoe => person[Zoe].name = 'Zoe'",
]


@pytest.mark.parametrize("check", GOOD_CHECKS)
def test_a_check_that_means_something_passes(check: str, words: Vocabulary) -> None:
    rules = [("go", "act", "order", "label=Go; ask=nr")]
    assert found(made(entities=SHOP, rules=rules, demo=STOCKED, checks=[check]), words) == []


def test_standing_rules_are_held_by_example_rows(words: Vocabulary) -> None:
    broken = [
        ("one", "limit", "line", "max=1; per=order"),
        ("few", "limit", "line", "max=4; sum=qty"),
        ("cheap", "require", "line", "check=item.price < 10; say=Too dear."),
        ("moment", "require", "line", "check=no; at=add"),
        ("soft", "require", "line", "check=no; mode=warn"),
    ]
    demo = {**STOCKED, "line": ("order,item,qty", ["A1|Drill|2", "A1|Saw|3"])}
    told = found(made(entities=SHOP, rules=broken, demo=demo), words)
    assert sorted({p.fault for p in told}) == [
        "breaks the rule cheap (require)", "breaks the rule few (limit)", "breaks the rule one (limit)",
    ]  # fmt: skip


def test_a_picker_is_held_by_example_rows(words: Vocabulary) -> None:
    entities = {"room": ["name text!"], "seat": ["name text!", "room ref(room)!"],
                "job": ["room ref(room)", "seat ref(seat) where room = this.room"]}  # fmt: skip
    demo = {
        "room": ("name", ["Red", "Blue"]),
        "seat": ("name,room", ["S1|Red"]),
        "job": ("room,seat", ["Red|S1", "Blue|S1"]),
    }
    told = found(made(entities=entities, demo=demo), words)
    assert [p.place for p in told] == ["demo job, row 2, seat"]


@pytest.mark.parametrize(
    ("more", "place", "fault"),
    [
        ({"name": " "}, "name", "is empty"),
        ({"lang": "english"}, "lang", "'english'"),
        ({"id": "My App"}, "id", "'My App'"),
        ({"name": "x" * 61}, "name", "61 characters"),
        ({"pitch": "x" * 201}, "pitch", "201 characters"),
        ({"assumed": ["x"] * 9}, "assumed", "9 entries"),
        ({"entities_raw": []}, "entities", "there is no entity"),
        ({"pains": []}, "feature f, pain", "unknown pain 'p'"),
        ({"pains": [{"id": "p", "who": "x", "pain": "y"}] * 2}, "pain p", "stands twice"),
        ({"pains": [{"id": "p 1", "who": "x", "pain": "y"}]}, "pain p 1", "'p 1' is no id"),
        ({"measures": [{"id": "m", "on": "nope.added", "label": ""}]}, "measure m, on", "unknown 'nope'"),
        ({"measures": [{"id": "m", "on": "tool.lent", "label": ""}]}, "measure m, on", "no event 'lent' of tool"),
        ({"entities_raw": [{"id": "all", "label": "", "fields": ["name text"]}]}, "entity all", "is a reserved word"),
        (
            {"entities_raw": [{"id": "tool", "label": "", "fields": [f"f{n} text" for n in range(25)]}]},
            "entity tool",
            "25 entries",
        ),
    ],
)
def test_the_frame_of_a_blueprint_is_checked(
    more: dict[str, object], place: str, fault: str, words: Vocabulary
) -> None:
    build: Make = made
    told = found(build(**more), words)
    assert any(p.place == place and fault in p.fault and p.repair for p in told), [str(p) for p in told]


def test_a_name_given_twice_needs_a_prefix(words: Vocabulary) -> None:
    two = [("a", "due", "order", "date=due_on"), ("b", "due", "order", "date=placed_on")]
    (told,) = found(made(entities=SHOP, rules=two), words)
    assert str(told) == (
        "rule b (due): entity order already has due_state. rename the field, or give the rule `as=prefix` "
        "(then b_due_state)"
    )
    two[1] = ("b", "due", "order", "date=placed_on; as=placed")
    assert found(made(entities=SHOP, rules=two), words) == []


def test_derived_fields_may_not_form_a_cycle_even_through_rules(words: Vocabulary) -> None:
    direct = {"a": ["name text!", "x num := y", "y num := x"]}
    assert [p.fault for p in found(made(entities=direct), words)] == ["derived fields form a cycle"]
    entities = {
        "item": ["name text!", "bound money := balance"],
        "move": ["item ref(item)!", "qty money := item.bound"],
    }
    through = found(made(entities=entities, rules=[("stock", "ledger", "move", "of=item; amount=qty")]), words)
    assert [p.fault for p in through] == ["derived fields form a cycle"]


def test_a_rule_may_set_only_states_its_flow_can_move_to(words: Vocabulary) -> None:
    flow = ("step", "flow", "order", "field=state; moves=draft>placed>shipped, *>void")
    ship = ("ship", "act", "order", "label=Ship; when=state = 'draft'; set=state='shipped'")
    (told,) = found(made(entities=SHOP, rules=[flow, ship]), words)
    assert told.fault == "step (flow) has no move draft>shipped"
    assert told.repair.startswith("moves: draft>placed>shipped, *>void")
    fine = ("ship", "act", "order", "label=Ship; when=state = 'placed' and total > 0; set=state='shipped'")
    stop = ("stop", "act", "order", "label=Stop; set=state='void'")
    assert found(made(entities=SHOP, rules=[flow, fine, stop]), words) == []


def test_what_expires_may_only_move_where_its_flow_goes(words: Vocabulary) -> None:
    flow = ("step", "flow", "order", "field=state; moves=draft>placed, placed>void")
    wrong = ("old", "expire", "order", "after=due_on; where=state = 'draft'; do=set state='void'")
    (told,) = found(made(entities=SHOP, rules=[flow, wrong]), words)
    assert told.fault == "step (flow) has no move draft>void"
    right = ("old", "expire", "order", "after=due_on; where=state = 'placed'; do=set state='void'")
    assert found(made(entities=SHOP, rules=[flow, right]), words) == []


def test_a_new_row_of_a_flow_starts_at_its_start(words: Vocabulary) -> None:
    flow = ("step", "flow", "order", "field=state; moves=draft>placed")
    make = ("again", "make", "person", "into=order; label=Again; set=person=this, state='placed'")
    (told,) = found(made(entities=SHOP, rules=[flow, make]), words)
    assert str(told) == (
        "rule again (make): a new order cannot start as placed. it starts as draft; move it afterwards"
    )


def test_a_field_called_like_a_role_does_not_narrow_me(words: Vocabulary) -> None:
    entities = {"nurse": ["name text!"], "boss": ["name text!", "rank num"], "shift": ["clerk text", "boss ref(boss)"]}
    roles = [("clerk", "nurse", "see *"), ("chief", "boss", "all *")]
    rules = [("r", "limit", "shift", "max=1; where=boss.rank > me.rank"),
             ("a", "act", "shift", "label=Go; who=chief; when=me.rank > 1; ask=clerk")]  # fmt: skip
    (told,) = found(made(entities=entities, rules=rules, roles=roles), words)
    assert told.place == "rule r (limit), where"
    assert "me may be a row of nurse or boss here" in told.fault
    assert told.repair == "limit the rule to roles of one kind of person"


def test_fields_only_a_rule_writes_are_marked(words: Vocabulary) -> None:
    rules = [
        ("nr", "number", "order", "field=nr; form={000}"),
        ("step", "flow", "order", "field=state; moves=draft>placed; stamp=placed: placed_on"),
    ]
    fields = resolved(made(entities=SHOP, rules=rules), words).entities["order"].fields
    assert [name for name, field in fields.items() if field.auto] == ["nr", "placed_on"]
    rules[0] = ("nr", "number", "order", "field=nr; form={000}; keep=yes")
    fields = resolved(made(entities=SHOP, rules=rules), words).entities["order"].fields
    assert [name for name, field in fields.items() if field.auto] == ["placed_on"]


# -- rights beside what is shown


def warned(blueprint: Blueprint, words: Vocabulary) -> list[str]:
    told = problems(blueprint, words)
    assert [p for p in told if p.severity is Severity.ERROR] == []
    return [str(p) for p in told]


SHOW = {"person": ["name text!", "phone phone"], "item": ["name text!", "price money", "owner ref(person)"]}


@pytest.mark.parametrize(
    ("may", "more", "text"),
    [
        ("see item", {"screens": [("s", "list", "item", "columns=name, owner.phone")]},
         "screen s (list), columns: no role that reads it may see person.phone. add `see person(phone)` to a role"),
        ("see item(name)", {"screens": [("s", "list", "item", "columns=name, price; role=clerk")]},
         "screen s (list), columns: no role that reads it may see item.price. add `see item(price)` to a role"),
        ("see person", {"screens": [("s", "list", "item", "columns=name; role=clerk")]}, ""),
        ("see item", {"rules": [("r", "alert", "item", "when=price > 1; say=Call {owner.phone}; to=clerk")]},
         "rule r (alert), say: no role that reads it may see person.phone. add `see person(phone)` to a role"),
        ("see item(name); add item(price)", {},
         ("role clerk, may: may add item but not fill in its required name. "
            "add name to `add item(…)`, or give a default")),
        ("see *; add item", {"screens": [("s", "form", "item", "show=price")]},
         "screen s (form), show: the form leaves out the required name. add name to show, or give a default"),
        ("see *", {"screens": [("s", "list", "item", "columns=name, owner.phone, owner")]}, ""),
    ],
)  # fmt: skip
def test_what_nobody_may_see_or_fill_in_is_told(
    may: str, more: dict[str, list[tuple[str, str, str, str]]], text: str, words: Vocabulary
) -> None:
    told = warned(made(entities=SHOW, roles=[("clerk", "", may)], **more), words)  # type: ignore[arg-type]
    assert told == ([text] if text else [])


def test_a_button_of_a_must_that_no_ordinary_role_may_press_is_told(words: Vocabulary) -> None:
    sell = ("sell", "act", "item", "label=Sell; set=price=1")
    roles = [("boss", "", "all *"), ("clerk", "", "see *")]
    raw = made(entities=SHOW, rules=[sell], roles=roles)
    feature = {"id": "f", "label": "F", "pain": "p", "when": "must", "uses": "sell", "checks": []}
    told = warned(made(entities=SHOW, rules=[sell], roles=roles, features=[feature]), words)
    assert told == [
        "rule sell (act): a must uses sell.run, and no ordinary role may do it. add `do sell` to `may` of clerk"
    ]
    assert warned(raw, words) == []
    only_boss = ("sell", "act", "item", "label=Sell; set=price=1; who=boss")
    assert warned(made(entities=SHOW, rules=[only_boss], roles=roles, features=[feature]), words) == []
    allowed = [("boss", "", "all *"), ("clerk", "", "see *; do sell")]
    assert warned(made(entities=SHOW, rules=[sell], roles=allowed, features=[feature]), words) == []


def test_two_screens_of_one_name_are_told(words: Vocabulary) -> None:
    screens = [("today", "today", "", ""), ("now", "list", "item", ""), ("slip", "print", "item", "show=name")]
    rows = [{"id": i, "type": t, "of": o, "label": "Today", "with": w} for i, t, o, w in screens]
    told = warned(made(entities=SHOW, screens_raw=rows), words)
    assert told == [
        "screen now (list), label: is called “Today”, as is the screen today. give one of them another label"
    ]
    assert warned(made(entities=SHOW, screens=screens), words) == []


def test_every_problem_of_a_wrecked_blueprint_has_place_fault_and_repair(
    examples: dict[str, Blueprint], words: Vocabulary
) -> None:
    for blueprint in examples.values():
        wrecked = msgspec.structs.replace(
            blueprint,
            rules=tuple(msgspec.structs.replace(r, with_=r.with_.replace("=", "=zz", 1)) for r in blueprint.rules),
            entities=tuple(msgspec.structs.replace(e, fields=e.fields[1:]) for e in blueprint.entities),
        )
        for problem in problems(wrecked, words):
            assert problem.place
            assert problem.fault
            assert problem.repair
