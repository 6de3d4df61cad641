"""Roles: `may` into grants. Nothing is allowed that is not said."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from lamplighter.domain.blueprint.app import DoGrant, Grant, Own, RolePlan
from lamplighter.domain.blueprint.catalog import Catalog, said
from lamplighter.domain.blueprint.expressions import expression
from lamplighter.domain.blueprint.lines import items, marks, parts, words
from lamplighter.domain.blueprint.model import Blueprint, Role
from lamplighter.domain.blueprint.phrases import phrase
from lamplighter.domain.blueprint.problems import Fault, Notes, Place, known
from lamplighter.domain.blueprint.scopes import row_scope
from lamplighter.domain.blueprint.tree import Base, Expression, Path, Root, Type

VERBS = ("see", "add", "edit", "delete")
JOINS = ("", "list", "invite", "self")
PUBLIC = "public"
EVERY = "*"
_HOW = "write `see|add ENTITY(fields) own where expr`, `do RULE, RULE own` or `all *`, parted by `;`"
_VERBS = re.compile(r"((?:(?:see|add|edit|delete)\b[\s|,/]*)+)(.+)", re.DOTALL)
_DO = re.compile(r"do\s+(.+?)(\s+own(?:\s+([^\W\d][\w.]*))?)?", re.DOTALL)
_OWN = re.compile(r"\s+own(?:\s+([^\W\d][\w.]*))?\s*$")
_ENTITY = re.compile(r"(\w+|\*)\s*(?:\((.*)\))?", re.DOTALL)
_NO_VERB = frozenset({"all", "see", "add", "edit", "delete", "do"})


def place_of(role: Role) -> Place:
    """Where a role stands."""
    return Place("role", role.id)


def planned(blueprint: Blueprint, catalog: Catalog, notes: Notes) -> tuple[RolePlan, ...]:
    """Every role, its `may` read; what means nothing is noted and left out."""
    if blueprint.roles and blueprint.kind == "static":
        notes.add(Place("kind"), "a static app has no roles", "set kind to web (or desktop), or empty `roles`")
    plans: list[RolePlan] = []
    for role in catalog.roles.values():
        if role.is_ and role.is_ not in catalog.entities:
            notes.add(place_of(role), f"is: unknown entity {role.is_!r}", known(role.is_, catalog.entities))
            continue
        with notes.at(place_of(role).at("join")):
            _check_join(role)
        plans.append(_plan(role, catalog, notes))
    return tuple(plans)


def _check_join(role: Role) -> None:
    if role.id == PUBLIC and (role.join or role.is_):
        raise Fault("public has no account", "leave is and join empty")
    if role.join not in JOINS:
        raise Fault(f"{role.join!r} is no way to join", "choose of list, invite, self, or leave it empty")
    if role.join in ("list", "self") and not role.is_:
        raise Fault(f"join={role.join} needs `is`", "name the entity whose rows sign in, or use invite")
    if role.join == "self" and may_everything(role.may):
        raise Fault(f"anybody could make themselves {role.id}", "use list or invite")


def may_everything(may: str) -> bool:
    """Whether `all *` stands in it."""
    return any(part.replace(" ", "") == "all*" for part in parts(may))


def _plan(role: Role, catalog: Catalog, notes: Notes) -> RolePlan:
    grants: list[Grant] = []
    does: list[DoGrant] = []
    reader = _Reader(role, catalog)
    place = place_of(role).at("may")
    for part in parts(role.may):
        with notes.at(Place(place.part, place.id, place.key, part)):
            if part.replace(" ", "") == "all*":
                grants.append(Grant(VERBS, EVERY, None, None, None))
                does.append(DoGrant(EVERY, None))
            elif part.startswith("do ") or part == "do":
                does += reader.do(part)
            else:
                grants += reader.grants(part)
    label, everything = role.label or phrase(role.id), may_everything(role.may)
    plan = RolePlan(role.id, label, role.is_, role.join, tuple(grants), tuple(does), everything)
    for fault in _unpickable(plan, catalog):
        notes.add(place, fault.fault, fault.repair)
    return plan


class _Reader(msgspec.Struct, frozen=True):
    """Reads the parts of one role's `may`."""

    role: Role
    catalog: Catalog

    def do(self, text: str) -> list[DoGrant]:
        match = _DO.fullmatch(text)
        if match is None:
            raise Fault(f"cannot read {text!r}", "write `do RULE, RULE own`", text)
        found: list[DoGrant] = []
        for word in words(match[1]):
            rule = self.rule(word)
            entity = self.catalog.rules[rule].on if rule != EVERY else ""
            own = self.own(entity, match[3] or "") if match[2] else None
            found.append(DoGrant(rule, own))
        return found

    def rule(self, word: str) -> str:
        rule, _, action = word.partition(".")
        if word == EVERY:
            return EVERY
        use = self.catalog.uses.get(rule)
        if use is None:
            raise Fault(f"unknown rule {word!r}", known(rule, self.catalog.rules), word)
        names = [a.name for a in use.actions]
        if action and action not in names:
            raise Fault(f"{rule} has no action {action!r}", known(action, names), word)
        return rule

    def grants(self, text: str) -> list[Grant]:
        match = _VERBS.fullmatch(text)
        if match is None:
            raise Fault(f"cannot read {text!r}", _HOW, text)
        verbs = tuple(v for v in VERBS if v in re.split(r"[\s|,/]+", match[1]))
        rest, where = _cut_where(match[2])
        found = _OWN.search(rest)
        own, names = (found[1] or "", rest[: found.start()]) if found else (None, rest)
        listed = items(names)
        if not listed:
            raise Fault(f"cannot read {text!r}", "name an entity, or several: `see room, desk`", text)
        return [self.grant(verbs, item, own, where) for item in listed]

    def grant(self, verbs: tuple[str, ...], item: str, own: str | None, where: str | None) -> Grant:
        match = _ENTITY.fullmatch(item)
        if match is None:
            raise Fault(f"cannot read {item!r}", "write one entity, or `a, b`; then own, then where", item)
        entity, fields = match[1], match[2]
        if entity == EVERY:
            if own is not None or where is not None or fields is not None:
                raise Fault("`*` takes no fields, own or where", "name the entities", item)
            return Grant(verbs, EVERY, None, None, None)
        self.catalog.fields(entity)
        names = tuple(dict.fromkeys(items(fields))) if fields is not None else None
        for name in names or ():
            self.catalog.hop(entity, name)
        condition = self.condition(entity, where) if where is not None else None
        return Grant(verbs, entity, names, self.own(entity, own) if own is not None else None, condition)

    def condition(self, entity: str, text: str) -> Expression:
        scope = row_scope(entity, self.role.is_)
        return expression(text, self.catalog, scope, frozenset({Base.BOOL}))

    def own(self, entity: str, path: str) -> Own:
        person = self.role.is_
        if not entity:
            raise Fault("`do *` takes no own", "name the rules")
        if path:
            return Own("path", self.owning(entity, path))
        if entity == person:
            return Own("self")
        references = self.catalog.kids(entity, person) if person else []
        if len(references) > 1:
            choices = " or ".join(f"own {name}" for name in references)
            fault = f"own: {entity} refers to {person} {len(references)} times"
            raise Fault(fault, f"name the one that owns it: {choices}")
        return Own("path", self.owning(entity, references[0])) if references else Own("creator")

    def owning(self, entity: str, text: str) -> Path:
        person = self.role.is_
        hops = self.catalog.hops(entity, text.split("."))
        end = hops[-1].type
        if end not in (Type(Base.REF, person), Type(Base.REFS, person), Type(Base.ANY)) or not person:
            wanted = person or "the entity that signs in"
            raise Fault(f"own {text} ends at {said(end)}", f"it must end at a reference to {wanted}", text)
        return Path(Root.ROW, entity, hops, end)


def _cut_where(text: str) -> tuple[str, str | None]:
    for index, char in marks(text):
        before = index > 0 and text[index - 1].isspace()
        if char == "w" and before and re.match(r"where\s", text[index:]):
            return text[:index], text[index + 6 :].strip()
    return text, None


def _unpickable(plan: RolePlan, catalog: Catalog) -> Iterator[Fault]:
    """Required references of what a role may add that it may not see."""
    if plan.id == PUBLIC:
        return
    for grant in plan.grants:
        if "add" not in grant.verbs or grant.entity == EVERY:
            continue
        for line in catalog.entities[grant.entity].values():
            if not line.required or line.type.base is not Base.REF or not line.stored or line.default == "me":
                continue
            target = line.type.target
            if (target == plan.is_ and grant.own is not None) or _sees(plan, target):
                continue
            shown = catalog.shown.get(target) or "id"
            yield Fault(
                f"may add {grant.entity} but cannot see {target}, so its {line.id} cannot be picked",
                f"add `see {target}` (or `see {target}({shown})`)",
            )


def _sees(plan: RolePlan, entity: str) -> bool:
    return any(g.entity in (entity, EVERY) and ("see" in g.verbs or "edit" in g.verbs) for g in plan.grants)
