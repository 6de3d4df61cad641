"""What answers wish for single features: a must, later or never; who wins when they disagree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import IntEnum

import msgspec

from lamplighter.domain.blueprint.answers import Answers, best_match, piece_of, pieces_of, stems, text_of
from lamplighter.domain.blueprint.features import MUST
from lamplighter.domain.blueprint.lines import items, keyed
from lamplighter.domain.blueprint.model import Blueprint, Feature, Rule
from lamplighter.domain.blueprint.problems import Fault

LATER, NEVER = "later", "never"
MOST_MUSTS = 3

_SHEET = re.compile(
    r"spreadsheet|excel|\bsheets?\b|csv|tabelle|tableur|hoja de c|エクセル|スプレッド|表計算", re.IGNORECASE
)
_LOSE = re.compile(r"los(?:e|t|ing)|export|leave again|lock|verlier|perd|失", re.IGNORECASE)
_RETYPE = re.compile(r"import|typ(?:e|ing)|again|move over|old list|abtippen|saisir|copiar|入力", re.IGNORECASE)
_GRADES = {
    "must": MUST, "musts": MUST, "expect": MUST, "expected": MUST,
    "do not care": NEVER, "don't care": NEVER, "dont care": NEVER, "indifferent": NEVER,
}  # fmt: skip


class Strength(IntEnum):
    """How much a wish weighs: a by-product of another answer, a lift, or said of this very feature."""

    BESIDE = 0
    LIFTED = 1
    SAID = 2


class Wish(msgspec.Struct, frozen=True):
    """A feature shall be `when`, says the answer to a question."""

    feature: str
    when: str
    question: str
    strength: Strength


class Remark(msgspec.Struct, frozen=True):
    """Something the answers leave open; the person is asked."""

    question: str
    text: str


def words_of(feature: Feature, blueprint: Blueprint) -> str:
    """The words a feature is known by: its label, what it uses, and what those are called."""
    used = items(feature.uses)
    labels = [s.label for s in blueprint.screens if s.id in used]
    labels += [e.label.replace("|", " ") for e in blueprint.entities if e.id in used]
    return " ".join([feature.label, *used, *labels])


def wishes(blueprint: Blueprint, answers: Answers) -> tuple[tuple[Wish, ...], tuple[Remark, ...]]:
    """Every wish in the answers, and what they leave open."""
    found = (
        *_first_action(blueprint, answers.get("E2")),
        *_sorted_features(blueprint, answers.get("E3")),
        *_other_groups(blueprint, answers.get("B1")),
        *_lifted(blueprint, answers),
    )
    return tuple(w for w in found if isinstance(w, Wish)), tuple(r for r in found if isinstance(r, Remark))


def _known_by(blueprint: Blueprint) -> list[tuple[str, str]]:
    return [(feature.id, words_of(feature, blueprint)) for feature in blueprint.features]


def _first_action(blueprint: Blueprint, answer: object) -> Iterator[Wish | Remark]:
    """E2: the one action is the must, what it is said to leave out never comes, the rest waits."""
    action = piece_of(answer, "do") or (answer if isinstance(answer, str) else "")
    action = re.split(r"[;\n]|\bout:", action)[0].strip()
    if not action:
        return
    chosen = best_match(action, _known_by(blueprint))
    if len(chosen) != 1:
        which = "none of the features" if not chosen else f"{len(chosen)} features alike"
        yield Remark("E2", f"“{action[:80]}” fits {which}; which one must work first?")
        return
    yield Wish(chosen[0], MUST, "E2", Strength.SAID)
    out = (*pieces_of(answer, "leave_out"), *pieces_of(answer, "out"))
    left = {id_ for text in out for id_ in _clear(text, blueprint) if id_ != chosen[0]}
    pain = next(f.pain for f in blueprint.features if f.id == chosen[0])
    for feature in blueprint.features:
        if feature.id in left:
            yield Wish(feature.id, NEVER, "E2", Strength.SAID)
        elif feature.pain != pain:
            yield Wish(feature.id, LATER, "E2", Strength.BESIDE)


def _clear(text: str, blueprint: Blueprint) -> tuple[str, ...]:
    """The one feature a short text means; nothing when it is not clear."""
    exact = [f.id for f in blueprint.features if text.strip().casefold() in (f.id.casefold(), f.label.casefold())]
    found = tuple(exact) or best_match(text, _known_by(blueprint))
    return found if len(found) == 1 else ()


def _sorted_features(blueprint: Blueprint, answer: object) -> Iterator[Wish | Remark]:
    """E3: musts (at most three, in the order of the file) and what nobody cares about."""
    graded: dict[str, str] = {}
    for name, grade in _board(answer):
        for id_ in _clear(name, blueprint):
            graded.setdefault(id_, grade)
    order = [f.id for f in blueprint.features if graded.get(f.id) == MUST]
    graded |= dict.fromkeys(order[MOST_MUSTS:], LATER)
    if len(order) > MOST_MUSTS:
        yield Remark("E3", f"{len(order)} musts are too many for a first version; the first {MOST_MUSTS} are built.")
    for feature in blueprint.features:
        if feature.id in graded:
            yield Wish(feature.id, graded[feature.id], "E3", Strength.SAID)


def _board(answer: object) -> Iterator[tuple[str, str]]:
    """(feature, grade) of `{feature: grade}`, `{grade: [features]}` or the text `grade: a, b; grade: c`."""
    pairs: list[tuple[str, object]] = []
    if isinstance(answer, dict):
        pairs = [(str(key), value) for key, value in sorted(answer.items(), key=lambda pair: str(pair[0]))]
    elif isinstance(answer, str):
        pairs = [(head, rest) for head, colon, rest in (p.partition(":") for p in re.split(r"[;\n]", answer)) if colon]
    for key, value in pairs:
        grade = _GRADES.get(key.strip().lower())
        if grade:
            yield from ((name, grade) for name in pieces_of({"of": value}, "of"))
        elif isinstance(value, str) and value.strip().lower() in _GRADES:
            yield key, _GRADES[value.strip().lower()]


def _other_groups(blueprint: Blueprint, answer: object) -> Iterator[Wish]:
    """B1: features that serve only people outside the group wait."""
    group = stems(text_of(answer))
    inside = {pain.id for pain in blueprint.pains if stems(pain.who) & group}
    if not inside:
        return
    for feature in blueprint.features:
        if feature.pain not in inside:
            yield Wish(feature.id, LATER, "B1", Strength.BESIDE)


def _lifted(blueprint: Blueprint, answers: Answers) -> Iterator[Wish]:
    """C3 and D1: a spreadsheet today makes import a must, a worry makes what calms it one."""
    if _SHEET.search(text_of(answers.get("C3"))):
        for feature in _using(blueprint, "in"):
            yield Wish(feature, MUST, "C3", Strength.LIFTED)
    worry = piece_of(answers.get("D1"), "worry")
    if _RETYPE.search(worry):
        for feature in _using(blueprint, "in"):
            yield Wish(feature, MUST, "D1", Strength.LIFTED)
    if _LOSE.search(worry):
        for feature in _using(blueprint, "out"):
            yield Wish(feature, MUST, "D1", Strength.LIFTED)


def _using(blueprint: Blueprint, parameter: str) -> list[str]:
    """Features that use a `csv` rule with this parameter; `out` stands there by default."""
    rules = {rule.id for rule in blueprint.rules if rule.use == "csv" and (parameter == "out" or _has(rule, parameter))}
    return [feature.id for feature in blueprint.features if rules & set(items(feature.uses))]


def _has(rule: Rule, parameter: str) -> bool:
    try:
        return any(key == parameter for key, _ in keyed(rule.with_))
    except Fault:
        return False


def decided(found: Iterable[Wish]) -> tuple[dict[str, Wish], tuple[Remark, ...]]:
    """The wish that wins for each feature: the strongest; two as strong that disagree change nothing and are told."""
    by_feature: dict[str, list[Wish]] = {}
    for wish in found:
        by_feature.setdefault(wish.feature, []).append(wish)
    winners: dict[str, Wish] = {}
    remarks: list[Remark] = []
    for feature, all_of in by_feature.items():
        top = max(wish.strength for wish in all_of)
        strongest = [wish for wish in all_of if wish.strength is top]
        if len({wish.when for wish in strongest}) == 1:
            winners[feature] = strongest[0]
        else:
            said = " and ".join(f"{wish.when} ({wish.question})" for wish in strongest)
            text = f"The answers disagree about “{feature}”: {said}; which holds?"
            remarks.append(Remark(strongest[0].question, text))
    return winners, tuple(remarks)
