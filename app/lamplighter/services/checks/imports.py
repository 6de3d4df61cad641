"""Does everything that is imported exist, in the standard library, in the project, or among the declared packages?

Python is read inside the sandbox and resolved here; JavaScript is linked by the engine itself. Nothing is run.
"""

from __future__ import annotations

import posixpath
import sys
from collections.abc import Iterator, Mapping

import msgspec

from lamplighter.domain.errors import ToolMissing
from lamplighter.domain.findings import Finding, Recompile, Severity, not_run
from lamplighter.services.containment import Containment
from lamplighter.services.inspection.dependencies import (
    OTHER_NAMES,
    declared_in_javascript,
    declared_in_python,
    normal,
    provided_by,
)
from lamplighter.services.inspection.subject import Subject
from lamplighter.services.inspection.survey import LARGEST_SOURCE, surveyed, together

NAME = "imports"
SCRIPTS = (".js", ".mjs", ".cjs")


class Import(msgspec.Struct, frozen=True):
    """One import of a Python file, as the program inside the sandbox tells it."""

    line: int
    module: str
    names: tuple[str, ...]
    level: int
    optional: bool


class Module(msgspec.Struct, frozen=True):
    """One Python file: what it imports, what names it has, and whether it may have more than can be read."""

    path: str
    imports: tuple[Import, ...]
    names: frozenset[str]
    open: bool


class Link(msgspec.Struct, frozen=True):
    """One fault between JavaScript files.

    `kind` is missing (no such file), perhaps (no such file, by a call), export (no such name), package, address (from
    the network) or unlinked (the engine could not go on).
    """

    path: str
    line: int | None
    kind: str
    specifier: str
    name: str


async def run(subject: Subject, containment: Containment) -> tuple[Finding, ...]:
    """One finding an import that does not resolve."""
    results = await together(_python(subject, containment), _javascript(subject, containment))
    return tuple(finding for found in results for finding in found)


async def _python(subject: Subject, containment: Containment) -> tuple[Finding, ...]:
    names = _readable(subject, (".py",))
    if not names:
        return ()
    survey = await surveyed("find_imports.py", names, subject, containment)
    modules = {module.path: module for module in survey.facts(Module)}
    resolver = Resolver(subject, modules)
    found = tuple(finding for module in modules.values() for finding in resolver.findings(module))
    return (*found, *survey.trouble(NAME))


async def _javascript(subject: Subject, containment: Containment) -> tuple[Finding, ...]:
    names = _readable(subject, SCRIPTS)
    pages = [name for name in _readable(subject, (".html", ".htm")) if b"import" in subject.files[name]]
    if not names and not pages:
        return ()
    try:
        survey = await surveyed("link_modules.mjs", [*names, *pages], subject, containment)
    except ToolMissing as missing:
        return (not_run(NAME, f"JavaScript was not linked: {missing.message} {missing.hint}"),)
    declared = declared_in_javascript(subject)
    found = [_of_link(link, declared, subject) for link in survey.facts(Link)]
    return (*(finding for finding in found if finding), *survey.trouble(NAME))


def _readable(subject: Subject, endings: tuple[str, ...]) -> list[str]:
    return [path for path in subject.paths(*endings) if len(subject.files[path]) <= LARGEST_SOURCE]


def _of_link(link: Link, declared: frozenset[str], subject: Subject) -> Finding | None:
    proof = f"import … from “{link.specifier}”"
    place = posixpath.normpath(posixpath.join(posixpath.dirname(link.path), link.specifier))
    if link.kind in ("missing", "perhaps"):
        if place in subject.left_out:
            return None
        severity = Severity.ERROR if link.kind == "missing" else Severity.WARNING
        repair = Recompile(place) if place in subject.compiled else None
        return _found(
            link.path, link.line, f"imports “{link.specifier}”, which does not exist", proof, severity, repair
        )
    if link.kind == "export":
        message = f"imports “{link.name}” from “{link.specifier}”, which does not export it"
        damaged = next((path for path in (place, link.path) if path in subject.compiled), None)
        return _found(link.path, link.line, message, proof, repair=Recompile(damaged) if damaged else None)
    if link.kind == "package" and link.name not in declared:
        message = f"imports the package “{link.name}”, which no package.json declares"
        return _found(link.path, link.line, message, proof, fix=f"Add “{link.name}” to package.json, or do without it.")
    if link.kind == "address":
        return _found(link.path, link.line, f"loads code from the network: {link.specifier}", proof, Severity.WARNING)
    return not_run(NAME, f"JavaScript was linked only in part: {link.name}") if link.kind == "unlinked" else None


def _found(
    path: str,
    line: int | None,
    message: str,
    proof: str,
    severity: Severity = Severity.ERROR,
    repair: Recompile | None = None,
    fix: str = "Correct the import, or add what is missing.",
) -> Finding:
    return Finding(NAME, severity, message, path, line, proof=proof, fix=fix, repair=repair)


class Resolver:
    """Knows where Python modules of one project can come from."""

    def __init__(self, subject: Subject, modules: Mapping[str, Module]) -> None:
        self._subject = subject
        self._modules = modules
        self._paths = frozenset(subject.files) | frozenset(subject.left_out)
        self._folders = {folder for path in self._paths for folder in _folders_of(path)}
        self._declared = declared_in_python(subject)
        self._provided = provided_by(subject.packages)

    def findings(self, module: Module) -> Iterator[Finding]:
        for statement in module.imports:
            yield from self._relative(module, statement) if statement.level else self._absolute(module, statement)

    def _relative(self, module: Module, statement: Import) -> Iterator[Finding]:
        base = module.path.split("/")[: -statement.level]
        if len(module.path.split("/")) < statement.level:
            yield self._fault(module, statement, "which reaches above the project's folder")
            return
        yield from self._inside("/".join(base), statement.module, module, statement)

    def _absolute(self, module: Module, statement: Import) -> Iterator[Finding]:
        top = statement.module.partition(".")[0]
        root = next((root for root in self._roots(module.path) if self._stands(_joined(root, top))), None)
        if root is not None:
            yield from self._inside(root, statement.module, module, statement)
        elif top not in sys.stdlib_module_names and not self._is_declared(top):
            yield self._undeclared(module, statement, top)

    def _roots(self, path: str) -> list[str]:
        """Folders that imports may start from: the file's own and those above it, and `src`."""
        return [*reversed(_folders_of(path)), "src"]

    def _stands(self, place: str) -> bool:
        return self._file_of(place) is not None or place in self._folders

    def _file_of(self, place: str) -> str | None:
        candidates = (f"{place}.py", f"{place}/__init__.py", f"{place}.pyi")
        return next((path for path in candidates if path in self._paths), None)

    def _inside(self, root: str, dotted: str, module: Module, statement: Import) -> Iterator[Finding]:
        """The module must stand in the project, and have or hold each name that is asked for."""
        place = root
        for part in dotted.split(".") if dotted else ():
            place = _joined(place, part)
            if not self._stands(place):
                yield self._fault(module, statement, "which does not exist", place)
                return
        file = self._file_of(place)
        target = self._modules.get(file) if file else None
        for name in statement.names:
            if name != "*" and not self._has(target, module, place, name):
                yield self._fault(module, statement, f"which has no “{name}”", place, file)

    def _has(self, target: Module | None, asking: Module, place: str, name: str) -> bool:
        """A module that could not be read may hold anything; one that asks itself cannot have it from there."""
        if self._stands(_joined(place, name)):
            return True
        if target is None:
            return self._file_of(place) is not None
        return target is not asking and (target.open or name in target.names)

    def _is_declared(self, top: str) -> bool:
        key = normal(top)
        names = {key, *OTHER_NAMES.get(key, ()), self._provided.get(top, key)}
        return bool(names & self._declared)

    def _fault(self, module: Module, statement: Import, what: str, place: str = "", file: str | None = None) -> Finding:
        name = f"{'.' * statement.level}{statement.module}"
        wanted = next(
            (path for path in (f"{place}.py", f"{place}/__init__.py") if path in self._subject.compiled), None
        )
        damaged = file if file in self._subject.compiled else wanted
        severity = Severity.WARNING if statement.optional else Severity.ERROR
        repair = Recompile(damaged) if damaged else None
        return _found(module.path, statement.line, f"imports “{name}”, {what}", _statement(statement), severity, repair)

    def _undeclared(self, module: Module, statement: Import, top: str) -> Finding:
        package = OTHER_NAMES.get(normal(top), (normal(top),))[0]
        is_test_tool = top in ("pytest", "_pytest") and "test" in module.path
        severity = Severity.WARNING if statement.optional or is_test_tool else Severity.ERROR
        return _found(
            module.path,
            statement.line,
            f"imports “{top}”, which is neither in Python, nor in the project, nor declared as a package",
            _statement(statement),
            severity,
            fix=f"Declare “{package}” among the project's requirements, or do without it.",
        )


def _folders_of(path: str) -> list[str]:
    """The folders above a path, the outermost ("") first."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[:depth]) for depth in range(len(parts) + 1)]


def _joined(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name


def _statement(statement: Import) -> str:
    module = f"{'.' * statement.level}{statement.module}"
    return f"from {module} import {', '.join(statement.names)}" if statement.names else f"import {module}"
