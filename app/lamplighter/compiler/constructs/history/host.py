"""What `history` gives before anything was changed: for searches on the host only."""

from __future__ import annotations

from collections.abc import Mapping

from lamplighter.domain.blueprint.app import App, RulePlan
from lamplighter.domain.blueprint.tree import Base, Expression, Number, Type, Word


def on_host(rule: RulePlan, _app: App) -> Mapping[tuple[str, str], Expression]:
    """A row that was only put there has no kept changes."""
    none: frozenset[tuple[str, str]] = frozenset()
    return {
        (rule.on, rule.prefix + "changes"): Expression("changes", Number(0), none),
        (rule.on, rule.prefix + "changed_at"): Expression("changed_at", Word("blank", Type(Base.BLANK)), none),
    }
