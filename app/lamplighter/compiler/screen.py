"""The seam between the compiler and its kinds of screens: one file `compiler/screens/<type>.py` each, found by being there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from lamplighter.compiler.construct import Scribe
from lamplighter.domain.blueprint.app import App, ScreenPlan
from lamplighter.domain.blueprint.signature import ScreenSignature


@dataclass(frozen=True, slots=True)
class ScreenSource:
    """One module of the front end. `file` is the name under `screens/`, such as "out_now.js"."""

    file: str
    source: str


class ScreenKind(Protocol):
    """What `compiler/screens/<type>.py` offers; `javascript` writes in view mode (derived fields are properties)."""

    SIGNATURE: ScreenSignature

    def emit(self, screen: ScreenPlan, app: App, javascript: Scribe) -> ScreenSource:
        """The module of one screen."""
