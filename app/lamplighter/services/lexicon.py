"""Reads the drafter's word lists and finds its recipes; the drafter itself does no I/O."""

from __future__ import annotations

import json
from pathlib import Path

from lamplighter.domain.drafting.lexicon import Lexicon, lexicon
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.services.discover import RESOURCES, bundled, plug_in_modules, plug_in_paths

_SHARED = ("kinds", "packs", "phrases", "topics")


def read_lexicon(folder: Path | None = None) -> Lexicon:
    """The lexicon of a folder (default: the bundled one): a file a language beside the shared ones.

    Raises FileNotFoundError or ValueError (also for bad JSON) when a list is missing or damaged.
    """
    home = folder or bundled(RESOURCES) / "drafting"
    files = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in plug_in_paths(home, "*.json")}
    languages = {name: words for name, words in files.items() if name not in _SHARED}
    return lexicon(languages, {name: files[name] for name in _SHARED}, found_recipes())


def found_recipes() -> tuple[Recipe, ...]:
    """Every recipe of the package of recipes: each module holds one as `RECIPE`."""
    modules = plug_in_modules("lamplighter.domain.drafting.recipes")
    return tuple(recipe for module in modules if isinstance(recipe := getattr(module, "RECIPE", None), Recipe))
