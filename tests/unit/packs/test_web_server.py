"""The server of the web pack, each part proved inside the sandbox on a compiled app."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from .conftest import INSIDE, Inside

PARTS = sorted(path.stem for path in INSIDE.glob("*.py") if path.stem != "desk")


@pytest.mark.parametrize("part", PARTS)
async def test_the_server_keeps_its_word(inside: Inside, club: Mapping[str, bytes], part: str) -> None:
    outcome = await inside(club, part)
    assert outcome.code == 0, outcome.stdout + outcome.stderr
    assert " passed" in outcome.stdout
