"""The project a check looks at, as one value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lamplighter.domain.blueprint.model import Blueprint


@dataclass(frozen=True, slots=True)
class Subject:
    """A contained copy of a project in `folder`, and the same files in memory, by path with `/`.

    `pack` and `blueprint` are None for a project this program did not compile; `compiled` are the paths it did
    compile, so that a damaged one can be written again. `left_out` are paths that stand in the original but were too
    large or too many to copy. `packages` are folders of packages to run with.
    """

    folder: Path
    files: Mapping[str, bytes]
    pack: str | None = None
    blueprint: Blueprint | None = None
    packages: tuple[Path, ...] = ()
    compiled: frozenset[str] = frozenset()
    left_out: tuple[str, ...] = ()

    def paths(self, *endings: str) -> list[str]:
        """The paths with one of these endings, sorted; all without endings."""
        return sorted(path for path in self.files if not endings or path.lower().endswith(endings))
