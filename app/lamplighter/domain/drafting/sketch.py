"""The blueprint while recipes write on it: rules, screens, features, roles, and what was left out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from lamplighter.domain.drafting.cast import Cast
from lamplighter.domain.drafting.lines import Able, FeatureLine, RoleLine, RuleLine, ScreenLine
from lamplighter.domain.drafting.names import identifier, label
from lamplighter.domain.drafting.thing import Thing

__all__ = ["Able", "FeatureLine", "RoleLine", "Sketch"]

_ONCE = ("due", "history")  # constructs that give a field of a fixed name


@dataclass(slots=True)
class Sketch(Cast):
    """State of one draft; made by `draft`, written by recipes."""

    screens: list[ScreenLine] = field(default_factory=list)
    features: list[FeatureLine] = field(default_factory=list)
    roles: list[RoleLine] = field(default_factory=list)
    granted: list[str] = field(default_factory=list)  # parts of `may` of an ordinary person
    assumed: list[str] = field(default_factory=list)
    not_built: list[str] = field(default_factory=list)
    recipe: str = ""

    def main(self) -> Thing | None:
        """What the app is about: what recipes wrote most about, else the first thing of the text."""
        told = [t for t in self.things if t.id != "settings"]
        if "event" in self.slots:
            return self.slots["event"]
        return max(told, key=lambda t: (sum(r.on == t.id for r in self.rules), t.told, -t.place), default=None)

    def free(self, id_: str, but: Collection[str] = ()) -> str:
        """The id, or one like it that no rule or screen has and that is not in `but`."""
        taken = {r.id for r in self.rules} | {s.id for s in self.screens} | set(but)
        return next(n for n in (id_, *(f"{id_}_{i}" for i in range(2, 99))) if n not in taken)

    def dated(self, thing: Thing) -> str:
        """A stored date or datetime field of a thing, or "created"."""
        for name, line in thing.fields.items():
            if (
                line.startswith(("date!", "datetime!", "date ", "datetime "))
                and ":=" not in line
                and " auto" not in line
            ):
                return name
        return "created"

    def boss(self, is_: Thing | None = None) -> str:
        """The id of the role that may do everything; made on first use from the text's own word for it."""
        if not self.roles:
            mention = self.reading.mention("boss")
            words = label(mention.noun.one) if mention else self.say("Manager")
            self.roles.append(RoleLine(identifier(words, [t.id for t in self.things], "boss"), words, "", ["all *"]))
        if is_:
            self.roles[0].is_ = is_.id
        return self.roles[0].id

    def grant(self, *parts: str) -> None:
        """What an ordinary person who signs in may do, when people sign in at all."""
        self.granted.extend(p for p in parts if p not in self.granted)

    def rule(self, id_: str, use: str, on: str, with_: str) -> bool:
        """Adds a rule, if its construct can be compiled and nothing on the thing gives the same fields already."""
        if use not in self.able.constructs or any(r.id == id_ for r in self.rules):
            return False
        if any(r.use == use in _ONCE and r.on == on for r in self.rules) or (use == "loan" and self._lent(on, with_)):
            return False
        self.rules.append(RuleLine(id_, use, on, with_, self.recipe))
        return True

    def _lent(self, on: str, with_: str) -> bool:
        """Whether the thing a loan would lend is lent by another rule."""

        def target(entity: str, line: str) -> str:
            field_ = line.partition("what=")[2].partition(";")[0]
            thing = self.thing(entity)
            return thing.fields.get(field_, "").split(" ")[0].rstrip("!") if thing else ""

        return any(r.use == "loan" and target(r.on, r.with_) == target(on, with_) for r in self.rules)

    def proven(self, verb: str, thing: Thing) -> bool:
        """Whether a check of some recipe does this to the thing, so that a later rule may not forbid it."""
        return any(f"{verb} {thing}" in c for f in self.features for c in f.checks)

    def screen(self, id_: str, type_: str, of: str, label_: str, with_: str) -> bool:
        """Adds a screen, if its kind can be compiled and no screen of that id stands."""
        if type_ not in self.able.screens or any(s.id == id_ for s in self.screens):
            return False
        self.screens.append(ScreenLine(id_, type_, of, label_[:60], with_, self.recipe))
        return True

    def has_rule(self, use: str, on: Thing | None = None) -> RuleLine | None:
        """The first rule of a construct (on a thing)."""
        return next((r for r in self.rules if r.use == use and (on is None or r.on == on.id)), None)
