"""What a recipe is: one behaviour people ask for, and how it is written onto the sketch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lamplighter.domain.drafting.sketch import Sketch


@dataclass(frozen=True, slots=True)
class Recipe:
    """`fits` looks only at the reading and the sketch so far; `apply` writes. Recipes run by `order`, then by name.

    Below 50: whole little worlds (a lending desk, a rota). 50 to 79: behaviour of one thing. From 80: screens, roles.
    """

    name: str
    order: int
    fits: Callable[[Sketch], bool]
    apply: Callable[[Sketch], None]
