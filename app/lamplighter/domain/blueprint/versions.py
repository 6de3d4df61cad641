"""Versions of the format: older files are brought forward step by step, newer ones are refused untouched."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from lamplighter.domain.errors import BadInput

CURRENT = 1

Raw = dict[str, object]


class NewerBlueprint(BadInput):
    """The blueprint was made by a later version of Lamplighter; it is left untouched."""


def upgraded(raw: Mapping[str, object]) -> Raw:
    """The same blueprint in the current form; properties that came later are filled in as empty.

    Raises NewerBlueprint for a newer version and BadInput when `v` is no version at all.
    """
    version = raw.get("v")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise BadInput("This is no blueprint: its version `v` is missing.", 'A blueprint begins with "v": 1.')
    if version > CURRENT:
        raise NewerBlueprint(
            f"This blueprint was made by a later version of Lamplighter (form {version}, known is {CURRENT}).",
            "Update Lamplighter to open it; the file was not changed.",
        )
    current = dict(raw)
    for step in range(version, CURRENT):
        current = STEPS[step](current)
    return _filled_in(current)


def _filled_in(raw: Raw) -> Raw:
    """Rows written before `roles[].join` and `demo[].keep` existed have none."""
    return {**raw, **_with_empty(raw, "roles", "join"), **_with_empty(raw, "demo", "keep")}


def _with_empty(raw: Raw, part: str, name: str) -> Raw:
    rows = raw.get(part)
    if not isinstance(rows, list):
        return {}
    return {part: [{name: "", **row} if isinstance(row, dict) else row for row in rows]}


STEPS: Mapping[int, Callable[[Raw], Raw]] = MappingProxyType({})
"""Version → the pure function that makes the next one of it; none is needed yet."""
