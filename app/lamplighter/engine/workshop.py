"""Makes the services once, from where the program's state and data lie."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from lamplighter.compiler.toolkit import toolkit
from lamplighter.engine.job import Workshop
from lamplighter.services.containment import Containment, found_toolchain
from lamplighter.services.discover import RESOURCES, TEMPLATES, bundled
from lamplighter.services.lexicon import read_lexicon
from lamplighter.services.paths import Home, home, sweep
from lamplighter.services.store import Library


def made_workshop(explicit_home: Path | None) -> Workshop:
    """The services every job shares; sweeps what a crashed run left in the temp folder."""
    place = home(explicit_home, os.environ)
    sweep(place.temp)
    bytecode = place.cache / "templates"
    bytecode.mkdir(exist_ok=True)
    return Workshop(
        home=place,
        containment=Containment(place.temp, found_toolchain()),
        toolkit=toolkit(bundled(TEMPLATES), bundled(RESOURCES), bytecode=bytecode),
        lexicon=read_lexicon(),
    )


def made_library(place: Home | Path | None) -> Library:
    """All saved ideas of a home."""
    return Library(place if isinstance(place, Home) else home(place, os.environ), lambda: datetime.now(UTC))
