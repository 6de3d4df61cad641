"""The functions of the expression language, as data."""

from __future__ import annotations

import msgspec

from lamplighter.domain.blueprint.tree import Base

BOOL, NUM, MONEY, TEXT, DATE, DATETIME, REFS = (
    Base.BOOL,
    Base.NUM,
    Base.MONEY,
    Base.TEXT,
    Base.DATE,
    Base.DATETIME,
    Base.REFS,
)
ANYTHING: tuple[Base, ...] = ()
NUMBER = (NUM, MONEY)
DAY = (DATE, DATETIME)


class Function(msgspec.Struct, frozen=True):
    """`gives`: a type, "branch" (the two last arguments agree), "same" (all agree) or "first" (as the first).

    `takes` holds the types each argument may have, empty = any; the last `optional` arguments may be left out.
    """

    name: str
    gives: Base | str
    takes: tuple[tuple[Base, ...], ...]
    optional: int = 0

    @property
    def fewest(self) -> int:
        """The least number of arguments."""
        return len(self.takes) - self.optional


_ALL = (
    Function("if", "branch", ((BOOL,), ANYTHING, ANYTHING)),
    Function("blank", BOOL, (ANYTHING,)),
    Function("or_else", "same", (ANYTHING, ANYTHING)),
    Function("round", "first", (NUMBER, (NUM,)), optional=1),
    Function("floor", NUM, (NUMBER,)),
    Function("ceil", NUM, (NUMBER,)),
    Function("abs", "first", (NUMBER,)),
    Function("lesser", "same", (ANYTHING, ANYTHING)),
    Function("greater", "same", (ANYTHING, ANYTHING)),
    Function("year", NUM, (DAY,)),
    Function("month", TEXT, (DAY,)),
    Function("week", TEXT, (DAY,)),
    Function("weekday", NUM, (DAY,)),
    Function("day", DATE, (DAY,)),
    Function("hour", TEXT, ((DATETIME,),)),
    Function("hour_of", NUM, ((DATETIME,),)),
    Function("add_months", DATE, (DAY, (NUM,))),
    Function("workdays", NUM, ((DATE,), (DATE,))),
    Function("len", NUM, ((TEXT,),)),
    Function("has", BOOL, ((TEXT, REFS), ANYTHING)),
    Function("lower", TEXT, ((TEXT,),)),
    Function("common", NUM, ((REFS,), (REFS,))),
    Function("bucket", NUM, ((TEXT,),)),
    Function("random", NUM, ((NUM,), (NUM,))),
)
FUNCTIONS = {f.name: f for f in _ALL}
"""By name. `random` may stand only where a button or a rule makes values."""

ORDERED = frozenset({NUM, MONEY, TEXT, DATE, DATETIME, Base.TIME, Base.CHOICE})
"""Types with a smaller and a greater: `<`, lesser, greater, min, max."""

AGGREGATES = frozenset({"sum", "count", "avg", "min", "max", "first", "last", "list"})
