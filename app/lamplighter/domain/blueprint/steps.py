"""Feature checks: `step; step => expectation` into steps and an expectation, every name in them known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lamplighter.domain.blueprint.app import (
    Add,
    As,
    Cell,
    Check,
    Clock,
    Delete,
    Do,
    Edit,
    Expectation,
    Holds,
    Me,
    Outcome,
    RowNamed,
    RowsNamed,
    Sees,
    Step,
)
from lamplighter.domain.blueprint.catalog import SETTINGS, Catalog, FieldLine, said
from lamplighter.domain.blueprint.expressions import bound
from lamplighter.domain.blueprint.lines import arguments, items, parts
from lamplighter.domain.blueprint.literal import cell
from lamplighter.domain.blueprint.problems import Fault, known
from lamplighter.domain.blueprint.rows import Rows, numbered
from lamplighter.domain.blueprint.scopes import check_scope
from lamplighter.domain.blueprint.signature import ActionSignature
from lamplighter.domain.blueprint.tree import Base, Type

_AS = re.compile(r"as\s+(\w+)(?:\[([^\]]*)\])?")
_CLOCK = re.compile(r"clock\s+(?:\+([0-9]{1,6})([dhm])|([01][0-9]|2[0-3]):([0-5][0-9]))")
_CHANGE = re.compile(r"(add|edit|delete)\s+(\w+)(?:\[([^\]]*)\])?\s*(.*)", re.DOTALL)
_DO = re.compile(r"(\w+)\.(\w+)\s*(?:(\w+)\[([^\]]*)\])?\s*(.*)", re.DOTALL)
_OUTCOME = re.compile(r"(ok|refused|warned)(?:\s+by\s+(\S+))?")
_SEES = re.compile(r"(sees|cannot see)\s+(\w+)(?:\[([^\]]*)\])?(?:\.(\w+))?")
_MINUTES = {"d": 1440, "h": 60, "m": 1}
_BY = ("may", "refs", "open")
_ROWLESS = ("timer", "pick", "make", "share")


@dataclass(slots=True)
class StepReader:
    """Reads the steps of one check; knows the rows made on the way only by the texts they were given."""

    catalog: Catalog
    rows: Rows
    made: dict[str, set[str]] = field(default_factory=dict)
    acted: bool = False
    begun: bool = False

    def step(self, text: str) -> Step:
        """One step; raises Fault."""
        self.begun = True
        head = text.split(maxsplit=1)[0]
        if head == "as":
            return self.actor(text)
        if head == "clock":
            return _clock(text)
        if head in ("add", "edit", "delete"):
            return self.change(text)
        return self.do(text)

    def actor(self, text: str) -> As:
        if " ".join(text.split()) == "as default":
            return As("")
        match = _AS.fullmatch(text)
        role = match[1] if match else ""
        if match is None or (role not in self.catalog.roles and role != "public"):
            raise Fault(
                f"cannot read {text!r}", "write as ROLE or as ROLE[name]; " + known(role, self.catalog.roles), text
            )
        if role == "public":
            return As(role, browser=match[2] or "1")
        person = self.catalog.roles[role].is_
        if match[2] and not person:
            raise Fault(f"{role} has no `is`, so nobody is called {match[2]}", f"write as {role}", text)
        if person and not match[2]:
            names = known("", self.rows.names(person))
            raise Fault(f"{text!r}: which one?", f"write as {role}[name]; {names}", text)
        return As(role, self.row(person, match[2]) if person else None)

    def change(self, text: str) -> Step:
        match = _CHANGE.fullmatch(text)
        if match is None:
            raise Fault(f"cannot read step {text!r}", "write add E f=v, edit E[row] f=v or delete E[row]", text)
        verb, entity, key, rest = match.groups()
        self.catalog.fields(entity)
        self.acted = True
        if verb == "add":
            return self.add(entity, key, rest, text)
        row = self.changed_row(verb, entity, key, text)
        if verb == "delete":
            if rest:
                raise Fault(f"delete takes no {rest[:20]!r}", f"write delete {entity}[name]", text)
            return Delete(row)
        values = self.values(rest, self.written(entity), text)
        self.remember(entity, values.values())
        return Edit(row, values)

    def changed_row(self, verb: str, entity: str, key: str | None, text: str) -> RowNamed:
        if entity == SETTINGS and verb == "edit":
            return RowNamed(SETTINGS, "#1")
        if not key:
            raise Fault(f"{text!r}: which {entity}?", f"write {verb} {entity}[name] …", text)
        return self.row(entity, key)

    def add(self, entity: str, key: str | None, rest: str, text: str) -> Add:
        if entity == SETTINGS:
            raise Fault("settings has exactly one row", "write edit settings …", text)
        if key is not None:
            raise Fault(f"a row to add has no name yet: {entity}[{key}]", f"write add {entity} field=value, …", text)
        values = self.values(rest, self.written(entity), text)
        self.remember(entity, values.values())
        return Add(entity, values)

    def remember(self, entity: str, values: Iterable[Cell]) -> None:
        texts = self.made.setdefault(entity, set())
        for value in values:
            if isinstance(value, str):
                texts.add(value)
            elif isinstance(value, RowNamed):
                texts.add(value.key)

    def written(self, entity: str) -> dict[str, FieldLine]:
        return {line.id: line for line in self.catalog.fields(entity).values() if line.stored}

    def do(self, text: str) -> Do:
        match = _DO.fullmatch(text)
        use = self.catalog.uses.get(match[1]) if match else None
        action = next((a for a in use.actions if match and a.name == match[2]), None) if use else None
        if match is None or action is None:
            actions = ", ".join(self.catalog.actions())[:200]
            how = f"write add, edit, delete, as, clock or rule.action; actions: {actions}"
            raise Fault(f"cannot read step {text!r}", how, text)
        rule, entity = match[1], self.catalog.rules[match[1]].on
        row = self.acted_row(rule, action, entity, match[3], match[4], text)
        values = self.values(match[5], self.taken(rule, action, entity), text)
        self.acted = True
        self.remember(entity, values.values())
        return Do(rule, action.name, row, values)

    def acted_row(
        self, rule: str, action: ActionSignature, entity: str, named: str | None, key: str | None, text: str
    ) -> RowNamed | None:
        if named is not None and named != entity:
            raise Fault(f"{rule} stands on {entity}, not {named}", f"write {rule}.{action.name} {entity}[name]", text)
        if named is not None:
            return self.row(entity, key or "")
        texts, use = self.catalog.texts[rule], self.catalog.uses[rule].name
        if action.on_row and "many" not in texts and use not in _ROWLESS:
            raise Fault(f"{text!r}: which {entity}?", f"write {rule}.{action.name} {entity}[name]", text)
        return None

    def taken(self, rule: str, action: ActionSignature, entity: str) -> dict[str, FieldLine]:
        """The arguments an action takes, as fields that say how each is read."""
        texts = self.catalog.texts[rule]
        out: dict[str, FieldLine] = {}
        for name, type_ in action.arguments.items():
            out[name] = self.argument(rule, name, type_, entity)
        if action.takes == "*":
            out |= self.written(entity)
        elif action.takes:
            there = self.written(entity)
            wanted = items(texts.get(action.takes, ""))
            out |= there if "*" in wanted else {n: there[n] for n in wanted if n in there}
        if "per" in out and "per" not in texts:
            del out["per"]
        return out

    def argument(self, rule: str, name: str, type_: str, entity: str) -> FieldLine:
        texts = self.catalog.texts[rule]
        if type_ == "state":
            state = self.catalog.entities[entity].get(texts.get("field", ""))
            if state is not None:
                return state
        if name == "per":
            line = self.catalog.entities.get(texts.get("log", ""), {}).get(texts.get("per", ""))
            if line is not None:
                return line
        base = Base.BOOL if type_ == "bool" else Base.TEXT
        return FieldLine(name, name, "yesno" if base is Base.BOOL else "long", Type(base))

    def values(self, text: str, names: Mapping[str, FieldLine], step: str) -> dict[str, Cell]:
        """`f=v, g=w` as cells."""
        out: dict[str, Cell] = {}
        for key, value in arguments(text):
            if value is None:
                raise Fault(f"cannot read {key!r} in {step!r}", "write name=value, name=value", step)
            line = names.get(key)
            if line is None:
                raise Fault(f"{step.partition(' ')[0]} takes no {key!r}", known(key, names), step)
            if key in out:
                raise Fault(f"{key} stands twice in {step!r}", "keep one", step)
            try:
                out[key] = self.found(cell(line, value))
            except Fault as fault:
                raise Fault(f"{key}={value[:40]}: {fault.fault}", fault.repair, step) from fault
        return out

    def found(self, value: Cell) -> Cell:
        match value:
            case RowNamed(entity=entity, key=key):
                return self.row(entity, key)
            case RowsNamed(rows=rows):
                named = [self.found(row) if row.key != "me" else Me() for row in rows]
                return RowsNamed(tuple(n for n in named if isinstance(n, RowNamed)))
        return value

    def row(self, entity: str, key: str) -> RowNamed:
        """A row by its name; rows made by earlier steps count by what they were given."""
        key = key.strip().strip("'")
        made = self.made.get(entity, set())
        if key in made and key:
            return RowNamed(entity, key)
        there = self.rows.found(entity, key)
        if there is not None:
            return there
        number = numbered(key)
        if number and self.begun:  # rules may have made it
            return RowNamed(entity, f"#{number}")
        if key and sum(text.startswith(key) for text in made) == 1:
            return RowNamed(entity, key)
        raise Fault(f"no {entity} is called {key!r}", known(key, self.rows.names(entity)) + "; or its number", key)


def _clock(text: str) -> Clock:
    match = _CLOCK.fullmatch(text)
    if match is None:
        raise Fault(f"cannot read {text!r}", "write clock +3d, +2h, +15m or 18:30", text)
    if match[1]:
        return Clock(minutes=int(match[1]) * _MINUTES[match[2]])
    return Clock(minute_of_day=int(match[3]) * 60 + int(match[4]))


def read_check(text: str, catalog: Catalog, rows: Rows, me: str) -> Check:
    """One check; raises Fault."""
    before, arrow, after = text.rpartition("=>")
    if not arrow:
        raise Fault("has no =>", "write steps => expectation", text)
    reader = StepReader(catalog, rows)
    steps = tuple(reader.step(step) for step in parts(before))
    return Check(text.strip(), steps, _expectation(after.strip(), reader, me))


def _expectation(text: str, reader: StepReader, me: str) -> Expectation:
    match = _OUTCOME.fullmatch(text)
    if match is not None:
        return _outcome(match[1], match[2] or "", reader)
    match = _SEES.fullmatch(text)
    if match is not None:
        return _sees(match, reader)
    still = text.startswith("still ")
    return _holds(text.removeprefix("still ").strip(), reader, me, still=still)


def _outcome(what: str, by: str, reader: StepReader) -> Outcome:
    catalog = reader.catalog
    if not reader.acted:
        raise Fault(f"{what}, but nothing is tried", "add a step before =>")
    fields = {name for lines in catalog.entities.values() for name in lines}
    if by and by not in catalog.rules and by not in _BY and by not in fields:
        raise Fault(f"by {by!r} is no rule, field or may", known(by, [*catalog.rules, "may"]), by)
    return Outcome(what, by)


def _sees(match: re.Match[str], reader: StepReader) -> Sees:
    entity, key, name = match[2], match[3], match[4] or ""
    reader.catalog.fields(entity)
    if name:
        reader.catalog.hop(entity, name)
    row = reader.row(entity, key) if key else None
    return Sees(entity, row, name, match[1] == "sees")


def _holds(text: str, reader: StepReader, me: str, *, still: bool) -> Holds:
    found = bound(text, reader.catalog, check_scope(me))
    type_ = found.expression.type
    if type_.base not in (Base.BOOL, Base.ANY):
        raise Fault(f"{text!r} is {said(type_)}", "write a comparison, or ok / refused / warned / sees / cannot see")
    if not found.rows and not found.expression.reads:
        raise Fault(f"{text!r} speaks of no row", "write entity[name].field = value")
    return Holds(found.expression, tuple(reader.row(row.entity, row.key) for row in found.rows), still)
