"""The steps of a scenario as statements of a test, and the values in them as they come in from outside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lamplighter.compiler.scribe import MICROS, AppScribe
from lamplighter.domain.blueprint.app import (
    Add,
    App,
    As,
    Cell,
    Clock,
    Delete,
    Do,
    Edit,
    Field,
    FromNow,
    FromToday,
    Imported,
    Judged,
    Me,
    Placed,
    RowNamed,
    RowsNamed,
    Step,
)
from lamplighter.domain.blueprint.numbers import decimal


@dataclass(frozen=True, slots=True)
class Tongue:
    """Statements of a test in the language of its scribe."""

    scribe: AppScribe

    @property
    def python(self) -> bool:
        return self.scribe.language == "python"

    @property
    def end(self) -> str:
        return self.scribe.spelling.end

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

    def equal(self, left: str, right: str) -> str:
        return f"assert {left} == {right}" if self.python else f"assert.deepEqual({left}, {right});"

    def item(self, code: str, name: str) -> str:
        return f"{code}[{self.scribe.text(name)}]" if self.python else f"{code}.{name}"

    def mapping(self, pairs: Mapping[str, str]) -> str:
        if self.python:
            return "{" + ", ".join(f"{self.scribe.text(name)}: {value}" for name, value in pairs.items()) + "}"
        inner = ", ".join(
            f"{name if name.isidentifier() else self.scribe.text(name)}: {v}" for name, v in pairs.items()
        )
        return f"{{ {inner} }}" if inner else "{}"


@dataclass(frozen=True, slots=True)
class StepWriter:
    """Writes steps."""

    app: App
    tongue: Tongue

    def done(self, step: Step) -> str:
        """A step that must succeed."""
        code = self.step(step)
        return code + (self.tongue.end if isinstance(step, Clock | As | Placed) else f".succeeds(){self.tongue.end}")

    def step(self, step: Step) -> str:
        text, method = self.tongue.scribe.text, self.tongue.method
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
                many = f", {'copies=' if self.tongue.python else ''}{copies}" if copies > 1 else ""
                return f"world.place({text(entity)}, {number}, {self.values(entity, values)}{many})"
            case Judged(entity=entity, row=row, values=values):
                key = f", {text(row.key)}" if row is not None else ""
                return f"world.judged({text(entity)}, {self.values(entity, values)}{key})"
            case Imported(rule=rule, text=content):
                return f"world.do({text(rule + '.import')}, {self.tongue.mapping({'text': text(content)})})"

    def acting(self, step: As) -> str:
        role = self.tongue.scribe.spelling.none if step.role == "*" else self.tongue.scribe.text(step.role)
        found = [role]
        if step.row is not None:
            found.append(
                f"world.find({self.tongue.scribe.text(step.row.entity)}, {self.tongue.scribe.text(step.row.key)})"
            )
        if step.browser:
            found += [self.tongue.scribe.spelling.none, self.tongue.scribe.text(step.browser)]
        return f"world.{self.tongue.method('as_role')}({', '.join(found)})"

    def doing(self, step: Do) -> str:
        rule = self.app.rule(step.rule)
        values = self.values(rule.on, step.values)
        row = (
            f", world.find({self.tongue.scribe.text(step.row.entity)}, {self.tongue.scribe.text(step.row.key)})"
            if step.row
            else ""
        )
        return f"world.do({self.tongue.scribe.text(f'{step.rule}.{step.action}')}, {values}{row})"

    # -- values, as they come in from outside

    def values(self, entity: str, values: Mapping[str, Cell]) -> str:
        fields = self.app.entities[entity].fields
        return self.tongue.mapping({name: self.cell(cell, fields.get(name)) for name, cell in values.items()})

    def cell(self, cell: Cell, field: Field | None) -> str:
        text = self.tongue.scribe.text
        match cell:
            case bool() | None:
                return self.tongue.scribe.value(cell)
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
                return f"world.db.{self.tongue.method('me_id')}"
        return text(cell)
