"""Writes the rules of `csv`: how a file of these rows looks, reading it in, and writing it out."""

from __future__ import annotations

from lamplighter.compiler.construct import Action, Emission, Scribe, Source
from lamplighter.compiler.constructs.prose import remark, source
from lamplighter.domain.blueprint.app import App, RulePlan
from lamplighter.domain.blueprint.tree import Base, Path

WRITERS = {
    "csv": ("sheets", "write_csv", "text/csv"),
    "json": ("sheets", "write_json", "application/json"),
    "ics": ("calendar_file", "write_calendar", "text/calendar"),
    "history": ("kept_lines", "write_history", "text/csv"),
}


def emit(rule: RulePlan, app: App, python: Scribe, javascript: Scribe) -> Emission:
    """What the file looks like, and up to two buttons."""

    def text(template: str) -> Source:
        return source(f"csv/{template}", python, javascript, lambda scribe: _words(rule, app, scribe))

    actions = [_export(rule, python, text("export"))]
    imports = [("sheets", "Sheet"), *(WRITERS[form][:2] for form in forms_of(rule, app))]
    if rule.with_.paths("in"):
        actions.insert(0, _import(rule, python, text("import")))
        imports.append(("sheets", "read_in"))
    return Emission(
        helpers=((python.named(rule.id, "sheet"), text("sheet")),),
        actions=tuple(actions),
        imports=tuple(imports),
        library=frozenset({"sheets", "cells", "delimited"} | {module for module, _ in imports}),
    )


def forms_of(rule: RulePlan, app: App) -> tuple[str, ...]:
    """The forms rows can be written in; a calendar only where rows have a day."""
    forms = dict.fromkeys(rule.with_.words("out") or ("csv",))
    return tuple(form for form in forms if form != "ics" or days_of(rule, app)[0])


def fields_of(rule: RulePlan, name: str) -> tuple[str, ...]:
    """The fields named by a parameter."""
    return tuple(path.hops[0].field for path in rule.with_.paths(name) if path.hops)


def days_of(rule: RulePlan, app: App) -> tuple[str, str]:
    """The fields a calendar takes as beginning and end: those of a booking, else the first with a time, else a day."""
    for other in app.rules:
        if other.use == "booking" and other.on == rule.on:
            begin, to = other.with_.path("from"), other.with_.expression("to")
            end = to.tree if to else None
            own = isinstance(end, Path) and len(end.hops) == 1
            return (begin.hops[0].field if begin else ""), (end.hops[0].field if own and isinstance(end, Path) else "")
    fields = app.entities[rule.on].stored
    timed = [field.id for field in fields if field.type.base is Base.DATETIME]
    days = [field.id for field in fields if field.type.base is Base.DATE]
    return next(iter([*timed, *days]), ""), ""


def _import(rule: RulePlan, python: Scribe, run: Source) -> Action:
    return Action(
        rule=rule.id,
        name="import",
        entity=rule.on,
        label=python.message("csv.import"),
        run_name=python.named("run", rule.id, "import"),
        run=run,
        on_row=False,
        arguments={"text": "text", "preview": "bool"},
    )


def _export(rule: RulePlan, python: Scribe, run: Source) -> Action:
    return Action(
        rule=rule.id,
        name="export",
        entity=rule.on,
        label=python.message("csv.export"),
        run_name=python.named("run", rule.id, "export"),
        run=run,
        on_row=False,
        arguments={"form": "text"},
    )


def _words(rule: RulePlan, app: App, scribe: Scribe) -> dict[str, object]:
    fields, key = fields_of(rule, "in"), fields_of(rule, "key")
    begin, end = days_of(rule, app)
    return {
        "rule_id": rule.id,
        "sheet": scribe.named(rule.id, "sheet"),
        "remark": remark(scribe, _sentence(rule, fields, key)),
        "entity": scribe.text(rule.on),
        "fields": [scribe.text(field) for field in fields],
        "key": [scribe.text(field) for field in key],
        "unusual": _unusual(rule, scribe),
        "forms": [_form(form, rule, app, scribe) for form in forms_of(rule, app)],
        "calendar": ", ".join(map(scribe.text, (app.id, begin, end))),
    }


def _unusual(rule: RulePlan, scribe: Scribe) -> list[tuple[str, str]]:
    """What differs from the usual form of a file."""
    words = {"same": rule.with_.word("same"), "dates": rule.with_.word("dates")}
    usual = {"same": "skip", "dates": "ymd"}
    found = [(name, scribe.text(word)) for name, word in words.items() if word not in ("", usual[name])]
    return [*found, *([("point", scribe.text(","))] if rule.with_.word("decimal") == "comma" else [])]


def _sentence(rule: RulePlan, fields: tuple[str, ...], key: tuple[str, ...]) -> str:
    if not fields:
        return f"How a file of {rule.on} rows is written."
    again = {"update": "changes that row"}.get(rule.with_.word("same"), "is left out")
    known = f"; a line with the same {', '.join(key)} {again}" if key else ""
    return f"Reads {', '.join(fields)}{known}."


def _form(form: str, rule: RulePlan, app: App, scribe: Scribe) -> dict[str, str]:
    _, function, kind = WRITERS[form]
    begin, end = days_of(rule, app)
    more = "".join(f", {scribe.text(word)}" for word in (app.id, begin, end)) if form == "ics" else ""
    ending = {"history": "history.csv"}.get(form, form)
    return {
        "form": scribe.text(form),
        "kind": scribe.text(kind),
        "file": scribe.text(f"{rule.on}.{ending}"),
        "call": f"{scribe.named(function)}(commit, {scribe.named(rule.id, 'sheet')}(){more})",
    }
