"""Random changes to an app, good and bad, as they come in from outside."""

from __future__ import annotations

import random
from collections.abc import Callable

from lamplighter.compiler.construct import Action
from lamplighter.compiler.core import Core
from lamplighter.domain.blueprint.app import EntityPlan, Field
from lamplighter.domain.blueprint.tree import Base

HIGHEST = 4
Change = dict[str, object]

WORDS = (
    "Anna",
    "  Long ladder ",
    "straße",
    "STRASSE",
    "é",
    "e\u0301",
    "日本",
    "<b>",
    "ﬁ",
    "Ada\u00a0",
    "Bo",
    "Cy",
    "Dora",
)
BAD_WORDS = ("x" * 201, "", 5, True)
SHAPED = {
    "email": ("a@b.de", "c@d.example"),
    "phone": ("030 12", "+49/30"),
    "link": ("https://x.org", "HTTP://X"),
    "color": ("#12aBef", "#000000"),
    "time": ("09:30", "23:59"),
    "place": ("52.5,13.4", "Main street"),
    "photo": ("0123456789abcdef0123456789abcdef/cat.png",),
    "file": ("0123456789abcdef0123456789abcdef/a.txt",),
    "long": ("line\nline", "text"),
}
BAD_SHAPED = {
    "email": ("nobody", "a b@c"),
    "phone": ("call me",),
    "link": ("javascript:alert(1)",),
    "color": ("red", "#12"),
    "time": ("24:00", "9:30"),
    "long": ("y" * 20001, " "),
}
NUMBERS = ("0", "1", "2.5", "12.345678", "0.005", "100", "2.675", 3, "4", "5")
WHOLE = ("1", "2", "3", 4, "5")
BAD_NUMBERS = ("-3", "1,5", "abc", "999999999999", "10000000000000", "", True, "1000000")
DAYS = ("2026-11-20", "2026-11-19", "2026-12-01", "2026-11-21", "2026-11-24", "2026-11-27")
BAD_DAYS = ("2026-02-30", "31.12.2026", "", "0001-01-01", "2027-02-28T10:00")
MOMENTS = ("2026-11-20T09:00", "2026-11-20 10:30", "2026-11-23T14:00", "2026-11-24T09:15", "2026-11-27T16:30")
BAD_MOMENTS = ("2026-11-20T25:00", "2026-11-20", "")
WILD = 0.06


class Chance:
    """Makes changes to one app."""

    def __init__(self, made: Core, seed: int) -> None:
        self.made, self.random = made, random.Random(seed)

    def steps(self, count: int) -> list[Change]:
        """Changes with a person and a clock between them."""
        return [self.step() for _ in range(count)]

    def step(self) -> Change:
        if self.random.random() < 0.06:
            return {"kind": "undo"}
        kinds: tuple[Callable[[], Change], ...] = (
            self.add,
            self.add,
            self.edit,
            self.edit,
            self.delete,
            self.do,
            self.clock,
        )
        if self.made.app.roles and self.random.random() < 0.15:
            return self.person()
        if not self.made.emission.actions:
            kinds = tuple(kind for kind in kinds if kind != self.do)
        return self.random.choice(kinds)()

    def clock(self) -> Change:
        return {"kind": "clock", "minutes": self.random.choice((1, 15, 60, 1440, 4320, 40000))}

    def person(self) -> Change:
        if self.random.random() < 0.5:
            return {"kind": "as", "role": None, "id": None}
        role = self.random.choice(self.made.app.roles)
        return {"kind": "as", "role": role.id, "id": self.number() if role.is_ else None}

    def number(self) -> int:
        return self.random.randint(1, HIGHEST)

    def entity(self) -> EntityPlan:
        return self.random.choice(list(self.made.app.entities.values()))

    def add(self) -> Change:
        entity = self.entity()
        return {"kind": "add", "entity": entity.id, "values": self.values(entity, 0.8)}

    def edit(self) -> Change:
        entity = self.entity()
        change: Change = {"kind": "edit", "entity": entity.id, "id": self.number(), "values": self.values(entity, 0.3)}
        return change | ({"v": self.number()} if self.random.random() < 0.1 else {})

    def delete(self) -> Change:
        return {"kind": "delete", "entity": self.entity().id, "id": self.number()}

    def do(self) -> Change:
        action = self.random.choice(self.made.emission.actions)
        entity = self.made.app.entities[action.entity]
        row = self.number() if action.on_row or self.random.random() < 0.1 else None
        return {
            "kind": "do",
            "action": f"{action.rule}.{action.name}",
            "id": row,
            "args": self.arguments(action, entity),
        }

    def arguments(self, action: Action, entity: EntityPlan) -> Change:
        if action.open_form:
            return self.values(entity, 0.8)
        args = {name: self.value(entity.fields[name]) for name in action.asks if name in entity.fields}
        return args | {name: self.argument(name, entity) for name in action.arguments}

    def argument(self, name: str, entity: EntityPlan) -> object:
        options = [option.id for field in entity.fields.values() for option in field.options]
        if name == "text":
            columns = list(entity.fields)[:3]
            lines = [",".join(columns), *(",".join(self.random.choice(WORDS[:4]) for _ in columns) for _ in range(3))]
            return "\n".join(lines)
        return (
            self.random.choice([*options, "nowhere"])
            if name == "to"
            else self.random.choice(("csv", "json", True, False))
        )

    def values(self, entity: EntityPlan, share: float) -> Change:
        fields = [field for field in entity.fields.values() if self.random.random() < (share if field.stored else 0.02)]
        named: Change = {field.id: self.value(field) for field in fields}
        return named | ({"nonsense": 1} if self.random.random() < 0.02 else {})

    def value(self, field: Field) -> object:
        """Mostly one that can be read, seldom a wild one."""
        good, bad = self.choices(field)
        return self.random.choice((*bad, None) if self.random.random() < WILD else good)

    def choices(self, field: Field) -> tuple[tuple[object, ...], tuple[object, ...]]:
        """Good and bad values."""
        match field.type.base:
            case Base.NUM | Base.MONEY:
                return (WHOLE if field.raw in ("int", "minutes", "stars") else NUMBERS), (*BAD_NUMBERS, "2.5")
            case Base.BOOL:
                return (True, False), ("yes", 1)
            case Base.DATE:
                return DAYS, BAD_DAYS
            case Base.DATETIME:
                return MOMENTS, BAD_MOMENTS
            case Base.REF:
                return (1, 2, 3), (99, "1", 0)
            case Base.REFS:
                return ([1], [1, 2], [3, 1, 3]), ([99], "1", [], [True])
            case Base.CHOICE:
                return tuple(option.id for option in field.options), ("nowhere",)
        return SHAPED.get(field.raw, WORDS), BAD_SHAPED.get(field.raw, BAD_WORDS)
