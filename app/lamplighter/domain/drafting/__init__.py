"""The built-in drafter: words to a blueprint by rules, without a model, a network or a disk."""

from __future__ import annotations

from lamplighter.domain.drafting.draft import ABLE, Draft, drafted
from lamplighter.domain.drafting.sketch import Able

__all__ = ["ABLE", "Able", "Draft", "drafted"]
