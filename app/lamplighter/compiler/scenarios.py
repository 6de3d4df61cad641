"""Checks and scenarios as readable tests: pytest for Python, node:test for JavaScript, one name in both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lamplighter.compiler.construct import Scenario
from lamplighter.compiler.names import snake
from lamplighter.compiler.prose import indented, remark
from lamplighter.compiler.scribe import MICROS, AppScribe, Mode
from lamplighter.domain.blueprint.app import (
    Add,
    App,
    As,
    Cell,
    Clock,
    Delete,
    Do,
    Edit,
    Expectation,
    Exported,
    Field,
    FromNow,
    FromToday,
    Holds,
    Imported,
    Judged,
    Listed,
    Me,
    Outcome,
    Placed,
    RowNamed,
    RowsNamed,
    Sees,
    Step,
    Told,
)
from lamplighter.domain.blueprint.numbers import decimal
from lamplighter.domain.blueprint.tree import Root

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


def rule_cases(scenarios: Iterable[Scenario]) -> list[Case]:
    """The generated tests of the rules."""
    found = [Case(f"test_rule_{one.rule}__{sentence(one.sentence)}", one.sentence, one) for one in scenarios]
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
    scribe: AppScribe
    own: Mapping[str, Sequence[str]]

    @property
    def python(self) -> bool:
        return self.scribe.language == "python"

    @property
    def end(self) -> str:
        return self.scribe.spelling.end

    def module(self, about: str, cases: Sequence[Case], imports: str, library: str) -> str:
        """A whole test module; `library` is where the library lies, as this language imports it."""
        head = remark("python", about) if self.python else f"// {remark('javascript', about)[3:]}"
        rules = dict.fromkeys(case.scenario.rule for case in cases if case.scenario.alone)
        constants = "\n".join(self.constant(rule) for rule in rules)
        tests = [self.test(case) for case in cases]
        used = self.scribe.imports(library) if self.scribe.used else ""
        parts = [head, self.preamble(imports, used, constants)]
        gap = "\n\n\n" if self.python else "\n\n"
        return "\n\n".join(part for part in parts if part) + gap + gap.join(tests) + "\n"

    def preamble(self, imports: str, used: str, constants: str) -> str:
        """Imports and the rules that are tested alone."""
        return "\n\n".join(part for part in (imports, used, constants) if part)

    def constant(self, rule: str) -> str:
        """The rules with only this one's functions."""
        functions = [self.scribe.text(self.scribe.spelling.spelled(name)) for name in self.own.get(rule, ())]
        head, call = f"{self.constant_name(rule)} = alone(", [self.scribe.text(rule), *functions]
        inner = ", ".join(call)
        if len(head) + len(inner) > 110:
            inner = f"\n{indented([part + ',' for part in call], 4 if self.python else 2)}\n"
        return f"{'' if self.python else 'const '}{head}{inner}){self.end}"

    @staticmethod
    def constant_name(rule: str) -> str:
        return "ONLY_" + snake(rule).upper()

    # -- one test

    def test(self, case: Case) -> str:
        lines = self.lines(case.scenario)
        about = remark(self.scribe.language, case.about)
        if self.python:
            return f"def {case.name}():\n{indented([about, *lines], 4)}"
        return f"test({self.scribe.text(case.name)}, () => {{\n{indented([about, *lines], 2)}\n}});"

    def lines(self, scenario: Scenario) -> list[str]:
        if scenario.candidates:
            return list(self.tried(scenario))
        earlier, last = scenario.steps[:-1], scenario.steps[-1] if scenario.steps else None
        lines = [self.set("world", self.world(scenario)), *self.database(scenario.expect)]
        for number, step in enumerate(earlier):
            lines += self.before(scenario.expect) if number == self.claimed_at(scenario) else []
            lines.append(self.done(step))
        lines += self.before(scenario.expect) if self.claimed_at(scenario) >= len(earlier) else []
        return [*lines, *self.ending(last, scenario.expect)]

    @staticmethod
    def claimed_at(scenario: Scenario) -> int:
        """Before which step a claim is looked at first: what must stay so, as soon as the rows stand."""
        if not (isinstance(scenario.expect, Holds) and scenario.expect.still):
            return 0
        return next((n for n, step in enumerate(scenario.steps) if not isinstance(step, Placed)), len(scenario.steps))

    def world(self, scenario: Scenario) -> str:
        arguments = [self.constant_name(scenario.rule)] if scenario.alone else []
        if not scenario.demo:
            arguments.append("empty=True" if self.python else ("" if arguments else "undefined, ") + "{ empty: true }")
        return f"{'' if self.python else 'new '}World({', '.join(arguments)})"

    def database(self, expect: Expectation) -> list[str]:
        if not isinstance(expect, Holds):
            return []
        return [self.set("db", "world.db")] if "db." in self.claim(expect) or "(db" in self.claim(expect) else []

    def tried(self, scenario: Scenario) -> Iterator[str]:
        """Each candidate in a world of its own: the rule stops at least one of them and lets at least one pass."""
        yield self.set("stopped", "[]")
        for candidate in scenario.candidates:
            yield self.set_again("world", self.world(scenario), first=candidate is scenario.candidates[0])
            *earlier, last = (*scenario.steps, *candidate)
            yield from (self.done(step) for step in earlier)
            yield f"stopped.{'append' if self.python else 'push'}({self.by_rule(last, scenario.rule)}){self.end}"
        yield self.claimed("any(stopped)" if self.python else "stopped.some(Boolean)")
        yield self.claimed("not all(stopped)" if self.python else "!stopped.every(Boolean)")

    def by_rule(self, step: Step, rule: str) -> str:
        return f"{self.step(step)}.{self.method('is_stopped_by')}({self.scribe.text(rule)})"

    def set(self, name: str, value: str) -> str:
        return f"{name} = {value}" if self.python else f"const {name} = {value};"

    def set_again(self, name: str, value: str, *, first: bool) -> str:
        return f"{name} = {value}" if self.python else f"{'let ' if first else ''}{name} = {value};"

    def claimed(self, condition: str, told: str = "") -> str:
        if self.python:
            return f"assert {condition}{f', {told}' if told else ''}"
        return f"assert.ok({condition}{f', String({told})' if told else ''});"

    def method(self, name: str) -> str:
        return self.scribe.spelling.spelled(name)

    # -- expectations

    def before(self, expect: Expectation) -> list[str]:
        """What is claimed must not be true beforehand, or must stay true when it is written `still`."""
        if not isinstance(expect, Holds):
            return []
        claim = self.claim(expect)
        define = ["def claim():", f"    return {claim}", ""] if self.python else [f"const claim = () => {claim};"]
        already = "world.already(claim)"
        return [*define, self.claimed(already if expect.still else self.scribe.spelling.negated(already))]

    def claim(self, expect: Holds) -> str:
        rows = [f"world.row({self.scribe.text(row.entity)}, {self.scribe.text(row.key)})" for row in expect.bound]
        code = self.scribe.expression(expect.expression, "", {Root.BOUND: "ROWS"})
        for index, row in enumerate(rows):
            code = code.replace(f"ROWS[{index}]", row)
        return code

    def ending(self, step: Step | None, expect: Expectation) -> list[str]:
        if step is not None and isinstance(expect, Outcome):
            return [self.set("outcome", self.step(step)), *self.outcome(expect)]
        if step is not None and isinstance(expect, Told):
            return [self.set("told", f"{self.step(step)}.succeeds().result"), *self.told(expect)]
        return [*([self.done(step)] if step is not None else []), *self.stands(expect)]

    def stands(self, expect: Expectation) -> Iterator[str]:
        """What is so when every step is done."""
        match expect:
            case Holds():
                yield self.claimed("claim()" if self.python else "claim() === true")
            case Sees(entity=entity, row=row, field=field, can=can):
                names = [entity, row.key if row else "", field]
                seen = f"world.sees({', '.join(self.scribe.text(name) for name in names)})"
                yield self.claimed(seen if can else self.scribe.spelling.negated(seen))
            case Listed():
                yield from self.listed(expect)
            case Exported(rule=rule, form=form, text=text):
                args = self.mapping({"form": self.scribe.text(form)})
                code = f"world.do({self.scribe.text(rule + '.export')}, {args}).succeeds().result"
                yield self.equal(self.item(code, "text"), self.scribe.text(text))

    def outcome(self, expect: Outcome) -> Iterator[str]:
        if expect.not_by:
            stopped = f"outcome.{self.method('is_stopped_by')}({self.scribe.text(expect.not_by)})"
            yield self.claimed(self.scribe.spelling.negated(stopped), "outcome")
        if expect.what:
            by = self.scribe.text(expect.by) if expect.by else ""
            yield self.claimed(f"outcome.{self.method(f'is_{expect.what}')}({by})", "outcome")

    def told(self, expect: Told) -> Iterator[str]:
        yield self.equal(self.item("told", "good"), str(expect.added))
        yield self.equal(self.item("told", "known"), str(expect.same))
        yield self.equal(self.item("told", "changed"), str(expect.changed))
        lines = ", ".join(self.pair(str(line), self.scribe.text(field)) for line, field in expect.wrong)
        bad = self.item("told", "bad")
        if self.python:
            yield self.equal(f'[(one["line"], one["column"]) for one in {bad}]', f"[{lines}]")
        else:
            yield self.equal(f"{bad}.map((one) => [one.line, one.column])", f"[{lines}]")

    def pair(self, left: str, right: str) -> str:
        return f"({left}, {right})" if self.python else f"[{left}, {right}]"

    def listed(self, expect: Listed) -> Iterator[str]:
        yield self.set("listed", f"world.listed({self.scribe.text(expect.rule)})")
        row = f"world.find({self.scribe.text(expect.row.entity)}, {self.scribe.text(expect.row.key)})"
        if expect.say:
            yield self.equal(f"listed[{row}]" if self.python else f"listed.get({row})", self.scribe.text(expect.say))
        elif self.python:
            yield f"assert {row} {'in' if expect.listed else 'not in'} listed"
        else:
            yield self.claimed(f"{'' if expect.listed else '!'}listed.has({row})")

    def equal(self, left: str, right: str) -> str:
        return f"assert {left} == {right}" if self.python else f"assert.deepEqual({left}, {right});"

    def item(self, code: str, name: str) -> str:
        return f"{code}[{self.scribe.text(name)}]" if self.python else f"{code}.{name}"

    # -- steps

    def done(self, step: Step) -> str:
        """A step that must succeed."""
        code = self.step(step)
        return code + (self.end if isinstance(step, Clock | As | Placed) else f".succeeds(){self.end}")

    def step(self, step: Step) -> str:
        text, method = self.scribe.text, self.method
        match step:
            case Clock(minutes=minutes, minute_of_day=at):
                moment = f"0, {text(f'{at // 60:02d}:{at % 60:02d}')}" if at is not None else str(minutes)
                return f"world.clock({moment})"
            case As(role=role):
                return self.acting(step) if role else f"world.{method('as_usual')}()"
            case Add(entity=entity, values=values):
                return f"world.add({text(entity)}, {self.values(entity, values)})"
            case Edit(row=row, values=values):
                return f"world.edit({text(row.entity)}, {text(row.key)}, {self.values(row.entity, values)})"
            case Delete(row=row):
                return f"world.delete({text(row.entity)}, {text(row.key)})"
            case Do():
                return self.doing(step)
            case Placed(entity=entity, number=number, values=values, copies=copies):
                many = f", {'copies=' if self.python else ''}{copies}" if copies > 1 else ""
                return f"world.place({text(entity)}, {number}, {self.values(entity, values)}{many})"
            case Judged(entity=entity, row=row, values=values):
                key = f", {text(row.key)}" if row is not None else ""
                return f"world.judged({text(entity)}, {self.values(entity, values)}{key})"
            case Imported(rule=rule, text=content):
                return f"world.do({text(rule + '.import')}, {self.mapping({'text': text(content)})})"

    def acting(self, step: As) -> str:
        role = self.scribe.spelling.none if step.role == "*" else self.scribe.text(step.role)
        found = [role]
        if step.row is not None:
            found.append(f"world.find({self.scribe.text(step.row.entity)}, {self.scribe.text(step.row.key)})")
        if step.browser:
            found += [self.scribe.spelling.none, self.scribe.text(step.browser)]
        return f"world.{self.method('as_role')}({', '.join(found)})"

    def doing(self, step: Do) -> str:
        rule = self.app.rule(step.rule)
        values = self.values(rule.on, step.values)
        row = f", world.find({self.scribe.text(step.row.entity)}, {self.scribe.text(step.row.key)})" if step.row else ""
        return f"world.do({self.scribe.text(f'{step.rule}.{step.action}')}, {values}{row})"

    # -- values, as they come in from outside

    def values(self, entity: str, values: Mapping[str, Cell]) -> str:
        fields = self.app.entities[entity].fields
        return self.mapping({name: self.cell(cell, fields.get(name)) for name, cell in values.items()})

    def mapping(self, pairs: Mapping[str, str]) -> str:
        if self.python:
            return "{" + ", ".join(f"{self.scribe.text(name)}: {value}" for name, value in pairs.items()) + "}"
        inner = ", ".join(
            f"{name if name.isidentifier() else self.scribe.text(name)}: {v}" for name, v in pairs.items()
        )
        return f"{{ {inner} }}" if inner else "{}"

    def cell(self, cell: Cell, field: Field | None) -> str:
        text = self.scribe.text
        match cell:
            case bool() | None:
                return self.scribe.value(cell)
            case int():
                return str(cell // MICROS) if cell % MICROS == 0 else text(decimal(cell))
            case FromToday(days=days, minute=minute):
                clock = f", {text(f'{minute // 60:02d}:{minute % 60:02d}')}" if minute is not None else ""
                return f"world.day({days}{clock})"
            case FromNow(minutes=minutes):
                return f"world.moment({minutes})"
            case RowNamed(entity=entity, key=key):
                return f"world.find({text(entity)}, {text(key)})"
            case RowsNamed(rows=rows):
                return "[" + ", ".join(self.cell(row, field) for row in rows) + "]"
            case Me():
                return f"world.db.{self.method('me_id')}"
        return text(cell)


def usual_role(app: App) -> str | None:
    """Who acts in a check that does not say: the first role that may do everything, else the first role."""
    roles = [role for role in app.roles if role.id != "public"]
    return next((role.id for role in roles if role.everything), roles[0].id if roles else None)


def scribe_of_tests(scribe: AppScribe) -> AppScribe:
    """A scribe for tests: derived fields by their name."""
    return scribe.in_mode(Mode.TESTS)
