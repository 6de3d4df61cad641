"""Types that meet: what fits where, and how a reference becomes a name and a text becomes an option."""

from __future__ import annotations

from dataclasses import replace

from lamplighter.domain.blueprint.app import Option
from lamplighter.domain.blueprint.catalog import Catalog, said
from lamplighter.domain.blueprint.problems import Fault, known
from lamplighter.domain.blueprint.tree import Aggregate, Base, Call, Hop, Node, Path, Text, Type
from lamplighter.domain.blueprint.words import slug

OPEN = (Base.ANY, Base.BLANK)
NUMBERS = (Base.NUM, Base.MONEY)
WORDS = (Base.TEXT, Base.CHOICE)


def agreed_type(left: Type, right: Type) -> Type | None:
    """The type both sides can be compared or chosen as; None when they have nothing in common."""
    if left.base in OPEN:
        return right if left.base is Base.BLANK or right.base not in OPEN else left
    if right.base in OPEN or left == right:
        return left
    if left.base in NUMBERS and right.base in NUMBERS:
        return Type(Base.MONEY)
    if left.base in WORDS and right.base in WORDS:
        return Type(Base.TEXT)
    return None


def fits(value: Type, target: Type) -> bool:
    """Whether a value may be written to a field of type `target`."""
    if value.base in OPEN or Base.ANY is target.base or value == target:
        return True
    if value.base is Base.NUM and target.base is Base.MONEY:
        return True
    return value.base in WORDS and target.base in WORDS


def is_one_of(value: Type, bases: frozenset[Base]) -> bool:
    """Whether a value is of one of these types; a number counts as money, nothing given means anything."""
    if not bases or value.base in OPEN or value.base in bases:
        return True
    return value.base is Base.NUM and Base.MONEY in bases


def named(node: Node, catalog: Catalog) -> Node:
    """A reference as the shown name of its row; any other node as it is. Raises Fault when the rows have no name."""
    if node.type.base is not Base.REF:
        return node
    match node:
        case Path():
            hop = shown_hop(node.type.target, catalog)
            return replace(node, hops=(*node.hops, hop), type=hop.type)
        case Aggregate():
            hop = shown_hop(node.type.target, catalog)
            return replace(node, hops=(*node.hops, hop), type=hop.type)
        case Call(function="if" | "or_else"):
            arguments = tuple(named(a, catalog) for a in node.arguments)
            return replace(node, arguments=arguments, type=Type(Base.TEXT))
    return node


def shown_hop(entity: str, catalog: Catalog) -> Hop:
    """The step from a row to its shown name."""
    shown = catalog.shown.get(entity, "")
    if not shown:
        raise Fault(f"a row of {entity} has no name to compare with a text", "compare one of its fields")
    return catalog.hop(entity, shown)


def options_of(node: Node, catalog: Catalog) -> tuple[Option, ...]:
    """The options a choice can be; empty when they are not known."""
    match node:
        case Path(hops=hops) | Aggregate(hops=hops) if hops:
            line = catalog.line(hops[-1])
            return line.options if line else ()
        case Call(function="if" | "or_else" | "lesser" | "greater", arguments=arguments):
            return next((o for o in (options_of(a, catalog) for a in arguments) if o), ())
    return ()


def as_option(node: Node, options: tuple[Option, ...], what: str) -> Node:
    """Texts in `node` (also in the branches of `if` and `or_else`) as ids of options; Fault for an unknown one."""
    match node:
        case Text(value=value) if node.type.base is Base.TEXT:
            return Text(option_id(value, options, what), Type(Base.CHOICE))
        case Call(function="if", arguments=(condition, *branches)):
            return _branches(node, [condition], branches, options, what)
        case Call(function="or_else", arguments=branches):
            return _branches(node, [], list(branches), options, what)
    return node


def _branches(node: Call, head: list[Node], branches: list[Node], options: tuple[Option, ...], what: str) -> Node:
    lowered = [as_option(branch, options, what) for branch in branches]
    if any(branch.type.base not in (Base.CHOICE, Base.BLANK) for branch in lowered):
        return node
    return replace(node, arguments=(*head, *lowered), type=Type(Base.CHOICE))


def option_id(text: str, options: tuple[Option, ...], what: str) -> str:
    """The id of the option that `text` names by id or by text; raises Fault."""
    wanted = slug(text)
    for option in options:
        if wanted == option.id or text.strip() == option.text:
            return option.id
    raise Fault(f"{text!r} is not an option of {what}", known(text, [o.id for o in options]), text)


def written(node: Node, target: Type, options: tuple[Option, ...], what: str, catalog: Catalog) -> Node:
    """`node` as a value of the field `what`; raises Fault when its type does not fit."""
    if target.base is Base.CHOICE and options:
        node = as_option(node, options, what)
    if target.base is Base.TEXT:
        node = named(node, catalog)
    if not fits(node.type, target):
        raise Fault(f"{what} is {said(target)}, the value is {said(node.type)}", "make both the same type")
    return node
