"""The lock's two sections: read, divided and written without losing a line."""

from __future__ import annotations

import pytest

import lockfile

RUN = """\
qt==6.11 ; python_full_version < '3.12' \\
    --hash=sha256:aa \\
    --hash=sha256:bb
    # via lamplighter (pyproject.toml)
qt==6.12 ; python_full_version >= '3.12' \\
    --hash=sha256:cc
"""
CHECKER = "checker==2 \\\n    --hash=sha256:dd\n    # via lamplighter (pyproject.toml:test)\n"


def test_entries_keep_their_lines() -> None:
    first, second = lockfile.entries(f"# a note\n\n{RUN}")
    assert first.text.splitlines() == RUN.splitlines()[:4]
    assert (first.pin, first.name) == ("qt==6.11", "qt")
    assert second.pin == "qt==6.12"


def test_package_goes_to_the_section_that_first_needs_it() -> None:
    lock = lockfile.divided(CHECKER + RUN, RUN)
    assert [entry.pin for entry in lock.run] == ["qt==6.11", "qt==6.12"]
    assert [entry.pin for entry in lock.tests] == ["checker==2"]


def test_what_is_written_is_read_again() -> None:
    lock = lockfile.divided(CHECKER + RUN, RUN)
    text = lockfile.written(lock, ("Made by a program.",))
    assert text.startswith("# Made by a program.\n")
    assert lockfile.parsed(text) == lock


def test_program_alone_needs_no_test_packages() -> None:
    lock = lockfile.divided(CHECKER + RUN, RUN)
    assert lock.requirements(tests=False) == RUN
    assert lock.requirements(tests=True) == RUN + CHECKER


def test_lock_without_a_tests_section_is_all_for_running() -> None:
    assert lockfile.parsed(RUN).tests == ()


def test_entry_is_found_by_name() -> None:
    assert lockfile.parsed(CHECKER).entry("checker").pin == "checker==2"
    with pytest.raises(StopIteration):
        lockfile.parsed(CHECKER).entry("absent")
