"""The blueprint while recipes write on it: things found in the text, rules, screens, features, and what was left out."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field

from lamplighter.domain.drafting.lexicon import Lexicon, Noun
from lamplighter.domain.drafting.names import identifier, label
from lamplighter.domain.drafting.nouns import Mention
from lamplighter.domain.drafting.reading import Reading
from lamplighter.domain.drafting.thing import ROWS, Thing

_GENERIC = ("person", "thing", "item", "user", "customer contact", "stuff", "equipment", "place", "location")


@dataclass(frozen=True, slots=True)
class Able:
    """What can be compiled today: constructs, kinds of screens, packs."""

    constructs: frozenset[str]
    screens: frozenset[str]
    packs: frozenset[str]

    def __contains__(self, name: object) -> bool:
        return name in self.constructs or name in self.screens


@dataclass(slots=True)
class RuleLine:
    """A rule with the recipe that wrote it."""

    id: str
    use: str
    on: str
    with_: str
    recipe: str


@dataclass(slots=True)
class ScreenLine:
    """A screen with the recipe that wrote it."""

    id: str
    type: str
    of: str
    label: str
    with_: str
    recipe: str


@dataclass(slots=True)
class FeatureLine:
    """A feature with its checks."""

    id: str
    label: str
    uses: tuple[str, ...]
    checks: tuple[str, ...]
    recipe: str


@dataclass(slots=True)
class RoleLine:
    """A role; `may` as parts."""

    id: str
    label: str
    is_: str
    may: list[str]
    join: str = ""


@dataclass(slots=True)
class Sketch:
    """State of one draft; made by `draft`, written by recipes."""

    reading: Reading
    lexicon: Lexicon
    able: Able
    wanted: str  # the kind of program asked for
    kind: str = "static"
    things: list[Thing] = field(default_factory=list)
    rules: list[RuleLine] = field(default_factory=list)
    screens: list[ScreenLine] = field(default_factory=list)
    features: list[FeatureLine] = field(default_factory=list)
    roles: list[RoleLine] = field(default_factory=list)
    granted: list[str] = field(default_factory=list)  # parts of `may` of an ordinary person
    assumed: list[str] = field(default_factory=list)
    not_built: list[str] = field(default_factory=list)
    served: set[str] = field(default_factory=set)  # frames a recipe answered
    told: set[int] = field(default_factory=set)  # clauses a recipe answered
    slots: dict[str, Thing] = field(default_factory=dict)  # what recipes share: "who", "event", …
    recipe: str = ""

    # -- words ---------------------------------------------------------------------------------------------------

    def say(self, english: str) -> str:
        """A phrase in the language of the app."""
        return self.reading.tongue.phrases.get(english, english)

    def wants(self, *frames: str) -> bool:
        """Whether one of these wishes stands in the text and no recipe has answered it."""
        return any(w.frame in frames and w.frame not in self.served for w in self.reading.wishes)

    def serve(self, *frames: str) -> None:
        """These wishes are answered."""
        self.served.update(frames)
        self.told.update(w.clause for w in self.reading.wishes if w.frame in frames)

    # -- things --------------------------------------------------------------------------------------------------

    def pick(self, classes: str, near: str = "", but: Container[Thing] = (), own: bool = False) -> Thing | None:
        """The most important thing of these classes in the text, adopted; `own`: of its first class only."""
        wanted = classes.split()
        best = max(
            (m for m in self.reading.mentions if self._fits(m.noun, wanted, but, own)),
            key=lambda m: (self._weight(m, wanted, near), -m.start),
            default=None,
        )
        if best:
            return self.adopt(best)
        return next((t for t in self.things if t not in _Seen(but) and t.classes[0] in wanted), None)

    def need(
        self, classes: str, near: str = "", but: Container[Thing] = (), fresh: str = "", own: bool = False
    ) -> Thing:
        """The same, or a new thing called by the English label `fresh` (default: the label of the first class)."""
        return self.pick(classes, near, but, own) or self.make(classes.split()[0], fresh)

    def event(self, classes: str, fresh: str, near: str = "", but: Container[Thing] = ()) -> Thing:
        """A thing that happens to others (a loan, a booking): the person's own word, without the fields of its class."""
        busy = [t for t in self.things if any(r.on == t.id for r in self.rules) or t in self.slots.values()]
        kept = [t for t in self.things if t in _Seen(but)]
        thing = self.pick(classes, near, [*kept, *busy], own=True) if classes else None
        if thing is None:
            return self.make((classes.split() or ["event"])[0], fresh, bare=True)
        thing.fields.clear()
        thing.rows.clear()
        return thing

    def adopt(self, mention: Mention) -> Thing:
        """The thing of a noun, made on first use."""
        noun = mention.noun
        for thing in self.things:
            if thing.one == label(noun.one) or (noun.many and thing.many == label(noun.many)):
                return thing
        return self._new(noun.classes, label(noun.one, "Thing"), label(noun.many, "Things"), mention.start, noun.word)

    def make(self, kind: str, fresh: str = "", bare: bool = False) -> Thing:
        """A thing the text has no word for."""
        first, second, *icon = (fresh or self.lexicon.kinds[kind].label).split(" | ")
        one, many = self.say(f"{first} | {second}").split(" | ")
        old = next((t for t in self.things if t.one == one), None)
        if old and not (bare and old.rows):
            return old
        if old:
            one, many = f"{one} 2", f"{many} 2"
        thing = self._new((kind,), one, many, len(self.reading.text), kind, bare)
        thing.icon = icon[0] if icon else thing.icon
        thing.told = False
        return thing

    def _new(self, classes: tuple[str, ...], one: str, many: str, place: int, word: str, bare: bool = False) -> Thing:
        kind = self.lexicon.kinds.get(classes[0]) or self.lexicon.kinds[_BASE.get(classes[0], "thing")]
        thing = Thing(
            identifier(one, [t.id for t in self.things], classes[0]), one, many, kind.icon, classes, place=place
        )
        if not bare:
            for line in kind.fields:
                name, _, rest = line.partition(" ")
                thing.add(name, self.translated(rest))
            self._example(thing, word)
        self.things.append(thing)
        return thing

    def _example(self, thing: Thing, word: str) -> None:
        """Example rows by the word, then by its classes, then numbered."""
        key = thing.key
        if not key or thing.is_a("payment", "reading", "order"):
            return
        names = self.reading.tongue.names
        lists = [word, *thing.classes, *(_BASE.get(c, c) for c in thing.classes)]
        known = next((names[n] for n in lists if n in names), ())
        taken = {t.named(i) for t in self.things for i in range(len(t.rows))}
        if len(known) < ROWS or taken & set(known):
            known = tuple(f"{thing.one} {n}" for n in range(1, ROWS + 1))
        thing.rows += [{key: name} for name in known[:ROWS]]

    def _fits(self, noun: Noun, wanted: list[str], but: Container[Thing], own: bool) -> bool:
        classes = noun.classes[:1] if own else noun.classes
        return any(c in wanted for c in classes) and all(
            t.one != label(noun.one) for t in self.things if t in _Seen(but)
        )

    def _weight(self, mention: Mention, wanted: list[str], near: str) -> float:
        noun = mention.noun
        here = 4.0 if near and mention.clause in self.reading.where(near) else 0.0
        adopted = 2.0 if any(t.one == label(noun.one) for t in self.things) else 0.0
        again = min(2, sum(m.noun.word == noun.word for m in self.reading.mentions) - 1)
        first = min(wanted.index(c) for c in noun.classes if c in wanted)
        generic = 3.0 if noun.word in _GENERIC else 2.5 if noun.is_a("place") and wanted[0] != "place" else 0.0
        later = 1.5 * next(i for i, c in enumerate(noun.classes) if c in wanted)
        return mention.strength + here + adopted + again - 0.7 * first - generic - later

    def who(self, near: str = "", but: Container[Thing] = (), fresh: str = "") -> Thing:
        """The person (or household) most rows are about; the same one for every recipe."""
        if "who" not in self.slots or self.slots["who"] in _Seen(but):
            self.slots["who"] = self.need("person household staff", near, but, fresh or self._people())
        return self.slots["who"]

    def main(self) -> Thing | None:
        """What the app is about: what recipes wrote most about, else the first thing of the text."""
        told = [t for t in self.things if t.id != "settings"]
        if "event" in self.slots:
            return self.slots["event"]
        return max(told, key=lambda t: (sum(r.on == t.id for r in self.rules), t.told, -t.place), default=None)

    def free(self, id: str) -> str:
        """The id, or one like it that no rule or screen has."""
        taken = {r.id for r in self.rules} | {s.id for s in self.screens}
        return next(n for n in (id, *(f"{id}_{i}" for i in range(2, 99))) if n not in taken)

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

    def _people(self) -> str:
        """What people the text has no word for are called: members, where dues are paid or there is a club."""
        club = self.reading.mention("group") or any(m.noun.classes[0] == "payment" for m in self.reading.mentions)
        return "Member | Members | 🧑" if club else ""

    # -- roles ---------------------------------------------------------------------------------------------------

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

    # -- rows ----------------------------------------------------------------------------------------------------

    def rule(self, id_: str, use: str, on: str, with_: str) -> bool:
        """Adds a rule, if its construct can be compiled and nothing on the thing gives the same fields already."""
        if use not in self.able.constructs or any(r.id == id_ for r in self.rules):
            return False
        if any(r.use == use in _ONCE and r.on == on for r in self.rules) or use == "loan" and self._lent(on, with_):
            return False
        self.rules.append(RuleLine(id_, use, on, with_, self.recipe))
        return True

    def _lent(self, on: str, with_: str) -> bool:
        """Whether the thing a loan would lend is lent by another rule."""
        def target(entity: str, line: str) -> str:
            field_ = line.partition("what=")[2].partition(";")[0]
            thing = self.thing(entity)
            return thing.fields.get(field_, "") .split(" ")[0].rstrip("!") if thing else ""

        return any(r.use == "loan" and target(r.on, r.with_) == target(on, with_) for r in self.rules)

    def proven(self, verb: str, thing: Thing) -> bool:
        """Whether a check of some recipe does this to the thing, so that a later rule may not forbid it."""
        return any(f"{verb} {thing}" in c for f in self.features for c in f.checks)

    def screen(self, id: str, type: str, of: str, label_: str, with_: str) -> bool:
        """Adds a screen, if its kind can be compiled and no screen of that id stands."""
        if type not in self.able.screens or any(s.id == id for s in self.screens):
            return False
        self.screens.append(ScreenLine(id, type, of, label_[:60], with_, self.recipe))
        return True

    def translated(self, text: str) -> str:
        """The text with every «English phrase» in the language of the app."""
        parts = text.replace("»", "«").split("«")
        return "".join(self.say(p) if i % 2 else p for i, p in enumerate(parts))

    def has_rule(self, use: str, on: Thing | None = None) -> RuleLine | None:
        """The first rule of a construct (on a thing)."""
        return next((r for r in self.rules if r.use == use and (on is None or r.on == on.id)), None)

    def thing(self, id: str) -> Thing | None:
        """The thing with this id."""
        return next((t for t in self.things if t.id == id), None)


_ONCE = ("due", "history")  # constructs that give a field of a fixed name
_BASE = {
    "staff": "person",
    "boss": "person",
    "seating": "room",
    "stay": "appointment",
    "claim": "ticket",
    "workout": "game",
    "symbol": "kind",
    "exercise": "thing",
    "criterion": "kind",
    "practice": "habit",
    "allergy": "kind",
}


class _Seen:
    """Membership by identity: two things may look alike."""

    def __init__(self, things: Container[Thing]) -> None:
        self._things = things

    def __contains__(self, thing: Thing) -> bool:
        return thing in self._things
