"""Work done side by side: all results in order, the first error as it is, and nothing left running."""

from __future__ import annotations

import asyncio

import pytest

from lamplighter.services.inspection.survey import together


async def later(value: int, seconds: float, done: list[int]) -> int:
    await asyncio.sleep(seconds)
    done.append(value)
    return value


async def fails(seconds: float) -> int:
    await asyncio.sleep(seconds)
    raise ValueError("as it is")


async def test_results_come_in_order() -> None:
    done: list[int] = []
    assert await together(later(1, 0.02, done), later(2, 0, done)) == [1, 2]
    assert done == [2, 1]


async def test_the_first_error_ends_the_others() -> None:
    done: list[int] = []
    with pytest.raises(ValueError, match="as it is"):
        await together(later(1, 5, done), fails(0.01))
    assert done == []


async def test_cancel_reaches_all() -> None:
    done: list[int] = []
    running = asyncio.ensure_future(together(later(1, 5, done), later(2, 5, done)))
    await asyncio.sleep(0.01)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert done == []
