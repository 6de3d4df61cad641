"""Checks and scenarios as readable tests: pytest for Python, node:test for JavaScript, one name in both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lamplighter.compiler.claims import ClaimWriter
from lamplighter.compiler.construct import Scenario
from lamplighter.compiler.names import snake
from lamplighter.compiler.prose import indented, remark
from lamplighter.compiler.scribe import AppScribe, Mode
from lamplighter.compiler.steps import StepWriter, Tongue
from lamplighter.domain.blueprint.app import (
    App,
    Expectation,
    Holds,
    Placed,
    Step,
)

LONGEST = 90


@dataclass(frozen=True, slots=True)
class Case:
    """One test before it is written in a language: its name, what it says, and a scenario to act out."""

    name: str
    about: str
    scenario: Scenario


def feature_cases(app: App) -> list[Case]:
    """The checks of every feature that is built."""
    found = []
    for feature in app.features:
        for check in feature.checks:
            scenario = Scenario(feature.id, check.source, check.steps, check.expect, demo=True, alone=False)
            found.append(Case(f"test_feature_{feature.id}__{sentence(check.source)}", check.source, scenario))
    return named_apart(found)


def cases(kind: str, scenarios: Iterable[Scenario]) -> list[Case]:
    """Generated tests of one kind: "rule", "role" or "field"."""
    found = [Case(f"test_{kind}_{one.rule}__{sentence(one.sentence)}", one.sentence, one) for one in scenarios]
    return named_apart(found)


def sentence(text: str) -> str:
    """The words of a text as the end of a test's name."""
    words = re.sub(r"\W+", "_", text.replace("=>", " ")).strip("_").lower()
    return words[:LONGEST].rstrip("_") or "it_holds"


def named_apart(cases: Sequence[Case]) -> list[Case]:
    """Cases whose names are all different."""
    seen: dict[str, int] = {}
    found = []
    for case in cases:
        seen[case.name] = seen.get(case.name, 0) + 1
        number = seen[case.name]
        found.append(case if number == 1 else Case(f"{case.name}_{number}", case.about, case.scenario))
    return found


@dataclass(frozen=True, slots=True)
class CaseWriter:
    """Writes cases in the language of its scribe. `own` names the functions of each rule, for tests of it alone."""

    app: App
    tongue: Tongue
    own: Mapping[str, Sequence[str]]

    @property
    def steps(self) -> StepWriter:
        return StepWriter(self.app, self.tongue)

    @property
    def claims(self) -> ClaimWriter:
        return ClaimWriter(self.steps)

    def module(self, about: str, cases: Sequence[Case], imports: str, library: str) -> str:
        """A whole test module; `library` is where the library lies, as this language imports it."""
        head = remark("python", about) if self.tongue.python else f"// {remark('javascript', about)[3:]}"
        rules = dict.fromkeys(self.ruled(case.scenario) for case in cases if case.scenario.alone)
        constants = "\n".join(self.constant(rule) for rule in rules)
        tests = [self.test(case) for case in cases]
        used = self.tongue.scribe.imports(library) if self.tongue.scribe.used else ""
        parts = [head, self.preamble(imports, used, constants)]
        gap = "\n\n\n" if self.tongue.python else "\n\n"
        return "\n\n".join(part for part in parts if part) + gap + gap.join(tests) + "\n"

    def preamble(self, imports: str, used: str, constants: str) -> str:
        """Imports and the rules that are tested alone."""
        return "\n\n".join(part for part in (imports, used, constants) if part)

    def constant(self, rule: str) -> str:
        """The rules with only this one's functions."""
        functions = [
            self.tongue.scribe.text(self.tongue.scribe.spelling.spelled(name)) for name in self.own.get(rule, ())
        ]
        head, call = f"{self.constant_name(rule)} = alone(", [self.tongue.scribe.text(rule), *functions]
        inner = ", ".join(call)
        if len(head) + len(inner) > 110:
            inner = f"\n{indented([part + ',' for part in call], 4 if self.tongue.python else 2)}\n"
        return f"{'' if self.tongue.python else 'const '}{head}{inner}){self.tongue.end}"

    def ruled(self, scenario: Scenario) -> str:
        """The rule that is tested alone; empty for a test of a role or a field, which needs no rule."""
        return scenario.rule if scenario.rule in self.own else ""

    @staticmethod
    def constant_name(rule: str) -> str:
        return "ONLY_" + snake(rule).upper() if rule else "NO_RULES"

    # -- one test

    def test(self, case: Case) -> str:
        lines = self.lines(case.scenario)
        about = remark(self.tongue.scribe.language, case.about)
        if self.tongue.python:
            return f"def {case.name}():\n{indented([about, *lines], 4)}"
        return f"test({self.tongue.scribe.text(case.name)}, () => {{\n{indented([about, *lines], 2)}\n}});"

    def lines(self, scenario: Scenario) -> list[str]:
        if scenario.candidates:
            return list(self.tried(scenario))
        earlier, last = scenario.steps[:-1], scenario.steps[-1] if scenario.steps else None
        lines = [self.tongue.set("world", self.world(scenario)), *self.database(scenario.expect)]
        for number, step in enumerate(earlier):
            lines += self.claims.before(scenario.expect) if number == self.claimed_at(scenario) else []
            lines.append(self.steps.done(step))
        lines += self.claims.before(scenario.expect) if self.claimed_at(scenario) >= len(earlier) else []
        return [*lines, *self.claims.ending(last, scenario.expect)]

    @staticmethod
    def claimed_at(scenario: Scenario) -> int:
        """Before which step a claim is looked at first: what must stay so, as soon as the rows stand."""
        if not (isinstance(scenario.expect, Holds) and scenario.expect.still):
            return 0
        return next((n for n, step in enumerate(scenario.steps) if not isinstance(step, Placed)), len(scenario.steps))

    def world(self, scenario: Scenario) -> str:
        arguments = [self.constant_name(self.ruled(scenario))] if scenario.alone else []
        if not scenario.demo:
            arguments.append(
                "empty=True" if self.tongue.python else ("" if arguments else "undefined, ") + "{ empty: true }"
            )
        return f"{'' if self.tongue.python else 'new '}World({', '.join(arguments)})"

    def database(self, expect: Expectation) -> list[str]:
        if not isinstance(expect, Holds):
            return []
        return (
            [self.tongue.set("db", "world.db")]
            if "db." in self.claims.claim(expect) or "(db" in self.claims.claim(expect)
            else []
        )

    def tried(self, scenario: Scenario) -> Iterator[str]:
        """Each candidate in a world of its own: the rule stops at least one of them and lets at least one pass."""
        yield self.tongue.set("stopped", "[]")
        for candidate in scenario.candidates:
            yield self.tongue.set_again("world", self.world(scenario), first=candidate is scenario.candidates[0])
            *earlier, last = (*scenario.steps, *candidate)
            yield from (self.steps.done(step) for step in earlier)
            add = "append" if self.tongue.python else "push"
            yield f"stopped.{add}({self.by_rule(last, scenario.rule)}){self.tongue.end}"
        yield self.tongue.claimed("any(stopped)" if self.tongue.python else "stopped.some(Boolean)")
        yield self.tongue.claimed("not all(stopped)" if self.tongue.python else "!stopped.every(Boolean)")

    def by_rule(self, step: Step, rule: str) -> str:
        return f"{self.steps.step(step)}.{self.tongue.method('is_stopped_by')}({self.tongue.scribe.text(rule)})"


def usual_role(app: App) -> str | None:
    """Who acts in a check that does not say: the first role that may do everything, else the first role."""
    roles = [role for role in app.roles if role.id != "public"]
    return next((role.id for role in roles if role.everything), roles[0].id if roles else None)


def scribe_of_tests(scribe: AppScribe) -> AppScribe:
    """A scribe for tests: derived fields by their name."""
    return scribe.in_mode(Mode.TESTS)
