"""Fixtures of the constructs' tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from lamplighter.compiler.toolkit import Toolkit
from lamplighter.services.containment import Containment

from .apps import app_with, failing

Proved = Callable[..., Mapping[str, Mapping[str, str]]]


@pytest.fixture
def proved(tools: Toolkit, tmp_path: Path, containment: Containment) -> Proved:
    """`proved(checks, entities=…, rules=…)`: what fails, by language, of the checks and of all generated tests."""
    return lambda checks, **parts: failing(app_with(checks, **parts), tools, tmp_path, containment)
