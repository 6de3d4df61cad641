"""Generate: what the blueprint cannot say is written by a language model; without one, this says so."""

from __future__ import annotations

from lamplighter.domain import events
from lamplighter.domain.events import Stage
from lamplighter.engine.job import Emit, Specified


def generate(specified: Specified, emit: Emit) -> None:
    """Say plainly that no model writes code in this job, and how much stays unbuilt because of it."""
    count = len(specified.not_built)
    rest = f"; {count} wishes stay unbuilt and are named" if count else "; nothing is left for one to write"
    emit(events.StageSkipped(Stage.GENERATE, f"no language model is used{rest}"))
