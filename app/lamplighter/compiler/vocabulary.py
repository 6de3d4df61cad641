"""What a blueprint may say: everything planned, with the signatures of what is compiled in place of the plan's."""

from __future__ import annotations

from collections.abc import Mapping

from lamplighter.compiler.construct import Construct
from lamplighter.compiler.screen import ScreenKind
from lamplighter.domain.blueprint.planned import Signatures
from lamplighter.domain.blueprint.signature import Vocabulary


def vocabulary(
    planned: Signatures, constructs: Mapping[str, Construct], screens: Mapping[str, ScreenKind]
) -> Vocabulary:
    """The whole vocabulary; a construct or screen that has a folder or file wins over its plan."""
    return Vocabulary(
        {**planned.constructs, **{name: one.SIGNATURE for name, one in constructs.items()}},
        {**planned.screens, **{name: one.SIGNATURE for name, one in screens.items()}},
        frozenset(constructs),
        frozenset(screens),
    )
