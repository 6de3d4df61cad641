"""Which things of the text take part in the app: found by their classes, adopted once, or made where no word is."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field

from lamplighter.domain.drafting.lexicon import Lexicon, Noun
from lamplighter.domain.drafting.lines import Able, RuleLine
from lamplighter.domain.drafting.names import identifier, label
from lamplighter.domain.drafting.nouns import Mention
from lamplighter.domain.drafting.reading import Reading
from lamplighter.domain.drafting.thing import ROWS, Thing

_GENERIC = ("person", "thing", "item", "user", "customer contact", "stuff", "equipment", "place", "location")


@dataclass(slots=True)
class Cast:
    """What was read, and the things made of it so far."""

    reading: Reading
    lexicon: Lexicon
    able: Able
    wanted: str  # the kind of program asked for
    kind: str = "static"
    things: list[Thing] = field(default_factory=list)
    slots: dict[str, Thing] = field(default_factory=dict)  # what recipes share: "who", "event", …
    rules: list[RuleLine] = field(default_factory=list)
    served: set[str] = field(default_factory=set)  # frames a recipe answered
    told: set[int] = field(default_factory=set)  # clauses a recipe answered

    def say(self, english: str) -> str:
        """A phrase in the language of the app."""
        return self.reading.tongue.phrases.get(english, english)

    def wants(self, *frames: str) -> bool:
        """Whether one of these wishes stands in the text and no recipe has answered it."""
        return any(w.frame in frames and w.frame not in self.served for w in self.reading.wishes)

    def serve(self, *frames: str) -> None:
        """These wishes are answered; one text may name several frames."""
        names = {name for frame in frames for name in frame.split()}
        self.served.update(names)
        self.told.update(w.clause for w in self.reading.wishes if w.frame in names)

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
        return self.pick(classes, near, but, own) or self.make(classes.split(maxsplit=1)[0], fresh)

    def event(self, classes: str, fresh: str, near: str = "", but: Container[Thing] = ()) -> Thing:
        """A thing that happens to others (a loan, a booking): the person's word, without the fields of its class."""
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
        again = min(2, self.reading.times[noun.word] - 1)
        first = min(wanted.index(c) for c in noun.classes if c in wanted)
        generic = 3.0 if noun.word in _GENERIC else 6.0 if noun.is_a("place") and wanted[0] != "place" else 0.0
        later = 1.5 * next(i for i, c in enumerate(noun.classes) if c in wanted)
        return mention.strength + here + adopted + again - 0.7 * first - generic - later

    def who(self, near: str = "", but: Container[Thing] = (), fresh: str = "") -> Thing:
        """The person (or household) most rows are about; the same one for every recipe."""
        if "who" not in self.slots or self.slots["who"] in _Seen(but):
            self.slots["who"] = self.need("person household staff", near, but, fresh or self._people())
        return self.slots["who"]

    def _people(self) -> str:
        """What people the text has no word for are called: members, where dues are paid or there is a club."""
        club = self.reading.mention("group") or any(m.noun.classes[0] == "payment" for m in self.reading.mentions)
        return "Member | Members | 🧑" if club else ""

    def translated(self, text: str) -> str:
        """The text with every «English phrase» in the language of the app."""
        parts = text.replace("»", "«").split("«")
        return "".join(self.say(p) if i % 2 else p for i, p in enumerate(parts))

    def thing(self, id_: str) -> Thing | None:
        """The thing with this id."""
        return next((t for t in self.things if t.id == id_), None)


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
