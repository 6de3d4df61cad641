"""What the checker says: every problem names its place, the fault and the repair."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from types import TracebackType

import msgspec

from lamplighter.domain.findings import Severity


class Place(msgspec.Struct, frozen=True):
    """Where something stands: part "rule", its id, the parameter (or field, or number of the line), one item of it.

    `note` stands in brackets behind the id: the construct of a rule, the kind of a screen.
    """

    part: str
    id: str = ""
    key: str = ""
    item: str = ""
    note: str = ""

    def at(self, key: str, item: str = "") -> Place:
        """The same part, more exactly."""
        return Place(self.part, self.id, key, item, self.note)

    def __str__(self) -> str:
        head = f"{self.part} {self.id}".rstrip() + (f" ({self.note})" if self.note else "")
        return f"{head}, {self.key}" if self.key else head


class Problem(msgspec.Struct, frozen=True):
    """One thing that is wrong with a blueprint, as a person or a model can act on it."""

    place: str
    fault: str
    repair: str
    severity: Severity
    where: Place

    def __str__(self) -> str:
        return f"{self.place}: {self.fault}" + (f". {self.repair}" if self.repair else "")


class Fault(Exception):
    """A piece of text that means nothing; raised by parsers, caught where the place is known."""

    def __init__(self, fault: str, repair: str = "", item: str = "") -> None:
        super().__init__(fault)
        self.fault = fault
        self.repair = repair
        self.item = item


@dataclass(slots=True)
class Notes:
    """Collects problems while a blueprint is read; one reading owns it."""

    problems: list[Problem] = field(default_factory=list)

    def add(self, place: Place, fault: str, repair: str = "", severity: Severity = Severity.ERROR) -> None:
        """Write one problem down."""
        self.problems.append(Problem(str(place), fault, repair, severity, place))

    def warn(self, place: Place, fault: str, repair: str = "") -> None:
        """Write down what is allowed and probably not meant."""
        self.add(place, fault, repair, Severity.WARNING)

    def at(self, place: Place) -> Attempt:
        """`with notes.at(place): …` turns a Fault into a problem at that place and goes on behind the block."""
        return Attempt(self, place)

    @property
    def faulty(self) -> bool:
        """Whether anything stands that must not."""
        return any(p.severity is Severity.ERROR for p in self.problems)


@dataclass(frozen=True, slots=True)
class Attempt:
    """See `Notes.at`."""

    notes: Notes
    place: Place

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> bool:
        if not isinstance(error, Fault):
            return False
        place = Place(self.place.part, self.place.id, self.place.key, self.place.item or error.item, self.place.note)
        self.notes.add(place, error.fault, error.repair)
        return True


SHOWN = 14  # names listed in a message; more would hide the point


def known(name: str, names: Iterable[str]) -> str:
    """ "did you mean boss? known: boss, clerk": the nearest name, then what there is."""
    there = list(dict.fromkeys(names))
    near = difflib.get_close_matches(name.rpartition(".")[2].strip()[:60], there, 1, 0.6)
    listed = ", ".join(there[:SHOWN]) + (" …" if len(there) > SHOWN else "")
    return (f"did you mean {near[0]}? " if near else "") + f"known: {listed or 'none'}"
