"""The drafter as one function: words to a blueprint, honest about what it did not understand or cannot build."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from lamplighter.domain.blueprint.model import Blueprint
from lamplighter.domain.drafting import remarks
from lamplighter.domain.drafting.assemble import assembled, unique
from lamplighter.domain.drafting.clean import Cleaned, cleaned
from lamplighter.domain.drafting.language import spoken
from lamplighter.domain.drafting.lexicon import Lexicon
from lamplighter.domain.drafting.lines import FeatureLine, RuleLine, ScreenLine
from lamplighter.domain.drafting.pack import as_kind, built_kind, wanted_kind
from lamplighter.domain.drafting.reading import Reading, read
from lamplighter.domain.drafting.screen import refusal, screened
from lamplighter.domain.drafting.sketch import Able, Sketch

CONSTRUCTS = frozenset(
    ["limit", "require", "act", "due", "alert", "flow", "lookup", "number", "booking", "loan", "csv", "history"]
)
SCREENS = frozenset(["today", "list", "board", "calendar", "form", "detail", "chart", "print"])
ABLE = Able(CONSTRUCTS, SCREENS, frozenset({"static", "web"}))
Faults = Callable[[Blueprint], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Draft:
    """What came of a text. `blueprint` is None exactly when `refused` says why in one sentence; `harm` is the topic
    of a harmful one, empty when the text only holds no idea.

    `questions` could be asked to make it better, `assumed` was guessed, `cut` was asked for and left for later,
    `not_built` was asked for and is in no rule or screen, `pack_why` tells why this kind of program.
    """

    blueprint: Blueprint | None
    refused: str = ""
    harm: str = ""
    questions: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    cut: tuple[str, ...] = ()
    not_built: tuple[str, ...] = ()
    pack_why: str = ""


def _no_faults(_: Blueprint) -> Sequence[str]:
    return ()


def drafted(
    text: str,
    lexicon: Lexicon,
    *,
    language: str = "en",
    kind: str = "auto",
    answers: Mapping[str, str] = MappingProxyType({}),
    able: Able = ABLE,
    faults: Faults = _no_faults,
) -> Draft:
    """A blueprint for any text, or one sentence why there is none; never an exception.

    `language` is that of the program, used when the text does not tell its own; `answers` are texts of the interview
    (question id → words) read after the idea; `able` is what can be compiled now; `faults` judges a blueprint (the
    checker, as sentences): a recipe it blames is taken out again and named in `not_built`.
    """
    clean = cleaned("\n".join([text, *(answers[k] for k in sorted(answers))]))
    if not any(c.isalpha() for c in clean.text):
        return Draft(None, refused="There is no idea in this text yet: say in a sentence what you need.")
    screen = screened(clean.text, lexicon)
    if screen.harm:
        return Draft(None, refused=refusal(screen.harm), harm=screen.harm)
    code, told = spoken(clean.text, lexicon, language)
    reading = read(clean.text, lexicon, code)
    sketch, blueprint = _proven(reading, lexicon, able, wanted_kind(clean.text, lexicon, kind), faults)
    return _told(sketch, blueprint, clean, screen.care, told)


def _proven(reading: Reading, lexicon: Lexicon, able: Able, wanted: str, faults: Faults) -> tuple[Sketch, Blueprint]:
    """Draws until no recipe is blamed; the plain lists are left when all are."""
    without: set[str] = set()
    while True:
        sketch = _drawn(reading, lexicon, able, wanted, without)
        sketch.kind = as_kind(_kind(sketch)[0])
        blueprint = assembled(sketch, remarks.name(sketch), remarks.pitch(sketch), as_kind(sketch.kind))
        wrong = faults(blueprint)
        blamed = _blamed(wrong, sketch, without) if wrong else ""
        if not blamed:
            return sketch, blueprint
        without.add(blamed)


def _kind(sketch: Sketch) -> tuple[str, str]:
    """The kind that is built and why; people with different rights need a server."""
    kind, why = built_kind(sketch.wanted, sketch.able.packs)
    if sketch.roles and kind == "static" and "web" in sketch.able.packs:
        return "web", why if sketch.wanted != "static" else built_kind("web", sketch.able.packs)[1]
    return kind, why


def _drawn(reading: Reading, lexicon: Lexicon, able: Able, wanted: str, without: set[str]) -> Sketch:
    sketch = Sketch(reading, lexicon, able, wanted)
    for recipe in lexicon.recipes:
        if recipe.name not in without and recipe.fits(sketch):
            sketch.recipe = recipe.name
            recipe.apply(sketch)
    sketch.not_built += [sketch.say("What would not hold together") + f": {name}" for name in sorted(without)]
    remarks.gather(sketch)
    return sketch


def _blamed(wrong: Sequence[str], sketch: Sketch, without: set[str]) -> str:
    """The recipe whose id stands in a fault, else the last one that wrote anything."""
    lines: list[RuleLine | ScreenLine | FeatureLine] = [*sketch.rules, *sketch.screens, *sketch.features]
    for fault in wrong:
        hit = next((x.recipe for x in lines if f" {x.id}" in fault or f"{x.id}:" in fault), "")
        if hit and hit not in without:
            return hit
    return next((x.recipe for x in reversed(lines) if x.recipe not in without), "")


def _told(sketch: Sketch, blueprint: Blueprint, clean: Cleaned, care: tuple[str, ...], told: bool) -> Draft:
    questions, cut = remarks.questions(sketch, care), remarks.cut(sketch)
    notes = remarks.notes(sketch, clean.left_out, clean.cut_off, told)
    return Draft(
        blueprint=blueprint,
        questions=questions,
        assumed=tuple(unique([*notes, *sketch.assumed])),
        cut=cut,
        not_built=tuple(unique(sketch.not_built)),
        pack_why=_kind(sketch)[1],
    )
