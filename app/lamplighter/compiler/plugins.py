"""Finds the constructs and kinds of screens that lie in their folders; nothing else names them."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import ModuleType

from lamplighter.compiler.construct import Construct, Emission, Scenario, Scribe, Witness
from lamplighter.compiler.screen import ScreenKind
from lamplighter.domain.blueprint.app import App, RulePlan
from lamplighter.domain.blueprint.signature import ConstructSignature

CONSTRUCTS = "lamplighter.compiler.constructs"
SCREENS = "lamplighter.compiler.screens"


class ConstructFolder:
    """One construct: `signature.py`, `emit.py` and `scenarios.py` of its folder, each imported when it is needed."""

    def __init__(self, package: str) -> None:
        self.package = package

    @property
    def SIGNATURE(self) -> ConstructSignature:  # noqa: N802  # the name the files use
        """The shape of the construct."""
        found = importlib.import_module(f"{self.package}.signature").SIGNATURE
        assert isinstance(found, ConstructSignature)
        return found

    def emit(self, rule: RulePlan, app: App, python: Scribe, javascript: Scribe) -> Emission:
        """The functions of one rule."""
        write: Callable[[RulePlan, App, Scribe, Scribe], Emission] = importlib.import_module(
            f"{self.package}.emit"
        ).emit
        return write(rule, app, python, javascript)

    def scenarios(self, rule: RulePlan, app: App, witness: Witness) -> tuple[Scenario, ...]:
        """The generated tests of one rule."""
        module = importlib.import_module(f"{self.package}.scenarios")
        found: Callable[[RulePlan, App, Witness], tuple[Scenario, ...]] = module.scenarios
        return found(rule, app, witness)


@cache
def constructs() -> Mapping[str, Construct]:
    """Every construct by name."""
    return {name: ConstructFolder(f"{CONSTRUCTS}.{name}") for name in _folders(CONSTRUCTS)}


@cache
def screens() -> Mapping[str, ScreenKind]:
    """Every kind of screen by name."""
    return dict(_screens())


def _screens() -> Iterator[tuple[str, ScreenKind]]:
    for entry in sorted(files(SCREENS).iterdir(), key=lambda entry: entry.name):
        name, _, suffix = entry.name.partition(".")
        module: ModuleType | ScreenKind = importlib.import_module(f"{SCREENS}.{name}") if suffix == "py" else _NONE
        if hasattr(module, "SIGNATURE"):
            yield name, module


_NONE = ModuleType("none")


@cache
def construct_templates() -> Mapping[str, str]:
    """The templates of all constructs by the name a scribe renders them by: "limit/rule.py.j2"."""
    found = {}
    for name in _folders(CONSTRUCTS):
        for entry in files(f"{CONSTRUCTS}.{name}").iterdir():
            if entry.name.endswith(".j2"):
                found[f"{name}/{entry.name}"] = entry.read_text("utf-8")
    return found


def _folders(package: str) -> list[str]:
    entries = files(package).iterdir()
    return sorted(e.name for e in entries if e.is_dir() and e.joinpath("signature.py").is_file())
