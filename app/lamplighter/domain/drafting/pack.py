"""Step 9: which kind of program it becomes, and why."""

from __future__ import annotations

from lamplighter.domain.blueprint.model import Kind
from lamplighter.domain.drafting.clean import fold
from lamplighter.domain.drafting.lexicon import Lexicon

_ORDER = ("cli", "api", "desktop", "web")
_INSTEAD = {"cli": "static", "desktop": "static", "api": "web"}
_TITLES = {"cli": "a command line program", "api": "a service for other programs", "desktop": "a desktop program"}


def wanted_kind(text: str, lexicon: Lexicon, kind: str) -> str:
    """The kind asked for: the person's own choice, else the first cue in the text, else static."""
    if kind != "auto":
        return kind
    folded = fold(text)
    return next((name for name in _ORDER if _cued(folded, name, lexicon)), "static")


def _cued(folded: str, name: str, lexicon: Lexicon) -> bool:
    unless = lexicon.not_packs.get(name)
    text = unless.sub(" ", folded) if unless else folded
    return lexicon.packs[name].search(text) is not None


def built_kind(wanted: str, packs: frozenset[str]) -> tuple[str, str]:
    """The kind that is built with the packs there are, and one sentence why."""
    if wanted in packs:
        return wanted, _WHY.get(wanted, "")
    built = _INSTEAD.get(wanted, "static")
    if built not in packs:
        built = next(iter(sorted(packs)), "static")
    what = "a page with a server" if built == "web" else "a single page"
    return (
        built,
        (
            f"You asked for {_TITLES.get(wanted, wanted)}; that cannot be built yet, so this is {what} "
            "that does the same work."
        ),
    )


_WHY = {
    "static": "One person or one device: a single page that keeps its rows in the browser, without a server.",
    "web": "Several people use it at once: a small server keeps the rows for all.",
    "cli": "You asked for a command line program.",
    "api": "You asked for a service for other programs.",
    "desktop": "You asked for a desktop program.",
}


def as_kind(word: str) -> Kind:
    """The word as a kind of the format; an unknown one is static."""
    kinds: dict[str, Kind] = {"static": "static", "web": "web", "cli": "cli", "api": "api", "desktop": "desktop"}
    return kinds.get(word, "static")
