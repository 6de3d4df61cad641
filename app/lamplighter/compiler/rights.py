"""What each role may see, change and press, as plain functions of the compiled app."""

from __future__ import annotations

from collections.abc import Iterator

from lamplighter.compiler.construct import Source
from lamplighter.compiler.names import snake
from lamplighter.compiler.prose import indented, one_of, remark
from lamplighter.compiler.scribe import AppScribe
from lamplighter.domain.blueprint.app import DoGrant, Grant, Own, RolePlan
from lamplighter.domain.blueprint.tree import Base


def rights_name(role: RolePlan) -> str:
    """The snake_case name of the function that says what the role may see and change."""
    return f"rights_of_{_word(role)}"


def does_name(role: RolePlan) -> str:
    """The snake_case name of the function that says which buttons the role may press."""
    return f"buttons_of_{_word(role)}"


def _word(role: RolePlan) -> str:
    return snake(role.id)


def rights_source(role: RolePlan, python: AppScribe, javascript: AppScribe) -> Source:
    """`(db, verb, entity, row)` → the sets of fields the role may touch; `row` blank asks about any row."""
    return Source(_rights(role, python), _rights(role, javascript))


def does_source(role: RolePlan, python: AppScribe, javascript: AppScribe) -> Source:
    """`(db, rule, row)` → whether the role may press the buttons of the rule."""
    return Source(_does(role, python), _does(role, javascript))


def own_references(role: RolePlan) -> tuple[tuple[str, str], ...]:
    """(entity, reference) that is filled with the person who adds a row."""
    found = []
    for grant in role.grants:
        path = grant.own.path if grant.own else None
        if "add" in grant.verbs and path is not None and len(path.hops) == 1 and path.type.base is Base.REF:
            found.append((grant.entity, path.hops[0].field))
    return tuple(dict.fromkeys(found))


def _rights(role: RolePlan, scribe: AppScribe) -> str:
    about = remark(scribe.language, f"What {role.label or role.id} may see and change.")
    lines = [line for grant in role.grants for line in _grant(grant, scribe)]
    if role.everything:
        lines = [f"yield {scribe.use('EVERY')}" + scribe.spelling.end]
    return _function(scribe, scribe.named(rights_name(role)), "db, verb, entity, row", about, lines, generator=True)


def _grant(grant: Grant, scribe: AppScribe) -> Iterator[str]:
    verbs = grant.verbs if "edit" not in grant.verbs or "see" in grant.verbs else ("see", *grant.verbs)
    conditions = [one_of(scribe, "verb", verbs)]
    if grant.entity != "*":
        conditions.append(one_of(scribe, "entity", (grant.entity,)))
    told = scribe.use("EVERY") if grant.fields is None else _set(scribe, grant.fields)
    body = [f"yield {told}{scribe.spelling.end}"]
    on_row = _on_row(grant, scribe)
    if on_row:
        body = scribe.spelling.when(on_row, body)
    yield from scribe.spelling.when(f" {scribe.spelling.conjunction} ".join(conditions), body)


def _on_row(grant: Grant, scribe: AppScribe) -> str:
    """The condition on the row; asked about no row in particular it does not matter."""
    conditions = [_own(grant.own, scribe)] if grant.own else []
    if grant.where is not None:
        where = scribe.condition(grant.where, "row")
        conditions.append(f"({where})" if conditions else where)
    if not conditions:
        return ""
    none = scribe.spelling.is_none("row")
    together = f" {scribe.spelling.conjunction} ".join(conditions)
    return f"{none} {scribe.spelling.disjunction} ({together})"


def _own(own: Own, scribe: AppScribe) -> str:
    if own.by == "creator":
        return f"{scribe.attribute('row', 'created_by')} {scribe.spelling.equal} db.actor"
    value = scribe.path(own.path, "row") if own.path is not None else scribe.attribute("row", "id")
    return f"{scribe.use('is_me')}(db, {value})"


def _does(role: RolePlan, scribe: AppScribe) -> str:
    about = remark(scribe.language, f"Which buttons {role.label or role.id} may press.")
    end = scribe.spelling.end
    lines = [f"return {scribe.spelling.yes}{end}"]
    if not role.everything:
        lines = [line for grant in role.does for line in _does_grant(grant, scribe)]
        lines.append(f"return {scribe.spelling.no}{end}")
    return _function(scribe, scribe.named(does_name(role)), "db, rule, row", about, lines)


def _does_grant(grant: DoGrant, scribe: AppScribe) -> Iterator[str]:
    conditions = [] if grant.rule == "*" else [one_of(scribe, "rule", (grant.rule,))]
    if grant.own is not None:
        conditions += [scribe.spelling.is_some("row"), _own(grant.own, scribe)]
    answer = [f"return {scribe.spelling.yes}{scribe.spelling.end}"]
    yield from (
        scribe.spelling.when(f" {scribe.spelling.conjunction} ".join(conditions), answer) if conditions else answer
    )


def _set(scribe: AppScribe, fields: tuple[str, ...]) -> str:
    names = ", ".join(scribe.text(field) for field in fields)
    return f"frozenset({{{names}}})" if scribe.language == "python" else f"[{names}]"


def _function(
    scribe: AppScribe, name: str, parameters: str, about: str, lines: list[str], *, generator: bool = False
) -> str:
    if scribe.language == "python":
        if generator and not lines:
            lines = ["yield from ()"]
        return f"def {name}({parameters}):\n{indented([about, *lines], 4)}"
    return f"function{'*' if generator else ''} {name}({parameters}) {{\n{indented([about, *lines], 2)}\n}}"
