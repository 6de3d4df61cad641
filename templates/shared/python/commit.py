"""The one way in: every change, from any surface, is judged, written and followed up here, all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from .fields import Entity, Field, Unreadable, attribute, blank_row, changed, money, read, said, value_of
from .messages import say
from .refusal import Refusal
from .rights import can_do, fill_own, is_me, may
from .rulebook import Action, Judge, Rules
from .tables import Image, Row, Tables
from .values import Value, less

DEEPEST = 3
Values = Mapping[str, Any]


class Refused(Exception):
    """The change breaks rules; all of them are named."""

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        self.refusals = tuple(refusals)
        super().__init__("; ".join(f"{one.rule}: {one.say}" for one in self.refusals))


class Warned(Exception):
    """The change can be made when it comes again with this confirmation."""

    def __init__(self, warnings: Iterable[Refusal]) -> None:
        self.warnings = tuple(warnings)
        self.confirm = token_of(self.warnings)
        super().__init__("; ".join(f"{one.rule}: {one.say}" for one in self.warnings))


class Conflict(Exception):
    """Somebody changed or deleted the row since it was read; `row` is what stands now, or None."""

    def __init__(self, entity: str, row_id: int, version: int, row: Row | None) -> None:
        self.entity, self.id, self.version, self.row = entity, row_id, version, row
        super().__init__(f"{entity} {row_id}")


@dataclass(frozen=True, slots=True)
class Done:
    """What a change has written. `made` are the rows added, the one asked for first; `result` is an action's own."""

    made: tuple[tuple[str, int], ...]
    images: tuple[Image, ...]
    result: object = None


def tables(rules: Rules) -> Tables:
    """Empty tables for the app of these rules."""
    return Tables(rules.entities, rules.worked_out)


def commit(db: Tables, rules: Rules, change: Values, confirm: str | None = None) -> Done:
    """Make the change a person asks for. Raises Refused, Warned or Conflict, and then nothing was written."""
    mark = db.mark()
    work = Commit(db, rules)
    try:
        work.asked(change)
        warnings = tuple(dict.fromkeys(work.warnings))
        if warnings and token_of(warnings) != confirm:
            raise Warned(warnings)
    except (Refused, Warned, Conflict):
        db.rollback(mark)
        raise
    return Done(tuple(work.made), db.images(mark), work.result)


def sweep(db: Tables, rules: Rules) -> tuple[Image, ...]:
    """What time alone brings about: at start and at the first look in a new minute."""
    mark = db.mark()
    with acting_alone(db):
        for swept in rules.sweep:
            swept(db, Commit(db, rules, alone=True))
        for entity, pieces in rules.after.items():
            for row in db.all(entity):
                Commit(db, rules).followed_up(pieces, entity, row)
    return db.images(mark)


class acting_alone:  # noqa: N801
    """While it lasts nobody acts but the app."""

    def __init__(self, db: Tables) -> None:
        self.db, self.person = db, (db.role, db.me_entity, db.me_id)

    def __enter__(self) -> None:
        self.db.role, self.db.me_entity, self.db.me_id = None, "", None

    def __exit__(self, *_: object) -> None:
        self.db.role, self.db.me_entity, self.db.me_id = self.person


def undo(db: Tables, rules: Rules, images: Iterable[Image]) -> Done:
    """Put the rows back as they were before; refused when one was changed since or a rule would be broken."""
    mark = db.mark()
    images = tuple(images)
    if any(db.version(one.entity, one.id) != one.version for one in images):
        raise Refused([Refusal("undo", say("changed_since"))])
    for one in images:
        if one.before is None:
            db.remove(one.entity, one.id)
        else:
            db.put(one.entity, one.before)
    work = Commit(db, rules)
    try:
        for one in images:
            work.put_back(one)
    except Refused:
        db.rollback(mark)
        raise
    return Done((), db.images(mark))


def token_of(warnings: Iterable[Refusal]) -> str:
    """The same warnings give the same token."""
    state = 2166136261
    for byte in "\0".join(sorted(f"{one.rule}\0{one.say}" for one in warnings)).encode("utf-8", "replace"):
        state = ((state ^ byte) * 16777619) & 0xFFFFFFFF
    return f"{state:08x}"


class Commit:
    """One change under way, with everything that follows from it."""

    def __init__(self, db: Tables, rules: Rules, alone: bool = False) -> None:
        self.db, self.rules, self.alone = db, rules, alone
        self.warnings: list[Refusal] = []
        self.made: list[tuple[str, int]] = []
        self.result: object = None
        self.depth = 0
        self.by_person = False
        self.standing = False

    # -- what a person asks for

    def asked(self, change: Values) -> None:
        match change.get("kind"):
            case "add":
                self.enter(str(change.get("entity")), said_in(change, "values"))
            case "edit":
                self.revise(self.current(change), said_in(change, "values"), str(change["entity"]))
            case "delete":
                self.withdraw(self.current(change), str(change["entity"]))
            case "do":
                self.do(str(change.get("action")), change.get("id"), said_in(change, "args"))
            case _:
                raise Refused([Refusal("change", say("not_understood"))])

    def current(self, change: Values) -> Row:
        """The row a change is about, in the version the person saw."""
        entity, row_id = str(change.get("entity")), change.get("id")
        if entity not in self.rules.entities or not isinstance(row_id, int) or isinstance(row_id, bool):
            raise Refused([Refusal("change", say("not_understood"))])
        row, version = self.db.get(entity, row_id), self.db.version(entity, row_id)
        if row is None or not may(self.db, self.rules, "see", entity, row):
            raise Conflict(entity, row_id, version, None)
        if change.get("v") not in (None, version):
            raise Conflict(entity, row_id, version, row)
        return row

    def enter(self, entity: str, values: Values) -> Row:
        """A row a person adds."""
        if entity not in self.rules.entities or entity == "settings":
            raise Refused([Refusal("may", say("not_allowed"))])
        row = self.fresh(entity)
        given, unreadable = self.chosen(entity, values)
        candidate = fill_own(self.db, self.rules, entity, changed(row, given))
        named = self.differing(entity, candidate, row)
        self.allowed("add", entity, candidate, [name for name in named if name in given])
        candidate.id = self.db.next_ids[entity]
        self.by_hand(entity, candidate, None, named)
        return self.insert(entity, candidate, unreadable)

    def revise(self, row: Row, values: Values, entity: str) -> Row:
        """A row a person edits."""
        given, unreadable = self.chosen(entity, values, row)
        candidate = changed(row, given)
        named = self.differing(entity, candidate, row)
        self.allowed("edit", entity, row, named)
        self.allowed("edit", entity, candidate, named)
        self.by_hand(entity, candidate, row, named)
        self.by_person = True
        return self.update(entity, row, candidate, unreadable)

    def withdraw(self, row: Row, entity: str) -> None:
        """A row a person deletes."""
        if entity == "settings":
            raise Refused([Refusal("may", say("not_allowed"))])
        self.allowed("delete", entity, row, [])
        self.by_hand(entity, None, row, ())
        self.drop(entity, row)

    def do(self, name: str, row_id: object, args: Values) -> None:
        """A button a person presses."""
        action = self.rules.actions.get(name)
        if action is None:
            raise Refused([Refusal("change", say("not_understood"))])
        rule = name.split(".")[0]
        row = self.db.get(action.entity, row_id) if isinstance(row_id, int) and not isinstance(row_id, bool) else None
        if row is not None and not may(self.db, self.rules, "see", action.entity, row):
            row = None
        if not can_do(self.db, self.rules, rule, action.roles, row):
            raise Refused([Refusal("may", say("not_allowed"))])
        if row is None and (row_id is not None or (action.on_row and not action.many)):
            raise Refused([Refusal(rule, say("choose_a_row"))])
        if row is not None and action.shown is not None and not action.shown(self.db, row):
            raise Refused([Refusal(rule, say("not_now"), entity=action.entity)])
        self.judged(action.entity, (guard(self.db, row) for guard in self.rules.guards.get(name, ())))
        self.by_person = True
        self.judged(action.entity, [action.run(self.db, row, self.arguments(action, args), self)])

    def arguments(self, action: Action, args: Values) -> Values:
        entity = self.rules.entities[action.entity]
        fields = {one.name for one in entity.stored if action.open_form or one.name in action.asks}
        strange = [name for name in args if name not in fields and name not in action.arguments]
        auto = [one for one in entity.stored if one.auto and one.name in args and args[one.name] is not None]
        given, unreadable = self.chosen(action.entity, {name: args[name] for name in args if name in fields})
        refusals = [Refusal(name, say("no_such_field", label=name), name) for name in strange]
        refusals += [Refusal(one.name, say("written_by_app", label=one.label), one.name) for one in auto]
        if unreadable or refusals:
            raise Refused([*unreadable, *refusals])
        return given | {name: args[name] for name in args if name in action.arguments}

    def allowed(self, verb: str, entity: str, row: Row, names: Iterable[str]) -> None:
        if not may(self.db, self.rules, verb, entity, row, names):
            raise Refused([Refusal("may", say("not_allowed"))])

    def by_hand(self, entity: str, after: Row | None, before: Row | None, names: Iterable[str]) -> None:
        names = tuple(names)
        own = [one for one in self.rules.entities[entity].stored if one.auto and one.name in names]
        written = (Refusal(one.name, say("written_by_app", label=one.label), one.name) for one in own)
        pieces = self.rules.hands.get(entity, ())
        self.judged(entity, [written, *(piece(self.db, after, before, names) for piece in pieces)])

    def chosen(self, entity: str, values: Values, old: Row | None = None) -> tuple[dict[str, Value], list[Refusal]]:
        """The values a person gives, and what could not be read or names a row that is hidden from them."""
        given, faults = self.readings(entity, values)
        for one in self.rules.entities[entity].stored:
            stood = () if old is None else references(one, value_of(old, one.name))
            chosen = references(one, given.get(one.name))
            if any(each not in stood and self.hidden(entity, one.to, each) for each in chosen):
                faults.append(Refusal(one.name, say("not_a_row", label=one.label), one.name, entity=entity))
        return given, faults

    def hidden(self, entity: str, to: str, row_id: int) -> bool:
        """Whether a reference would give a hidden row away; to who sees neither end of it there is nothing to tell."""
        row = self.db.get(to, row_id)
        if row is None or (to == self.db.me_entity and is_me(self.db, row_id)):
            return False
        learns = any(may(self.db, self.rules, "see", kind, None) for kind in (entity, to))
        return learns and not may(self.db, self.rules, "see", to, row)

    def readings(self, entity: str, values: Values) -> tuple[dict[str, Value], list[Refusal]]:
        """The values as the app holds them, and what could not be read."""
        given: dict[str, Value] = {}
        faults: list[Refusal] = []
        for name, raw in values.items():
            one = self.rules.entities[entity].field(name)
            if one is None or one.derived:
                faults.append(Refusal(name, say("no_such_field", label=name), name, entity=entity))
                continue
            try:
                given[name] = read(one, raw)
            except Unreadable as fault:
                faults.append(Refusal(name, str(fault), name, entity=entity))
        return given, faults

    def differing(self, entity: str, row: Row, other: Row) -> tuple[str, ...]:
        stored = self.rules.entities[entity].stored
        return tuple(one.name for one in stored if value_of(row, one.name) != value_of(other, one.name))

    # -- what the app does; rules call these with the rights of the app

    def add(self, entity: str, values: Values) -> Row:
        candidate = changed(self.fresh(entity), values)
        return self.whole(lambda: self.insert(entity, candidate, []))

    def edit(self, row: Row, values: Values) -> Row:
        entity = self.entity_of(row)
        now = self.db.get(entity, row.id)
        return self.whole(lambda: self.update(entity, now, changed(now, values), []))

    def delete(self, row: Row) -> None:
        self.whole(lambda: self.drop(self.entity_of(row), row))

    def once(self, rule: str, row: Row) -> bool:
        """Whether the rule meets this row for the first time; it is remembered."""
        return self.db.once(rule, row.id)

    def attempt(self, change: Callable[[], object]) -> tuple[Refusal, ...]:
        """Make a part of the change, or nothing of it; gives why not."""
        mark, made, warnings = self.db.mark(), len(self.made), len(self.warnings)
        try:
            change()
        except Refused as refused:
            self.db.rollback(mark)
            del self.made[made:], self.warnings[warnings:]
            return refused.refusals
        return ()

    def whole(self, change: Callable[[], Row]) -> Row:
        """With nobody to tell, a refused part is left out."""
        if not self.alone:
            return change()
        done: list[Row] = []
        self.attempt(lambda: done.append(change()))
        return done[0] if done else None

    def entity_of(self, row: Row) -> str:
        return next(name for name, one in self.rules.entities.items() if isinstance(row, one.row))

    # -- the steps

    def fresh(self, entity: str) -> Row:
        """A new row with its defaults."""
        return fresh(self.db, self.rules.entities[entity])

    def insert(self, entity: str, row: Row, faults: list[Refusal]) -> Row:
        row.id = self.db.next_id(entity)
        found = [*faults, *self.filled(entity, row, None), *self.checked(entity, row, None)]
        self.db.put(entity, row)
        self.written(entity, row, None, found, bool(faults))
        self.made.append((entity, row.id))
        self.followed(entity, row, None)
        return row

    def update(self, entity: str, old: Row, row: Row, faults: list[Refusal]) -> Row:
        person = self.by_person and self.depth == 0
        found = [
            *faults,
            *self.collected(piece(self.db, row, old, person) for piece in self.rules.move.get(entity, ())),
        ]
        found += [*self.filled(entity, row, old), *self.checked(entity, row, old)]
        self.db.put(entity, row)
        self.written(entity, row, old, found, bool(faults))
        self.followed(entity, row, old)
        return row

    def written(self, entity: str, row: Row, old: Row | None, found: list[Refusal], unreadable: bool) -> None:
        """All messages at once; rules are not asked about values that could not be read."""
        pieces = () if unreadable else (*self.rules.judge.get(entity, ()), *self.rules.moment.get(entity, ()))
        self.judged(entity, [found, *(piece(self.db, row, old) for piece in pieces)])
        self.keep(entity, row, old)

    def filled(self, entity: str, row: Row, old: Row | None) -> list[Refusal]:
        found: list[Refusal] = []
        for piece in self.rules.fill.get(entity, ()):
            found += self.collected([piece(self.db, row, old)])
            self.db.memo.clear()
        settle(self.rules.entities[entity], row)
        return found

    def checked(self, entity: str, row: Row, old: Row | None) -> Iterator[Refusal]:
        """What holds for each field by itself, judged with everything else as it was before."""
        for one in self.rules.entities[entity].stored:
            value = value_of(row, one.name)
            if value == one.blank or value is None:
                if one.required:
                    yield Refusal(one.name, say("missing", label=one.label), one.name)
                continue
            if one.unique and any(other.id != row.id for other in self.db.alike(entity, one.name, value)):
                yield Refusal(one.name, say("used_already", label=one.label, value=said(one, value)), one.name)
            if old is None or value_of(old, one.name) != value:
                yield from self.fitting(entity, row, one, value)

    def fitting(self, entity: str, row: Row, one: Field, value: Any) -> Iterator[Refusal]:
        """Borders and choices, judged when the value is new."""
        least, most = (self.limit(limit) for limit in (one.least, one.most))
        if less(value, least):
            yield Refusal(one.name, say("too_little", label=one.label, border=said(one, least)), one.name)
        if less(most, value):
            yield Refusal(one.name, say("too_much", label=one.label, border=said(one, most)), one.name)
        if one.to:
            yield from self.choosable(entity, row, one, value if isinstance(value, tuple) else (value,))

    def limit(self, limit: Any) -> Any:
        """A border; one that moves with the day does not judge what stands."""
        return None if self.standing and callable(limit) else border(self.db, limit)

    def choosable(self, entity: str, row: Row, one: Field, ids: tuple[int, ...]) -> Iterator[Refusal]:
        may_choose = self.rules.choices.get(entity, {}).get(one.name)
        for each in ids:
            candidate = self.db.get(one.to, each)
            if candidate is None:
                yield Refusal(one.name, say("not_a_row", label=one.label), one.name)
            elif may_choose is not None and not may_choose(self.db, candidate, row):
                name = self.db.name_of(one.to, candidate)
                yield Refusal(one.name, say("not_choosable", label=one.label, value=name), one.name)

    def drop(self, entity: str, row: Row) -> None:
        pieces = self.rules.delete.get(entity, ())
        self.judged(entity, [self.still_used(entity, row), *(piece(self.db, row) for piece in pieces)])
        self.erase(entity, row)

    def still_used(self, entity: str, row: Row) -> Iterator[Refusal]:
        """Rows that cannot be without this one hold it."""
        holding = [kind for kind, one, other in self.db.referring(entity, row.id) if holds_fast(one, other)]
        if holding:
            kind = self.rules.entities[holding[0]]
            count = holding.count(kind.name)
            yield Refusal("refs", say("still_used", count=count, things=kind.one if count == 1 else kind.many))

    def erase(self, entity: str, row: Row) -> None:
        """The row goes, its own parts with it; other references to it become blank."""
        for other, one, referring in tuple(self.db.referring(entity, row.id)):
            now = self.db.get(other, referring.id)
            if now is None:
                continue
            if one.owned and one.kind == "ref":
                self.erase(other, now)
                continue
            rest = tuple(each for each in value_of(now, one.name) if each != row.id) if one.kind == "refs" else None
            cleared = changed(now, {one.name: rest})
            self.db.put(other, cleared)
            self.keep(other, cleared, now)
        self.keep(entity, None, row)
        self.db.remove(entity, row.id)

    def followed(self, entity: str, row: Row, old: Row | None) -> None:
        pieces = self.rules.after.get(entity, ())
        if not pieces:
            return
        if self.depth >= DEEPEST:
            raise Refused([Refusal("depth", say("too_deep"))])
        self.depth += 1
        for piece in pieces:
            self.judged(entity, [piece(self.db, row, old, self)])
        self.depth -= 1

    def followed_up(self, pieces: Iterable[Judge], entity: str, row: Row) -> None:
        """After-effects that only time has brought about."""
        self.depth = 1
        for piece in pieces:
            self.attempt(lambda piece=piece: self.judged(entity, [piece(self.db, row, row, self)]))  # type: ignore[misc]

    def put_back(self, image: Image) -> None:
        """Judge a row that was put back."""
        if image.before is None:
            self.keep(image.entity, None, image.after)
            if any(True for _ in self.db.referring(image.entity, image.id)):
                raise Refused([Refusal("undo", say("changed_since"))])
            return
        self.keep(image.entity, image.before, image.after)
        lost = (
            Refusal("undo", say("changed_since"))
            for one in self.rules.entities[image.entity].stored
            for each in references(one, value_of(image.before, one.name))
            if self.db.get(one.to, each) is None
        )
        standing = (piece(self.db, image.before, image.after) for piece in self.rules.judge.get(image.entity, ()))
        self.judged(image.entity, [lost, *standing])
        self.warnings.clear()

    def keep(self, entity: str, row: Row | None, old: Row | None) -> None:
        """Write the change down where the app keeps a history."""
        if entity not in self.rules.histories:
            return
        if row is None or old is None:
            named = self.db.name_of(entity, row or old)
            self.db.keep(entity, (row or old).id, None, None if old is None else named, None if row is None else named)
            return
        kept = self.rules.histories[entity]
        for one in self.rules.entities[entity].stored:
            before, after = value_of(old, one.name), value_of(row, one.name)
            if before != after and (kept is None or one.name in kept):
                self.db.keep(entity, row.id, one, before, after)

    # -- messages

    def collected(self, found: Iterable[Iterable[Refusal] | None]) -> list[Refusal]:
        return [refusal for several in found for refusal in several or ()]

    def judged(self, entity: str, found: Iterable[Iterable[Refusal] | None]) -> None:
        """Raises all that blocks, at once; notes what only warns."""
        all_found = [one if one.entity else replace(one, entity=entity) for one in self.collected(found)]
        blocking = [one for one in all_found if one.mode == "block"]
        if blocking:
            raise Refused(blocking)
        self.warnings += all_found


def said_in(change: Values, name: str) -> Values:
    """The values that come with a change, by their fields."""
    found = change.get(name)
    if not isinstance(found, Mapping | None):
        raise Refused([Refusal("change", say("not_understood"))])
    return found or {}


def fresh(db: Tables, entity: Entity) -> Row:
    row = blank_row(entity)
    row.created, row.created_by = db.now, db.actor
    for one in entity.stored:
        if one.default is not None:
            setattr(row, attribute(one.name), border(db, one.default))
    return row


def settle(entity: Entity, row: Row) -> None:
    """What rules have written, as it is kept: money in whole coins, an empty text as nothing."""
    for one in entity.stored:
        value = value_of(row, one.name)
        if value == "" or (one.kind == "money" and value is not None):
            setattr(row, attribute(one.name), None if value == "" else money(value))


def border(db: Tables, limit: Any) -> Any:
    """A border or default, which may depend on the day."""
    return limit(db) if callable(limit) else limit


def references(one: Field, value: Any) -> tuple[int, ...]:
    if not one.to or value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def holds_fast(one: Field, row: Row) -> bool:
    """Whether a row cannot be without what this field refers to, and does not go with it."""
    if one.owned or not one.required:
        return False
    return one.kind == "ref" or len(value_of(row, one.name)) == 1
