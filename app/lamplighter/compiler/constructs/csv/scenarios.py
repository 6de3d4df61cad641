"""The generated tests of `csv`: a good line, the same file twice, a line in error, the header, what is written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from lamplighter.compiler.construct import Scenario
from lamplighter.compiler.constructs.csv.emit import fields_of, forms_of
from lamplighter.compiler.witness import Witness
from lamplighter.compiler.witness.cast import acting, placed
from lamplighter.compiler.witness.plausible import ONE, plain
from lamplighter.compiler.witness.scene import Scene
from lamplighter.domain.blueprint.app import App, Exported, Field, Imported, RulePlan, Step, Told
from lamplighter.domain.blueprint.evaluate import Row
from lamplighter.domain.blueprint.numbers import decimal
from lamplighter.domain.blueprint.tree import Base
from lamplighter.domain.blueprint.values import Value

UNREADABLE = {"int", "num", "money", "minutes", "stars", "date", "datetime", "yesno", "choice", "ref", "refs"}


def scenarios(rule: RulePlan, app: App, witness: Witness) -> tuple[Scenario, ...]:
    """What goes in and what comes out."""
    return (*_reading(rule, app, witness), *_writing(rule, app, witness), *_other_forms(rule, app, witness))


# -- in


def _reading(rule: RulePlan, app: App, witness: Witness) -> Iterator[Scenario]:
    fields = [app.entities[rule.on].fields[name] for name in fields_of(rule, "in")]
    if not fields:
        return
    scene = witness.scene(rule.on, _values(witness, fields))
    scene = _with_references(witness, scene, fields)
    row = scene.now(scene.row)
    cells = {one.id: _cell(rule, scene, one, row.values.get(one.id)) for one in fields}
    before = (*placed(scene.world, row), *acting(scene.world))
    good = _complete(app, rule, fields)
    if good and all(cell is not None for cell in cells.values()):
        texts = {name: cell or "" for name, cell in cells.items()}
        yield from _good(rule, fields, before, texts)
    yield from _bad(rule, fields, before, cells)


def _values(witness: Witness, fields: list[Field]) -> dict[str, Value]:
    """Values for the columns, also where a field may stay blank."""
    found: dict[str, Value] = {}
    for one in fields:
        if one.type.base in (Base.REF, Base.REFS) or one.auto or one.raw in ("photo", "file"):
            continue
        found[one.id] = _value(witness, one)
    return found


def _value(witness: Witness, one: Field) -> Value:
    if one.type.base is Base.CHOICE:
        return one.options[-1].id
    if one.type.base is Base.BOOL:
        return True
    if one.raw in ("num", "money") and one.maximum is None:
        return 1234 * ONE + ONE // 2
    return plain(witness.empty, one, 1)


def _with_references(witness: Witness, scene: Scene, fields: list[Field]) -> Scene:
    for one in fields:
        if one.type.base is Base.REF and scene.now(scene.row).values.get(one.id) is None and one.where is None:
            other, row = witness.beside(scene, one.type.target, {})
            scene = witness.changed(other, {one.id: row.id})
    return scene


def _complete(app: App, rule: RulePlan, fields: list[Field]) -> bool:
    """Whether a line of these columns makes a whole row."""
    named = {one.id for one in fields if not one.auto}
    needed = [one for one in app.entities[rule.on].stored if one.required and one.default is None]
    return all(one.id in named for one in needed) and not any(one.auto or one.where is not None for one in fields)


def _cell(rule: RulePlan, scene: Scene, one: Field, value: Value) -> str | None:
    """The text of a value in a file; None where this test cannot write it."""
    if value is None or value == ():
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if one.type.base is Base.REF:
        return _shown(scene, one, value)
    if isinstance(value, int):
        return decimal(value).replace(".", "," if rule.with_.word("decimal") == "comma" else ".")
    if one.type.base in (Base.DATE, Base.DATETIME):
        return _day(rule, str(value))
    if one.type.base is Base.CHOICE:
        return next(option.text for option in one.options if option.id == value)
    return str(value) if isinstance(value, str) else None


def _shown(scene: Scene, one: Field, value: Value) -> str | None:
    plan = scene.world.app.entities[one.type.target]
    row = scene.world.get(one.type.target, value)
    name = row.values.get(plan.shown) if row is not None and plan.shown else None
    return name if isinstance(name, str) and plan.fields[plan.shown].stored else None


def _day(rule: RulePlan, text: str) -> str:
    year, month, day = text[:10].split("-")
    forms = {"dmy": f"{day}.{month}.{year}", "mdy": f"{month}/{day}/{year}"}
    return forms.get(rule.with_.word("dates"), text[:10]) + (f" {text[11:]}" if len(text) > 10 else "")


def _line(cells: list[str]) -> str:
    return ";".join(f'"{cell}"' if any(sign in cell for sign in ';"\n,') else cell for cell in cells)


def _file(header: list[str], *lines: list[str]) -> str:
    return "\n".join(_line(line) for line in (header, *lines)) + "\n"


def _good(rule: RulePlan, fields: list[Field], before: tuple[Step, ...], cells: dict[str, str]) -> Iterator[Scenario]:
    line = [cells[one.id] for one in fields]
    labels, ids = [one.label for one in fields], [one.id for one in fields]
    by_label = Imported(rule.id, _file(labels, line))
    yield Scenario(rule.id, "a good line enters", (*before, by_label), Told(1))
    yield Scenario(rule.id, "columns are found by their id", (*before, Imported(rule.id, _file(ids, line))), Told(1))
    turned = Imported(rule.id, _file(labels[::-1], line[::-1]))
    yield Scenario(rule.id, "columns may stand in any order", (*before, turned), Told(1))
    if fields_of(rule, "key"):
        yield Scenario(rule.id, "the same file again changes nothing", (*before, by_label, by_label), Told(0, 1))
        yield from _other_values(rule, fields, before, cells, by_label)


def _other_values(
    rule: RulePlan, fields: list[Field], before: tuple[Step, ...], cells: dict[str, str], first: Imported
) -> Iterator[Scenario]:
    """A line with the same key and another value is skipped, or changes the row."""
    free = (
        one for one in fields if one.id not in fields_of(rule, "key") and one.raw in ("text", "long", "money", "num")
    )
    one = next((field for field in free if not field.unique and field.maximum is None), None)
    if one is None:
        return
    other = {**cells, one.id: "another" if one.type.base is Base.TEXT else "9"}
    second = Imported(rule.id, _file([f.label for f in fields], [other[f.id] for f in fields]))
    told = Told(0, 0, 1) if rule.with_.word("same") == "update" else Told(0, 1)
    verb = "changes the row" if told.changed else "is left out"
    yield Scenario(rule.id, f"a line with the same key {verb}", (*before, first, second), told)


def _bad(
    rule: RulePlan, fields: list[Field], before: tuple[Step, ...], cells: dict[str, str | None]
) -> Iterator[Scenario]:
    labels = [one.label for one in fields]
    for one in [field for field in fields if field.raw in UNREADABLE or field.type.base is Base.REF][:4]:
        line = ["??" if other is one else cells[other.id] or "" for other in fields]
        step = Imported(rule.id, _file(labels, line))
        told = Told(0, wrong=((2, one.label),))
        yield Scenario(rule.id, f"a line with an unreadable {one.id} is listed", (*before, step), told)


# -- out


def _writing(rule: RulePlan, app: App, witness: Witness) -> Iterator[Scenario]:
    if "csv" not in forms_of(rule, app):
        return
    fields = [one for one in app.entities[rule.on].fields.values() if not one.private]
    header = _written(rule, [one.label for one in fields])
    around = acting(witness.empty)
    expect = Exported(rule.id, "csv", "\ufeff" + header, f"{rule.on}.csv", "text/csv")
    yield Scenario(rule.id, "an export begins with the labels", around, expect)
    scene = witness.scene(rule.on)
    text = next((one for one in fields if one.raw == "text" and one.stored), None)
    if text is not None:
        scene = witness.changed(scene, {text.id: "=1+1"})
    row = scene.now(scene.row)
    cells = [_out(rule, witness, scene, row, one) for one in fields]
    if all(cell is not None for cell in cells):
        line = _written(rule, [cell or "" for cell in cells])
        steps = (*placed(scene.world), *around)
        sentence = "an export writes rows, and no formula"
        yield Scenario(rule.id, sentence, steps, Exported(rule.id, "csv", "\ufeff" + header + line))


def _other_forms(rule: RulePlan, app: App, witness: Witness) -> Iterator[Scenario]:
    """What each form writes when there are no rows; the first form is the one it has by itself."""
    heading = "\ufeffnumber,at,who,row,field,old,new\r\n"
    seal = f"{witness.empty.today},SHA-256,{hashlib.sha256(heading.encode()).hexdigest()}\r\n"
    calendar = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//{app.id}//EN\r\nEND:VCALENDAR\r\n"
    empty = {
        "json": ("[]\n", "json", "application/json"),
        "ics": (calendar, "ics", "text/calendar"),
        "history": (heading + seal, "history.csv", "text/csv"),
    }
    for number, form in enumerate(forms_of(rule, app)):
        if form not in empty:
            continue
        text, ending, kind = empty[form]
        for asked in (form, "") if number == 0 else (form,):
            expect = Exported(rule.id, asked, text, f"{rule.on}.{ending}", kind)
            about = f"an export as {form} without rows" if asked else "the form it has by itself"
            yield Scenario(rule.id, about, acting(witness.empty), expect)


def _out(rule: RulePlan, witness: Witness, scene: Scene, row: Row, one: Field) -> str | None:
    """A value as it is written; None where only the running app could tell."""
    value = row.values.get(one.id) if one.stored else witness.value(scene, witness.path(row.entity, one.id))
    known = one.stored or witness.knows(scene, row.entity, one.id)
    if isinstance(value, bool) or not known or (isinstance(value, tuple) and value):
        return None
    cell = _cell(rule, scene, one, value)
    return f"'{cell}" if cell and cell[0] in "=+-@" and not isinstance(value, int) else cell


def _written(rule: RulePlan, cells: list[str]) -> str:
    mark = ";" if rule.with_.word("decimal") == "comma" else ","
    quoted = (
        f'"{c.replace(chr(34), chr(34) * 2)}"' if any(sign in c for sign in (mark, '"', "\n")) else c for c in cells
    )
    return mark.join(quoted) + "\r\n"
