"""From the untyped tree to the typed one: binds every name and gives every node its type."""

from __future__ import annotations

from lamplighter.domain.blueprint.catalog import said
from lamplighter.domain.blueprint.functions import FUNCTIONS, ORDERED
from lamplighter.domain.blueprint.lowering import agreed_type, as_option, named, options_of
from lamplighter.domain.blueprint.numbers import millionths
from lamplighter.domain.blueprint.problems import Fault, known
from lamplighter.domain.blueprint.syntax import (
    Raw,
    RawAggregate,
    RawCall,
    RawNumber,
    RawOne,
    RawPair,
    RawPath,
    RawRow,
    RawText,
)
from lamplighter.domain.blueprint.tree import (
    Aggregate,
    Arithmetic,
    Base,
    Call,
    Compare,
    Logic,
    Negative,
    Node,
    Not,
    Number,
    Path,
    Root,
    Text,
    Type,
)
from lamplighter.domain.blueprint.typer_paths import PathTyper
from lamplighter.domain.blueprint.typing_rules import (
    ARITHMETIC,
    COUNTED,
    JOINED,
    aggregate_type,
    check_round_digits,
    check_same_rows,
    expect,
    is_role,
    mixed,
    spelled,
)

NUM, MONEY, TEXT, BOOL = Base.NUM, Base.MONEY, Base.TEXT, Base.BOOL
_NESTING = 2  # an aggregate in the condition of an aggregate; deeper ones are refused


class Typer(PathTyper):
    """Types one expression."""

    __slots__ = ()

    def node(self, raw: Raw) -> Node:
        """The typed tree; raises Fault."""
        match raw:
            case RawNumber(text=text):
                return Number(millionths(text))
            case RawText(text=text):
                return Text(text)
            case RawPath(names=names):
                return self.path(names)
            case RawRow():
                return self.row(raw)
            case RawCall():
                return self.call(raw)
            case RawAggregate():
                return self.aggregate(raw)
            case RawPair(operator="and" | "or" as operator):
                return Logic(operator, self.condition(raw.left, operator), self.condition(raw.right, operator))
            case RawPair(operator="=" | "!=" | "<" | "<=" | ">" | ">="):
                return self.compare(raw)
            case RawPair():
                return self.arithmetic(raw)
            case RawOne(operator="not"):
                return Not(self.condition(raw.inner, "not"))
            case RawOne():
                return self.negative(raw)

    def condition(self, raw: Raw, what: str) -> Node:
        node = self.node(raw)
        if node.type.base not in (BOOL, Base.ANY):
            repair = 'for "is empty" write blank(x)' if what == "not" else "compare it with something"
            raise Fault(f"{what} needs yes/no, found {said(node.type)}", repair)
        return node

    def negative(self, raw: RawOne) -> Node:
        inner = self.node(raw.inner)
        if inner.type.base not in (NUM, MONEY, Base.ANY, Base.BLANK):
            raise Fault(f"- needs a number, found {said(inner.type)}", "only numbers and money have a minus")
        return Negative(inner, inner.type)

    def arithmetic(self, raw: RawPair) -> Node:
        left, right = self.node(raw.left), self.node(raw.right)
        if raw.operator == "&":
            return Arithmetic("&", self.joined(left), self.joined(right), Type(TEXT))
        for one, other in ((left, right), (right, left)):
            if one.type.base in (Base.ANY, Base.BLANK) and other.type.base in COUNTED:
                return Arithmetic(raw.operator, left, right, other.type)
        result = ARITHMETIC.get((raw.operator, left.type.base, right.type.base))
        if result is None:
            raise Fault(f"{said(left.type)} {raw.operator} {said(right.type)} has no meaning", mixed(left, right))
        return Arithmetic(raw.operator, left, right, Type(result))

    def joined(self, node: Node) -> Node:
        if node.type.base not in JOINED:
            raise Fault(f"& cannot join {said(node.type)}", "write if(x, 'yes', 'no') to say a yes/no in words")
        return self.name_of(node)

    def name_of(self, node: Node) -> Node:
        lowered = named(node, self.catalog)
        match lowered:
            case Path(hops=hops) | Aggregate(hops=hops):
                self.note(hops)
        return lowered

    def compare(self, raw: RawPair) -> Node:
        left, right = self.side(raw.left, raw), self.side(raw.right, raw)
        left, right = self.beside(left, right), self.beside(right, left)
        agreed = agreed_type(left.type, right.type)
        if agreed is None:
            raise Fault(f"cannot compare {said(left.type)} with {said(right.type)}", mixed(left, right))
        if raw.operator not in ("=", "!=") and agreed.base not in (*ORDERED, Base.ANY, Base.BLANK):
            raise Fault(f"{raw.operator} has no meaning for {said(agreed)}", "only = and != do")
        return Compare(raw.operator, left, right, agreed)

    def side(self, raw: Raw, whole: RawPair) -> Node:
        """One side of a comparison; an option or a name without quotes gets a message of its own."""
        try:
            return self.node(raw)
        except Fault as fault:
            other = whole.right if raw is whole.left else whole.left
            if isinstance(raw, RawPath) and len(raw.names) == 1 and fault.item == raw.names[0]:
                self.unquoted(raw.names[0], other, whole.operator)
            raise

    def unquoted(self, name: str, other: Raw, operator: str) -> None:
        if not isinstance(other, RawPath):
            return
        try:
            beside = self.node(other)
        except Fault:
            return
        if beside.type.base in (TEXT, Base.CHOICE, Base.REF):
            written = f"{'.'.join(other.names)} {operator} '{name}'"
            where = f"field of {self.scope.row}" if self.scope.row else "field here"
            raise Fault(f"{name!r} is no {where}", f"a text stands in quotes: {written}", name)

    def beside(self, node: Node, other: Node) -> Node:
        """`node` as it is compared with `other`."""
        if other.type.base is TEXT and node.type.base is Base.REF:
            return self.name_of(node)
        if other.type.base is Base.CHOICE and node.type.base is TEXT:
            options = options_of(other, self.catalog)
            return as_option(node, options, spelled(other)) if options else node
        if isinstance(node, Text) and node.value not in self.catalog.roles and is_role(other):
            raise Fault(f"unknown role {node.value!r}", known(node.value, self.catalog.roles))
        return node

    # -- functions and aggregates

    def call(self, raw: RawCall) -> Node:
        function = FUNCTIONS[raw.function]
        arguments = tuple(self.node(a) for a in raw.arguments)
        for argument, takes in zip(arguments, function.takes, strict=False):
            expect(raw.function, argument, takes)
        match raw.function:
            case "random" if not self.scope.random:
                raise Fault("random() has no meaning here", "it may stand only in `set` of an act or a make rule")
            case "round":
                check_round_digits(arguments)
            case "has":
                arguments = self.has(*arguments)
            case "common":
                check_same_rows(*arguments)
        if isinstance(function.gives, Base):
            return Call(raw.function, arguments, Type(function.gives))
        if function.gives == "first":
            return Call(raw.function, arguments, arguments[0].type)
        return self.agreeing(raw.function, arguments, 1 if function.gives == "branch" else 0)

    def agreeing(self, name: str, arguments: tuple[Node, ...], start: int) -> Node:
        left, right = arguments[start:]
        left, right = self.beside(left, right), self.beside(right, left)
        agreed = agreed_type(left.type, right.type)
        if agreed is None:
            raise Fault(f"{name}() gives {said(left.type)} or {said(right.type)}", "both must be of the same type")
        if name in ("lesser", "greater") and agreed.base not in (*ORDERED, Base.ANY, Base.BLANK):
            raise Fault(f"{name}() has no meaning for {said(agreed)}", "it takes numbers, texts, dates or times")
        return Call(name, (*arguments[:start], left, right), agreed)

    def has(self, inside: Node, wanted: Node) -> tuple[Node, Node]:
        if inside.type.base is not Base.REFS:
            wanted = self.name_of(wanted)
            expect("has", wanted, (TEXT,))
            return inside, wanted
        target = inside.type.target
        if target and wanted.type.base is TEXT:
            raise Fault(
                f"has() looks for a row of {target} here, not for a text",
                f"write has(…, first(all {target} where {self.catalog.shown.get(target) or 'field'} = 'name'))",
            )
        if target and wanted.type.base not in (Base.ANY, Base.BLANK) and wanted.type != Type(Base.REF, target):
            raise Fault(f"has() looks for a row of {target} here, found {said(wanted.type)}", "name such a row")
        return inside, wanted

    def aggregate(self, raw: RawAggregate) -> Node:
        entity = raw.names[0]
        if entity not in self.catalog.entities:
            raise Fault(f"unknown collection {entity!r}", known(entity, self.catalog.entities), entity)
        if self.scope.depth >= _NESTING:
            raise Fault("aggregates are nested too deeply", "make a derived field of the inner one")
        self.reads.add((entity, "id"))
        via, of = "", None
        if not (raw.every or self.scope.rows):
            via, of = self.reference(raw), Path(Root.ROW, self.scope.row, (), Type(Base.REF, self.scope.row))
        hops = self.catalog.hops(entity, raw.names[1:])
        self.note(hops)
        where = self.where(raw.where, entity) if raw.where is not None else None
        many = bool(via) and self.catalog.hop(entity, via).type.base is Base.REFS
        type_ = aggregate_type(raw, entity, hops, self.catalog)
        return Aggregate(raw.function, entity, via, many, of, hops, where, type_)

    def where(self, raw: Raw, entity: str) -> Node:
        inner = Typer(self.catalog, self.scope.inside(entity), self.reads, self.bound)
        return inner.condition(raw, "where")

    def reference(self, raw: RawAggregate) -> str:
        """The field by which the rows point at the row at hand."""
        entity, row = raw.names[0], self.scope.row
        there = self.catalog.kids(entity, row) if row else []
        chosen = [name for name in there if not raw.via or name == raw.via]
        if len(chosen) != 1:
            hint = f" or name the reference: {entity} via {there[0]}" if there else ""
            raise Fault(
                f"{entity} refers to {row or 'no row'} {len(there)} times"
                + (f", none of them {raw.via}" if raw.via else ""),
                f"write {raw.function}(all {entity} …){hint}",
            )
        self.reads.add((entity, chosen[0]))
        return chosen[0]
