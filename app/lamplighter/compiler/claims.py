"""What a scenario expects in the end, as statements of a test."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lamplighter.compiler.steps import StepWriter, Tongue
from lamplighter.domain.blueprint.app import (
    Expectation,
    Exported,
    Holds,
    Listed,
    Offered,
    Outcome,
    Presses,
    Sees,
    Step,
    Told,
    Touches,
)
from lamplighter.domain.blueprint.tree import Root


@dataclass(frozen=True, slots=True)
class ClaimWriter:
    """Writes expectations."""

    steps: StepWriter

    @property
    def tongue(self) -> Tongue:
        return self.steps.tongue

    def before(self, expect: Expectation) -> list[str]:
        """What is claimed must not be true beforehand, or must stay true when it is written `still`."""
        if not isinstance(expect, Holds):
            return []
        claim = self.claim(expect)
        define = (
            ["def claim():", f"    return {claim}", ""] if self.tongue.python else [f"const claim = () => {claim};"]
        )
        already = "world.already(claim)"
        return [*define, self.tongue.claimed(already if expect.still else self.tongue.scribe.spelling.negated(already))]

    def claim(self, expect: Holds) -> str:
        rows = [
            f"world.row({self.tongue.scribe.text(row.entity)}, {self.tongue.scribe.text(row.key)})"
            for row in expect.bound
        ]
        code = self.tongue.scribe.expression(expect.expression, "", {Root.BOUND: "ROWS"})
        for index, row in enumerate(rows):
            code = code.replace(f"ROWS[{index}]", row)
        return code

    def ending(self, step: Step | None, expect: Expectation) -> list[str]:
        if step is not None and isinstance(expect, Outcome):
            return [self.tongue.set("outcome", self.steps.step(step)), *self.outcome(expect)]
        if step is not None and isinstance(expect, Told):
            return [self.tongue.set("told", f"{self.steps.step(step)}.succeeds().result"), *self.told(expect)]
        return [*([self.steps.done(step)] if step is not None else []), *self.stands(expect)]

    def stands(self, expect: Expectation) -> Iterator[str]:
        """What is so when every step is done."""
        match expect:
            case Holds():
                yield self.tongue.claimed("claim()" if self.tongue.python else "claim() === true")
            case Sees(entity=entity, row=row, field=field, can=can):
                names = [entity, row.key if row else "", field]
                seen = f"world.sees({', '.join(self.tongue.scribe.text(name) for name in names)})"
                yield self.tongue.claimed(seen if can else self.tongue.scribe.spelling.negated(seen))
            case Listed():
                yield from self.listed(expect)
            case Touches():
                yield self.touches(expect)
            case Presses(rules=rules, row=row):
                on = "" if row is None else self._names(row.entity, row.key)
                yield self.tongue.equal(f"world.presses({on})", self.listed_texts(rules))
            case Exported():
                yield from self.exported(expect)
            case Offered(row=row, field=field, candidate=candidate):
                offered = f"world.offers({self._names(row.entity, row.key, field, candidate.key)})"
                yield self.tongue.claimed(offered if expect.offered else self.tongue.scribe.spelling.negated(offered))

    def exported(self, expect: Exported) -> Iterator[str]:
        """The text of the file, its name and its kind."""
        args = self.tongue.mapping({"form": self.tongue.scribe.text(expect.form)} if expect.form else {})
        code = f"world.do({self.tongue.scribe.text(expect.rule + '.export')}, {args}).succeeds().result"
        yield self.tongue.set("file", code)
        for part, value in (("text", expect.text), ("name", expect.name), ("type", expect.kind)):
            if value:
                yield self.tongue.equal(self.tongue.item("file", part), self.tongue.scribe.text(value))

    def touches(self, expect: Touches) -> str:
        """All that may be touched with a verb, or what of one row."""
        told = {entity: self._fields(fields) for entity, fields in expect.touched.items()}
        verb = self.tongue.scribe.text(expect.verb)
        if expect.row is None:
            return self.tongue.equal(f"world.touches({verb})", self.tongue.mapping(told))
        call = f"world.{self.tongue.method('touches_row')}({verb}, {self._names(expect.row.entity, expect.row.key)})"
        return self.tongue.equal(call, told.get(expect.row.entity, "[]"))

    def _fields(self, fields: tuple[str, ...] | None) -> str:
        return self.tongue.scribe.value(True) if fields is None else self.listed_texts(fields)

    def _names(self, *names: str) -> str:
        return ", ".join(self.tongue.scribe.text(name) for name in names)

    def listed_texts(self, texts: tuple[str, ...]) -> str:
        return f"[{self._names(*texts)}]"

    def outcome(self, expect: Outcome) -> Iterator[str]:
        if expect.not_by:
            stopped = f"outcome.{self.tongue.method('is_stopped_by')}({self.tongue.scribe.text(expect.not_by)})"
            yield self.tongue.claimed(self.tongue.scribe.spelling.negated(stopped), "outcome")
        if expect.what:
            by = self.tongue.scribe.text(expect.by) if expect.by else ""
            yield self.tongue.claimed(f"outcome.{self.tongue.method(f'is_{expect.what}')}({by})", "outcome")

    def told(self, expect: Told) -> Iterator[str]:
        yield self.tongue.equal(self.tongue.item("told", "good"), str(expect.added))
        yield self.tongue.equal(self.tongue.item("told", "known"), str(expect.same))
        yield self.tongue.equal(self.tongue.item("told", "changed"), str(expect.changed))
        lines = ", ".join(self.pair(str(line), self.tongue.scribe.text(field)) for line, field in expect.wrong)
        bad = self.tongue.item("told", "bad")
        if self.tongue.python:
            yield self.tongue.equal(f'[(one["line"], one["column"]) for one in {bad}]', f"[{lines}]")
        else:
            yield self.tongue.equal(f"{bad}.map((one) => [one.line, one.column])", f"[{lines}]")

    def pair(self, left: str, right: str) -> str:
        return f"({left}, {right})" if self.tongue.python else f"[{left}, {right}]"

    def listed(self, expect: Listed) -> Iterator[str]:
        yield self.tongue.set("listed", f"world.listed({self.tongue.scribe.text(expect.rule)})")
        row = f"world.find({self.tongue.scribe.text(expect.row.entity)}, {self.tongue.scribe.text(expect.row.key)})"
        if expect.say:
            yield self.tongue.equal(
                f"listed[{row}]" if self.tongue.python else f"listed.get({row})", self.tongue.scribe.text(expect.say)
            )
        elif self.tongue.python:
            yield f"assert {row} {'in' if expect.listed else 'not in'} listed"
        else:
            yield self.tongue.claimed(f"{'' if expect.listed else '!'}listed.has({row})")
