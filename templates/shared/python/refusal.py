"""Why a change is not taken."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """Mode "block": not at all; mode "warn": only when it is confirmed."""

    rule: str
    say: str
    field: str | None = None
    mode: str = "block"
    entity: str = ""
