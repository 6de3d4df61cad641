"""A pytest plug-in, loaded inside the sandbox: it prints what every test did, one JSON object a line, behind a mark.

The mark comes with the run and tells these lines from what the tests print themselves.
"""

from __future__ import annotations

import json
import os
import sys
from typing import TypedDict

import pytest

MARK = os.environ.get("LAMPLIGHTER_MARK", "")
LONGEST = 3000
MOST = 200


class Ran(TypedDict):
    """One test: `state` is passed, failed, broken (could not be set up or collected) or skipped; `line` is 1-based."""

    name: str
    state: str
    path: str
    line: int | None
    message: str
    proof: str


class Reporter:
    """Prints failures as they come, within bounds, and the counts at the end."""

    def __init__(self) -> None:
        self.counts = {"passed": 0, "failed": 0, "broken": 0, "skipped": 0}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" or report.failed or (report.when == "setup" and report.skipped):
            state = "passed" if report.passed else "skipped" if report.skipped else "failed"
            self._keep("broken" if state == "failed" and report.when != "call" else state, report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self._keep("broken", report)

    def pytest_sessionfinish(self) -> None:
        _say({"counts": self.counts})

    def _keep(self, state: str, report: pytest.TestReport | pytest.CollectReport) -> None:
        self.counts[state] += 1
        if state in ("failed", "broken") and self.counts[state] <= MOST:
            _say(_ran(state, report))


def _ran(state: str, report: pytest.TestReport | pytest.CollectReport) -> Ran:
    crash = getattr(report.longrepr, "reprcrash", None)
    place, line, _ = getattr(report, "location", (report.nodeid, None, ""))
    path, line = (place, None if line is None else line + 1) if crash is None else (crash.path, crash.lineno)
    text = report.longreprtext
    message = crash.message if crash is not None else _last_line(text)
    return Ran(name=report.nodeid, state=state, path=path, line=line, message=message[:LONGEST], proof=text[-LONGEST:])


def _last_line(text: str) -> str:
    return next((line.removeprefix("E").strip() for line in reversed(text.splitlines()) if line.strip()), "")


def _say(fact: object) -> None:
    stream = sys.__stdout__
    if stream is not None:
        stream.write(f"\n{MARK}{json.dumps(fact)}\n")
        stream.flush()


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Reporter(), "lamplighter-reporter")
