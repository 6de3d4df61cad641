"""Answers refine the blueprint: pure, applied twice is applied once, and the order of answers does not matter.

Who wins: what a person pinned, then the answers, then what stood there. Nothing is renamed. What is set aside stays in
the file as later or never. Answers about parts that no compiler builds yet (price page, meters, expiry) change nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from lamplighter.domain.blueprint.answers import Answers, text_of
from lamplighter.domain.blueprint.features import MUST
from lamplighter.domain.blueprint.limits import LIMITS
from lamplighter.domain.blueprint.model import Blueprint, Feature
from lamplighter.domain.blueprint.refine_parts import Change, consented, counted, named, narrowed, peopled, private
from lamplighter.domain.blueprint.wishes import Remark, Wish, decided, wishes

Pins = frozenset[str]
"""What a person edited by hand, as "part.id.key": "features.split.when", "pitch"."""


@dataclass(frozen=True, slots=True)
class Refinement:
    """One change, or one remark (`changed` no): the question it came from, where, and a sentence. `cuts`: set aside."""

    question: str
    where: str
    text: str
    cuts: bool = False
    changed: bool = True


_STEPS: tuple[Callable[[Blueprint, Answers, Pins], tuple[Blueprint, tuple[Change, ...]]], ...] = (
    peopled,
    private,
    consented,
    narrowed,
    named,
    counted,
)


def refined(
    blueprint: Blueprint, answers: Answers, pins: Pins = frozenset()
) -> tuple[Blueprint, tuple[Refinement, ...]]:
    """The blueprint after these answers (question id → value), and what changed or was left open."""
    out: list[Refinement] = []
    blueprint, pitch = _pitched(blueprint, answers, pins)
    out += pitch
    for step in _STEPS:
        blueprint, changes = step(blueprint, answers, pins)
        out += [Refinement(c.question, c.where, c.text, changed=c.changed) for c in changes]
    found, remarks = wishes(blueprint, answers)
    winners, disagreements = decided(found)
    blueprint, cut = _sorted_out(blueprint, winners, pins)
    out += cut
    out += [_remark(r) for r in (*remarks, *disagreements)]
    return blueprint, tuple(out)


def _remark(remark: Remark) -> Refinement:
    return Refinement(remark.question, "features", remark.text, changed=False)


def _pitched(blueprint: Blueprint, answers: Answers, pins: Pins) -> tuple[Blueprint, list[Refinement]]:
    """A2: the sentence of the person is the sentence of the app."""
    said = " ".join(text_of(answers.get("A2")).split())
    if not said or said == blueprint.pitch or "pitch" in pins:
        return blueprint, []
    if len(said) > LIMITS.text_pitch:
        text = f"The sentence has {len(said)} characters, {LIMITS.text_pitch} fit under the title; it was not taken."
        return blueprint, [Refinement("A2", "pitch", text, changed=False)]
    changed = msgspec.structs.replace(blueprint, pitch=said)
    return changed, [Refinement("A2", "pitch", "Your sentence stands under the title.")]


def _sorted_out(blueprint: Blueprint, winners: dict[str, Wish], pins: Pins) -> tuple[Blueprint, list[Refinement]]:
    features: list[Feature] = []
    out: list[Refinement] = []
    for feature in blueprint.features:
        wish = winners.get(feature.id)
        place = f"features.{feature.id}.when"
        if wish is None or wish.when == feature.when or place in pins:
            features.append(feature)
            continue
        features.append(msgspec.structs.replace(feature, when=wish.when))
        word = {MUST: "is built first", "later": "waits", "never": "is left out"}[wish.when]
        out.append(Refinement(wish.question, place, f"“{feature.label}” {word}.", cuts=wish.when != MUST))
    return msgspec.structs.replace(blueprint, features=tuple(features)), out
