"""What can be compiled now: the blueprint without what is set aside and without kinds that no compiler knows yet.

Whatever would have stood on them goes, too; every piece left out is named with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import msgspec

from lamplighter.domain.blueprint.app import Add, Check, Do, Edit, Holds, Outcome
from lamplighter.domain.blueprint.closure import kept
from lamplighter.domain.blueprint.features import MUST
from lamplighter.domain.blueprint.honesty import check_honesty
from lamplighter.domain.blueprint.lines import items
from lamplighter.domain.blueprint.model import Blueprint, Feature, Rule
from lamplighter.domain.blueprint.phrases import phrase
from lamplighter.domain.blueprint.problems import Notes, Problem
from lamplighter.domain.blueprint.prune import Taken, pruned, without_part
from lamplighter.domain.blueprint.reading import Reading, read
from lamplighter.domain.blueprint.signature import Vocabulary
from lamplighter.domain.findings import Severity

_ROUNDS = 80  # each takes at least one piece out; a blueprint has fewer layers than that
_QUOTED = re.compile(r"'([^']+)'")

_EFFECTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "make": ("into", "update"),
        "practice": ("log",),
        "repeat": (),
        "expire": (),
        "assign": (),
        "classify": (),
        "queue": (),
    }
)
"""Constructs that write rows by themselves, and the parameters that name other entities they write."""

_BLOCKERS = frozenset({"signup", "ledger", "poll", "assign", "timer", "practice", "queue"})
"""Constructs that refuse changes."""


class NotCompiled(msgspec.Struct, frozen=True):
    """A piece that is left out: its part ("rule", "screen", "field", "check" …), its id, and why, as a sentence."""

    part: str
    id: str
    why: str


@dataclass(slots=True)
class _Account:
    """What was left out, and the names that are gone with it: name → why."""

    left_out: list[NotCompiled] = field(default_factory=list)
    gone: dict[str, str] = field(default_factory=dict)

    def add(self, part: str, id_: str, why: str) -> None:
        """Name a piece once."""
        note = NotCompiled(part, id_, why)
        if note not in self.left_out:
            self.left_out.append(note)

    def cause(self, problem: Problem) -> str:
        """Why a problem came up: the reason of the first name in its message that is gone."""
        text = f"{problem.fault} {problem.where.item}"
        for word in (*_QUOTED.findall(text), *re.findall(r"\w+", text)):
            if word in self.gone:
                return self.gone[word]
        return problem.fault


def compilable(blueprint: Blueprint, vocabulary: Vocabulary) -> tuple[Blueprint, tuple[NotCompiled, ...]]:
    """The part of a blueprint that compiles now, and what was left out and why.

    Features that are later or never stay as rows without uses and checks; what only they needed is gone. Pure and
    idempotent. A blueprint that is invalid for other reasons comes back with those faults still in it.
    """
    account = _Account()
    blueprint = _set_aside(blueprint, vocabulary)
    blueprint = _without_unknown_kinds(blueprint, vocabulary, account)
    blueprint = _settled(blueprint, vocabulary, account)
    return _without_hollow_features(blueprint, account), tuple(account.left_out)


# -- features that are later or never


def _set_aside(blueprint: Blueprint, vocabulary: Vocabulary) -> Blueprint:
    if all(f.when == MUST for f in blueprint.features):
        return blueprint
    stay = kept(read(blueprint, vocabulary))
    claimed = {name for f in blueprint.features if f.when != MUST for name in items(f.uses)}

    def stays(part: str, id_: str) -> bool:
        return id_ not in claimed or (part, id_) in stay

    return msgspec.structs.replace(
        blueprint,
        entities=tuple(e for e in blueprint.entities if stays("entity", e.id)),
        rules=tuple(r for r in blueprint.rules if stays("rule", r.id)),
        screens=tuple(s for s in blueprint.screens if stays("screen", s.id)),
        features=tuple(f if f.when == MUST else _emptied(f) for f in blueprint.features),
    )


def _emptied(feature: Feature) -> Feature:
    return msgspec.structs.replace(feature, uses="", checks=())


# -- kinds without a compiler


def _without_unknown_kinds(blueprint: Blueprint, vocabulary: Vocabulary, account: _Account) -> Blueprint:
    rules = [r for r in blueprint.rules if r.use not in vocabulary.compiled_constructs]
    screens = [s for s in blueprint.screens if s.type not in vocabulary.compiled_screens]
    if not rules and not screens:
        return blueprint
    reading = read(blueprint, vocabulary)
    for rule in rules:
        why = f"The rule “{rule.id}” on {_called(reading, rule.on)}: “{rule.use}” rules are not built yet."
        account.add("rule", rule.id, why)
        account.gone[rule.id] = f"“{rule.use}” rules are not built yet"
        for entity in reading.app.entities.values():
            given = [f.id for f in entity.fields.values() if f.given_by == rule.id]
            account.gone |= dict.fromkeys(given, f"“{rule.use}” rules are not built yet")
    for screen in screens:
        label = screen.label or phrase(screen.id)
        account.add("screen", screen.id, f"The screen “{label}”: “{screen.type}” screens are not built yet.")
        account.gone[screen.id] = f"“{screen.type}” screens are not built yet"
    smaller = _without_blind_checks(blueprint, reading, rules, account)
    for rule in rules:
        smaller = without_part(smaller, "rule", rule.id)
    for screen in screens:
        smaller = without_part(smaller, "screen", screen.id)
    return smaller


def _called(reading: Reading, entity: str) -> str:
    plan = reading.app.entities.get(entity)
    return f"“{plan.one}”" if plan is not None else entity


def _without_blind_checks(
    blueprint: Blueprint, reading: Reading, rules: Iterable[Rule], account: _Account
) -> Blueprint:
    """Checks that speak of no rule by name and still stand on what one of these would have done."""
    lost = _Lost(reading, tuple(rules))
    features: list[Feature] = []
    for feature in blueprint.features:
        plan = next((f for f in reading.app.features if f.id == feature.id), None)
        blind = {check.source for check in plan.checks if lost.touches(check)} if plan else set[str]()
        checks = tuple(check for check in feature.checks if check.strip() not in blind)
        for source in sorted(blind):
            account.add("check", feature.id, f"One check of “{feature.label}” waits for rules not built yet: {source}")
        features.append(msgspec.structs.replace(feature, checks=checks))
    return msgspec.structs.replace(blueprint, features=tuple(features))


class _Lost(msgspec.Struct, frozen=True):
    """The rules that are left out, and what they would have changed or refused."""

    reading: Reading
    rules: tuple[Rule, ...]

    def touches(self, check: Check) -> bool:
        """Whether the outcome of a check may hang on one of them without naming it."""
        match check.expect:
            case Holds(expression=expression, still=False):
                return bool({entity for entity, _ in self._deep(expression.reads)} & set(self._written()))
            case Outcome(what="refused" | "warned", by=""):
                return bool(set(self._stepped(check)) & {r.on for r in self.rules if r.use in _BLOCKERS})
            case Outcome(what="refused" | "warned", by=by):
                judge = next((r for r in self.reading.app.rules if r.id == by), None)
                elsewhere = judge is not None and judge.on not in set(self._stepped(check))
                return elsewhere and judge is not None and judge.on in set(self._written())
        return False

    def _deep(self, reads: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
        """What is read, also through derived fields."""
        found: set[tuple[str, str]] = set()
        waiting = list(reads)
        while waiting:
            entity, name = one = waiting.pop()
            if one in found:
                continue
            found.add(one)
            plan = self.reading.app.entities.get(entity)
            field = plan.fields.get(name) if plan is not None else None
            if field is not None and field.derived is not None:
                waiting += field.derived.reads
        return found

    def _written(self) -> Iterator[str]:
        for rule in self.rules:
            if rule.use not in _EFFECTS:
                continue
            yield rule.on
            texts = self.reading.catalog.texts.get(rule.id, {})
            yield from (texts[name] for name in _EFFECTS[rule.use] if name in texts)
            for name in ("each", "link", "parts"):
                yield from re.findall(r"^\w+", texts.get(name, ""))

    def _stepped(self, check: Check) -> Iterator[str]:
        for step in check.steps:
            match step:
                case Add(entity=entity):
                    yield entity
                case Edit(row=row):
                    yield row.entity
                case Do(rule=rule):
                    yield next((r.on for r in self.reading.app.rules if r.id == rule), "")


# -- what stood on them


def _settled(blueprint: Blueprint, vocabulary: Vocabulary, account: _Account) -> Blueprint:
    """Take out what no longer means anything, until everything does."""
    for _ in range(_ROUNDS):
        errors = _errors(blueprint, vocabulary)
        if not errors:
            return blueprint
        round_ = pruned(blueprint, errors)
        if not round_.taken:
            smaller = _coarsely(blueprint, errors, account)
            if smaller == blueprint:
                return blueprint
            blueprint = smaller
            continue
        for taken in round_.taken:
            _name(taken, blueprint, account)
        blueprint = round_.blueprint
    return blueprint


def _errors(blueprint: Blueprint, vocabulary: Vocabulary) -> list[Problem]:
    """What means nothing; when everything does, the checks that can no longer hold."""
    reading = read(blueprint, vocabulary)
    if reading.notes.faulty:
        return [p for p in reading.notes.problems if p.severity is Severity.ERROR]
    notes = Notes()
    check_honesty(reading, notes)
    return [p for p in notes.problems if p.where.part == "feature"]


def _coarsely(blueprint: Blueprint, errors: Iterable[Problem], account: _Account) -> Blueprint:
    for problem in errors:
        if problem.where.part in ("demo", "feature"):
            blueprint = without_part(blueprint, problem.where.part, problem.where.id)
            account.add(problem.where.part, problem.where.id, f"{problem.where}: {account.cause(problem)}.")
    return blueprint


def _name(taken: Taken, blueprint: Blueprint, account: _Account) -> None:
    """Write down one piece that was taken out, where a person would miss it."""
    cause = account.cause(taken.problem)
    account.gone.setdefault(taken.piece or taken.id, cause)
    match taken.part:
        case "rule":
            _name_rule(taken, cause, blueprint, account)
        case "screen":
            label = next((s.label or phrase(s.id) for s in blueprint.screens if s.id == taken.id), taken.id)
            what = f"“{taken.piece}” on the screen “{label}”" if taken.piece else f"The screen “{label}”"
            account.add("screen", taken.id, f"{what}: {cause}.")
        case "entity":
            what = f"The field “{phrase(taken.piece)}” of {taken.id}"
            account.add("field", f"{taken.id}.{taken.piece}", f"{what}: {cause}.")
        case "feature" if taken.piece and taken.problem.where.key != "uses":
            label = next((f.label for f in blueprint.features if f.id == taken.id), taken.id)
            account.add("check", taken.id, f"One check of “{label}” waits for rules not built yet: {taken.piece}")
        case "measure":
            account.add("measure", taken.id, f"The count “{taken.id}”: {cause}.")


def _name_rule(taken: Taken, cause: str, blueprint: Blueprint, account: _Account) -> None:
    rule = next(r for r in blueprint.rules if r.id == taken.id)
    if taken.piece:
        account.add("rule", rule.id, f"“{taken.piece}” of the rule “{rule.id}”: {cause}.")
    else:
        account.add("rule", rule.id, f"The rule “{rule.id}” ({rule.use} on {rule.on}): {cause}.")


def _without_hollow_features(blueprint: Blueprint, account: _Account) -> Blueprint:
    """A must that lost everything it used is named and left out."""
    features: list[Feature] = []
    for feature in blueprint.features:
        lost_all = feature.when == MUST and not items(feature.uses) and not feature.checks
        if lost_all and account.left_out:
            account.add("feature", feature.id, f"“{feature.label or phrase(feature.id)}”: all it needs is left out.")
        else:
            features.append(feature)
    return msgspec.structs.replace(blueprint, features=tuple(features))
