"""Say what each named Python file imports and defines: one JSON object a file, found by reading, never by importing.

Run inside the sandbox, as reading a hostile file can take all time or memory. Names come as a JSON list on stdin.
"""

from __future__ import annotations

import ast
import json
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict

FORGIVING = {"ImportError", "ModuleNotFoundError", "Exception", "BaseException"}
DYNAMIC = {"globals", "vars", "exec", "eval", "setattr"}


class Import(TypedDict):
    """One import statement's module; `level` counts the dots, `optional` means the file copes without it."""

    line: int
    module: str
    names: list[str]
    level: int
    optional: bool


class Imports(ast.NodeVisitor):
    """Collects imports wherever they stand, and whether a missing module is coped with there."""

    def __init__(self) -> None:
        self.found: list[Import] = []
        self._forgiving = 0

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            self._add(node.lineno, alias.name, [], 0)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        self._add(node.lineno, node.module or "", [alias.name for alias in node.names], node.level)

    def visit_Try(self, node: ast.Try) -> None:
        forgives = any(handler.type is None or _names(handler.type) & FORGIVING for handler in node.handlers)
        self._forgiving += forgives
        for statement in node.body:
            self.visit(statement)
        self._forgiving -= forgives
        for part in (*node.handlers, *node.orelse, *node.finalbody):
            self.visit(part)

    def visit_If(self, node: ast.If) -> None:
        types_only = "TYPE_CHECKING" in _names(node.test)
        self._forgiving += types_only
        for statement in node.body:
            self.visit(statement)
        self._forgiving -= types_only
        for statement in node.orelse:
            self.visit(statement)

    def _add(self, line: int, module: str, names: list[str], level: int) -> None:
        self.found.append(Import(line=line, module=module, names=names, level=level, optional=self._forgiving > 0))


def _names(node: ast.AST) -> set[str]:
    plain = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
    return plain | {part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute)}


def definitions(tree: ast.Module) -> set[str]:
    """The names a module binds at its top level, in branches and loops too, and what functions declare global."""
    return {name for node in _at_top(tree) for name in _bound(node)}


def _at_top(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node outside of functions and classes; of those only `global` statements count."""
    waiting = list(ast.iter_child_nodes(tree))
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            yield from (part for part in ast.walk(node) if isinstance(part, ast.Global))
        else:
            waiting += ast.iter_child_nodes(node)


def _bound(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Name(id=name, ctx=ast.Store()):
            yield name
        case ast.Import(names=names):
            yield from (alias.asname or alias.name.partition(".")[0] for alias in names)
        case ast.ImportFrom(names=names):
            yield from (alias.asname or alias.name for alias in names)
        case ast.Global(names=globals_):
            yield from globals_
        case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            yield name
        case ast.MatchMapping(rest=str(name)):
            yield name
        case _:
            return


def is_open(tree: ast.Module, names: set[str]) -> bool:
    """Whether names may come into being that reading cannot see."""
    calls = {part.func.id for part in ast.walk(tree) if isinstance(part, ast.Call) and isinstance(part.func, ast.Name)}
    return bool({"*", "__getattr__"} & names or DYNAMIC & calls)


def main() -> None:
    sys.setrecursionlimit(10_000)
    for path in json.load(sys.stdin):
        print(json.dumps({"at": path}), flush=True)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                tree = ast.parse(Path(path).read_bytes(), path)
            imports = Imports()
            imports.visit(tree)
            names = definitions(tree)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue  # the check that parses says so
        fact = {"path": path, "imports": imports.found, "names": sorted(names), "open": is_open(tree, names)}
        print(json.dumps(fact), flush=True)


if __name__ == "__main__":
    main()
