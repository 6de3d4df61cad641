"""The seam between the compiler and its kinds of screens: a file `compiler/screens/<type>.py` each, found there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from lamplighter.domain.blueprint.app import ScreenPlan
from lamplighter.domain.blueprint.signature import ScreenSignature

if TYPE_CHECKING:
    from lamplighter.compiler.front.plan import Front


@dataclass(frozen=True, slots=True)
class ScreenSource:
    """One module of the front end: `file` under `screens/`, such as "out.js"; `name` is what it exports.

    `of` is the entity of a page of one row, which stands in no menu; empty for a screen of the menu.
    """

    file: str
    name: str
    source: str
    of: str = ""


class ScreenKind(Protocol):
    """What `compiler/screens/<type>.py` offers."""

    SIGNATURE: ScreenSignature

    def emit(self, screen: ScreenPlan, front: Front) -> ScreenSource:
        """The module of one screen."""
