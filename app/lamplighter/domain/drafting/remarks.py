"""Everything the drafter says beside the blueprint: its name, what was guessed, what is missing, what to ask."""

from __future__ import annotations

import re

from lamplighter.domain.drafting.assemble import label_long, main_thing
from lamplighter.domain.drafting.frames import Wish
from lamplighter.domain.drafting.names import label
from lamplighter.domain.drafting.sketch import Sketch
from lamplighter.domain.drafting.tokens import Clause

# What a wish is called when nothing built answers it. Frames that only tell recipes something are not in here.
UNANSWERED = {
    "signup": "sign-ups with a waiting list",
    "split": "shared bills with exact cents and who pays whom",
    "balance": "a running balance",
    "stock": "a running stock",
    "queue": "calling the next one by order",
    "streak": "streaks",
    "standings": "a league table",
    "score": "a ranking",
    "points": "points",
    "poll": "voting",
    "practice": "cards that come back by boxes",
    "turns": "turns that move on by themselves",
    "repeat": "things that come back by themselves",
    "series": "a series made in one step",
    "draw": "a secret draw",
    "classify": "categories set by rules",
    "timer": "a clock with start and stop",
    "pick": "a random choice",
    "share": "a private link for each",
    "public": "a page without sign-in",
    "anonymous": "entries without a name",
    "live": "changes seen by all at once",
    "expire": "deleting by itself after a time",
    "map": "a map",
    "make": "turning one thing into another",
    "shopping": "a shopping list made by itself",
    "dice": "rolling dice",
    "label": "labels with a code",
    "fx": "foreign currencies",
    "rollout": "a share of users by percentage",
    "duplicate": "finding duplicates",
    "hide": "hiding reported posts",
    "apart": "keeping some apart",
    "judge": "score sheets of judges",
    "approve": "approval by somebody else",
    "swap": "swapping between people",
    "accept": "taking over by another",
    "import": "import of a file",
    "export": "export to a file",
    "history": "a history of changes",
    "lock": "entries nobody can change",
    "deadline": "a closing time",
    "invoice": "invoices",
    "booking": "bookings without overlap",
    "loan": "lending and taking back",
    "flow": "steps on a board",
    "limit": "an upper limit",
    "once": "only once",
    "missing": "a list of who is missing",
    "remind": "a reminder",
    "roles": "different rights for different people",
    "own": "everybody sees only their own",
    "print": "printing",
    "chart": "a chart",
    "calendar": "a calendar",
    "urgent": "the urgent ones first",
    "goal": "progress toward a goal",
    "budget": "a budget",
    "rate": "ratings",
    "lookup": "prices from a table",
    "sla": "target times by priority",
    "silent": "who has been silent for long",
    "holidays": "pauses in holidays",
    "not_own": "nobody judges their own",
    "valid": "a check that papers are valid",
    "capacity": "a check of capacity",
    "opening": "opening hours",
    "twice_day": "how often a day",
    "range": "values out of range",
    "tax": "tax",
    "till": "a till",
    "number": "running numbers",
    "hours_week": "a limit of hours a week",
    "cancel": "cancelling",
    "away": "days away",
}
_SMALL = 2  # content words a clause needs before it is worth a remark


def gather(sketch: Sketch) -> None:
    """Wishes nothing answered, wishes for the world outside, and clauses nothing understood become `not_built`."""
    reading = sketch.reading
    for want, pattern in sketch.lexicon.outside:
        match = pattern.search(reading.folded)
        if match:
            sketch.not_built.append(_quoted(sketch, want, match.start()))
            sketch.told.update(c.index for c in reading.clauses if c.start <= match.start() < c.end)
    for wish in reading.wishes:
        if wish.frame in UNANSWERED and wish.frame not in sketch.served:
            sketch.not_built.append(_quoted(sketch, UNANSWERED[wish.frame], wish.start))
    sketch.not_built += [f"“{label_long(c.text)}”" for c in reading.clauses if _unread(c, sketch)]


def _quoted(sketch: Sketch, english: str, place: int) -> str:
    said = sketch.say(english)
    clause = next((c for c in sketch.reading.clauses if c.start <= place < c.end), None)
    return f"{said} (“{label_long(clause.text)[:80]}”)" if clause else said


def _unread(clause: Clause, sketch: Sketch) -> bool:
    """A clause with content of which neither a recipe nor a thing nor a field took anything."""
    reading = sketch.reading
    if clause.index in sketch.told or any(w.clause == clause.index for w in reading.wishes):
        return False
    if reading.tongue.patterns["sizes"].search(reading.folded[clause.start : clause.end]):
        return False
    taken = [m for m in reading.mentions if m.clause == clause.index] + [
        p for p in reading.properties if p.clause == clause.index
    ]
    content = [
        w
        for w in reading.words
        if w.clause == clause.index and len(w.text) > 2 and w.text not in reading.tongue.stopwords
    ]
    held = [*taken, *(q for q in reading.quantities if q.clause == clause.index)]
    loose = [w for w in content if not any(t.start <= w.start < t.end for t in held)]
    return len(loose) >= _SMALL and len(loose) > 3 * len(taken)


_HEAD = re.compile(
    r"^(?:(?:i|we|ich|wir|je|nous|yo) \w+ )?"
    r"((?:an?|the|my|our|eine?n?|meine?|unsere?|der|die|das|une?|mon|notre|una?|mi|el|la) )?"
    r"(?!(?:i|we|ich|wir|je|nous|yo|il|on|es|they|people|every|each) )(.+?)"
    r"(?= (?:for|with|where|so|to|that|which|in|at|für|mit|wo|damit|im|pour|avec|où|dans|para|con|donde|en) |$)",
    re.IGNORECASE,
)
_EMPTY = frozenset(
    {"app", "application", "thing", "something", "tool", "platform", "system", "program", "website", "list", "api"}
)


def name(sketch: Sketch) -> str:
    """The name of the app: the person's own words for it, else the plural of the main thing, else App."""
    first = sketch.reading.clauses[0].text.strip() if sketch.reading.clauses else ""
    head = _HEAD.match(first)
    short = label(head[2] if head and (head[1] or " " in head[2]) else first)
    words = short.split()
    code = sketch.reading.tongue.code
    most = 12 if code == "ja" else 24
    if 3 < len(short) <= most and len(words) <= 3 and (head or len(first) <= 30) and words[-1].lower() not in _EMPTY:
        return " ".join(_capital(word) for word in words) if code == "en" else _capital(short)
    thing = sketch.thing(main_thing(sketch)) or (sketch.things[0] if sketch.things else None)
    return thing.many[:60] if thing else "App"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def pitch(sketch: Sketch) -> str:
    """The person's own first line."""
    text = " ".join(sketch.reading.text.split("\n")[0].split())[:200].strip()
    return text[:1].upper() + text[1:] if text else name(sketch)


def questions(sketch: Sketch, care: tuple[str, ...]) -> tuple[str, ...]:
    """At most five questions whose answers would change the draft."""
    asked: list[str] = []
    if len(sketch.rules) < 2:
        asked += ["What do you write down today, and where?", "What goes wrong most often?", "Who else would use it?"]
    if care:
        asked.append("Whose personal details are in it, and how long must they be kept?")
    if not sketch.roles and sketch.wanted == "static" and any(t.is_a("person", "household") for t in sketch.things):
        asked.append("Do others sign in as well, or only you?")
    return tuple(sketch.say(q) for q in asked[:5])


def notes(sketch: Sketch, left_out: bool, cut_off: bool, told: bool) -> list[str]:
    """What was assumed about the text itself."""
    out: list[str] = []
    if cut_off:
        out.append(sketch.say("Only the first 4,000 characters were read."))
    if left_out:
        out.append(sketch.say("Links, code or markup in the text were left out."))
    if not told:
        out.append(sketch.say("The language was not clear; change it in one tap."))
    return out


def cut(sketch: Sketch) -> tuple[str, ...]:
    """An over-broad idea: the clauses after the first that no recipe took up."""
    if not sketch.reading.says("anything"):
        return ()
    later = sketch.reading.clauses[1:]
    return tuple(label_long(c.text) for c in later)[:10]


def wish_text(wish: Wish, sketch: Sketch) -> str:
    """The clause of a wish in the person's own words."""
    return label_long(sketch.reading.clauses[wish.clause].text)
