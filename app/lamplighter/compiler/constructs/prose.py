"""How the constructs turn what a person asked for into source text in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from lamplighter.compiler.construct import Roots, Scribe, Source
from lamplighter.domain.blueprint.app import App
from lamplighter.domain.blueprint.tree import (
    Aggregate,
    Arithmetic,
    Base,
    Call,
    Compare,
    Expression,
    Logic,
    Negative,
    Node,
    Not,
    Number,
    Path,
    Root,
)

ONE = 1_000_000


Context = Callable[[Scribe], Mapping[str, object]]


def source(template: str, python: Scribe, javascript: Scribe, context: Context) -> Source:
    """The same template rendered in both languages, each with the words its own scribe writes."""
    return Source(python.render(template, **context(python)), javascript.render(template, **context(javascript)))


def remark(scribe: Scribe, text: str) -> str:
    """A docstring or a line of comment that no text can break out of."""
    line = " ".join(text.split())
    if scribe.language == "javascript":
        return "// " + line
    plain = all(sign not in line for sign in ('"', "\\")) and line.isprintable()
    return f'"""{line}"""' if plain else repr(line)


def met(scribe: Scribe, condition: Expression | Node, row: str, roots: Roots | None = None) -> str:
    """A condition that may stand beside others in an `and`."""
    tree = condition.tree if isinstance(condition, Expression) else condition
    text = scribe.condition(tree, row, roots or {})
    return f"({text})" if isinstance(tree, Logic) else text


def unmet(scribe: Scribe, condition: Expression | Node, row: str, roots: Roots | None = None) -> str:
    """The opposite of a condition; blank counts as not met."""
    tree = condition.tree if isinstance(condition, Expression) else condition
    return scribe.condition(Not(tree), row, roots or {})


def all_of(scribe: Scribe, conditions: Sequence[str]) -> str:
    """Conditions joined, or an empty text."""
    return (" and " if scribe.language == "python" else " && ").join(conditions)


def both(scribe: Scribe, *conditions: str) -> str:
    """Those conditions that are not empty, joined."""
    return all_of(scribe, [condition for condition in conditions if condition])


def equals(scribe: Scribe, left: str, right: str, *, same: bool = True) -> str:
    """Two plain values compared."""
    sign = "==" if same else "!="
    return f"{left} {sign} {right}" if scribe.language == "python" else f"{left} {sign}= {right}"


def among(scribe: Scribe, value: str, choices: Sequence[str]) -> str:
    """A test whether a value is one of some texts."""
    quoted = [scribe.text(choice) for choice in choices]
    if len(quoted) == 1:
        return equals(scribe, value, quoted[0])
    listed = ", ".join(quoted)
    return f"{value} in ({listed})" if scribe.language == "python" else f"[{listed}].includes({value})"


def negated(scribe: Scribe, value: str, choices: Sequence[str]) -> str:
    """A test whether a value is none of some texts."""
    quoted = [scribe.text(choice) for choice in choices]
    if len(quoted) == 1:
        return equals(scribe, value, quoted[0], same=False)
    listed = ", ".join(quoted)
    return f"{value} not in ({listed})" if scribe.language == "python" else f"![{listed}].includes({value})"


def blank(scribe: Scribe, value: str) -> str:
    """A test whether a value is blank."""
    return f"{value} is None" if scribe.language == "python" else f"{value} === null"


def filled(scribe: Scribe, value: str) -> str:
    """A test whether a value is not blank."""
    return f"{value} is not None" if scribe.language == "python" else f"{value} !== null"


def keyed(scribe: Scribe, name: str) -> str:
    """A name as a key of a dictionary or an object."""
    plain = name.isidentifier() and name.isascii() and name != "__proto__"
    if scribe.language == "python":
        return scribe.text(name)
    return name if plain else f"[{scribe.text(name)}]"


def nothing(scribe: Scribe) -> str:
    """The blank value."""
    return "None" if scribe.language == "python" else "null"


def refusal(scribe: Scribe, rule: str, say: str, field: str = "", mode: str = "block") -> str:
    """`Refusal("one", "Only once.", "item")`; `say` is source text."""
    words = [scribe.text(rule), say]
    if field or mode != "block":
        words.append(scribe.text(field) if field else nothing(scribe))
    if mode != "block":
        words.append(scribe.text(mode))
    return f"{'' if scribe.language == 'python' else 'new '}Refusal({', '.join(words)})"


def whole(number: Number) -> int | None:
    """The number itself when it has no decimals."""
    return number.micros // ONE if number.micros % ONE == 0 else None


def nodes(node: Node) -> Iterator[Node]:
    """Every node of a tree, in the order it was written."""
    yield node
    match node:
        case Call():
            for argument in node.arguments:
                yield from nodes(argument)
        case Arithmetic() | Compare() | Logic():
            yield from nodes(node.left)
            yield from nodes(node.right)
        case Not() | Negative():
            yield from nodes(node.inner)
        case Aggregate(where=inner) if inner is not None:
            yield from nodes(inner)


def own_paths(tree: Node) -> Iterator[Path]:
    """The paths that start at the row at hand, outside of aggregates."""
    match tree:
        case Path(root=Root.ROW | Root.THIS) if tree.hops:
            yield tree
        case Call():
            for argument in tree.arguments:
                yield from own_paths(argument)
        case Arithmetic() | Compare() | Logic():
            yield from own_paths(tree.left)
            yield from own_paths(tree.right)
        case Not() | Negative():
            yield from own_paths(tree.inner)


def first_field(app: App, entity: str, *expressions: Expression | None) -> str:
    """The first field a person can change among what the expressions read: a refusal is shown beside it."""
    fields = app.entities[entity].fields
    for expression in expressions:
        for path in own_paths(expression.tree) if expression is not None else ():
            name = path.hops[0].field
            if name in fields and fields[name].stored and not fields[name].auto:
                return name
    return ""


def reads_old(expression: Expression) -> bool:
    """Whether an expression looks at the stored row before the change."""
    return any(isinstance(node, Path) and node.root is Root.OLD for node in nodes(expression.tree))


def is_ref(path: Path) -> bool:
    """Whether a path ends at a reference."""
    return path.type.base in (Base.REF, Base.REFS)
