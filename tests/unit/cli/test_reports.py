"""Results in two forms: values a script can rely on, and words a person can read."""

from __future__ import annotations

import msgspec
import pytest
from tests.unit.engine.builds import library_of

from lamplighter.cli import reports
from lamplighter.domain.blueprint.model import Blueprint
from lamplighter.domain.blueprint.schema import loads
from lamplighter.domain.findings import Finding, Severity, not_run
from lamplighter.domain.gate import judged, overridden
from lamplighter.engine.job import Result, Specified, Verified
from lamplighter.engine.release import exit_code
from lamplighter.services.paths import Home
from lamplighter.services.store import JSON, IdeaSummary, VersionSummary

from .conftest import BLUEPRINT

WRONG = Finding("tests", Severity.ERROR, "a test fails", "tests/a.test.mjs", 3, "seen", "Mend it.")
WHY = "It only shows a page to two neighbours who know that it is broken and may laugh"


def blueprint() -> Blueprint:
    return loads(BLUEPRINT.read_text(encoding="utf-8"))


def result(*findings: Finding, ran: bool = True) -> Result:
    specified = Specified(blueprint(), "static", ("one person",), ("Prices",), ("a map",))
    verified = Verified(2, findings, ran, blueprint(), ("the rule “late”",))
    return Result("one-rule-abc", specified, verified, "full", (), exit_code(verified), {"specify": 0.1})


@pytest.mark.parametrize(
    ("finding", "text"),
    [
        (WRONG, "error (tests) tests/a.test.mjs:3: a test fails Mend it."),
        (Finding("parse", Severity.WARNING, "odd", "a.js"), "warning (parse) a.js: odd"),
        (not_run("starts", "no Node"), "note (starts) not run: no Node"),
    ],
)
def test_a_finding_is_one_line_with_its_place_first(finding: Finding, text: str) -> None:
    assert reports.finding_text(finding) == text


def test_a_finding_has_the_keys_of_the_contract() -> None:
    assert reports.finding_body(WRONG) == {
        "check": "tests",
        "severity": "error",
        "path": "tests/a.test.mjs",
        "line": 3,
        "message": "a test fails",
        "proof": "seen",
        "fix": "Mend it.",
    }


@pytest.mark.parametrize(
    ("findings", "ran", "sentence"),
    [
        ((), True, "It runs, and its own tests pass."),
        ((WRONG,), True, "It does not hold yet: see the findings."),
        ((not_run("tests", "no Node"),), False, "It was written but not run."),
    ],
)
def test_a_build_claims_only_what_was_seen(
    temp_home: Home, findings: tuple[Finding, ...], ran: bool, sentence: str
) -> None:
    with library_of(temp_home).create("One Rule", "") as store:
        text = reports.build_text(result(*findings, ran=ran), store)
    assert text.splitlines()[1] == f"A static project about: Thing. {sentence}"


def test_a_build_names_what_was_assumed_cut_and_not_built(temp_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAMPLIGHTER_COMMAND", "lamplighter")
    with library_of(temp_home).create("One Rule", "") as store:
        text = reports.build_text(result(WRONG), store)
        body = reports.build_body(result(WRONG), store)
    for part in (
        "Assumed:\n  - one person",
        "Cut from this first slice:\n  - Prices",
        "Not built:\n  - a map\n  - the",
    ):
        assert part in text
    assert text.endswith("See it run:    lamplighter serve one-rule-abc")
    assert body["not_built"] == ["a map", "the rule “late”"]
    assert body["findings"] == [reports.finding_body(WRONG)]
    assert body["seconds"] == {"specify": 0.1}
    assert msgspec.json.encode(body)


def test_an_empty_list_has_no_title(temp_home: Home) -> None:
    bare = msgspec.structs.replace(result().specified, assumed=(), cut=(), not_built=())
    verified = msgspec.structs.replace(result().verified, not_built=())
    with library_of(temp_home).create("One Rule", "") as store:
        text = reports.build_text(Result("one", bare, verified, "full", (), 0, {}), store)
    assert not any(title in text for title in ("Assumed", "Cut from", "Not built", "Findings"))


def test_the_gate_is_told_with_reasons_and_overrides() -> None:
    held = judged((WRONG,), "", ())
    body = reports.gate_body(held)
    assert body["state"] == "locked"
    reasons = body["reasons"]
    assert isinstance(reasons, list)
    assert reasons[0].keys() == {"rule", "text", "overridable"}
    reason = held.reasons[0]
    one = overridden("", reason.rule, WHY, "2026-12-01", "2026-11-20T12:00:00+00:00", reason.about)
    opened = reports.gate_body(judged((WRONG,), "", (one,)))
    assert (opened["state"], opened["reasons"]) == ("full", [])
    overrides = opened["overrides"]
    assert isinstance(overrides, list)
    assert overrides[0]["text"] == WHY


def idea(**changed: object) -> IdeaSummary:
    usual: dict[str, object] = {"opened": "2026-11-20T12:34:56.000+00:00", "archived": False, "problem": ""}
    known = {field: usual.get(field, f"the {field}") for field in IdeaSummary.__dataclass_fields__}
    return IdeaSummary(**{**known, **changed})  # type: ignore[arg-type]


def test_an_idea_is_a_line_that_says_its_state() -> None:
    assert reports.ideas_text([idea(idea_id="one", name="One")]) == "2026-11-20 12:34  one  One"
    assert reports.ideas_text([idea(archived=True)]).endswith("(put away)")
    assert reports.ideas_text([idea(problem="It is damaged.")]).endswith("  ! It is damaged.")
    assert len(reports.ideas_text([idea(), idea()]).splitlines()) == 2
    assert "build" in reports.ideas_text([])
    assert reports.idea_body(idea(idea_id="one"))["idea_id"] == "one"


def test_a_version_is_a_line_with_time_author_and_stage() -> None:
    usual = {"version": 3, "author": "repair", "stage": "repair", "time": "2026-11-20T12:34:56.789+00:00", "files": 9}
    known = {field: usual.get(field, "") for field in VersionSummary.__dataclass_fields__}
    version = VersionSummary(**known)  # type: ignore[arg-type]
    assert reports.versions_text([version]) == "   3  2026-11-20 12:34:56  repair   repair    9 files"
    assert reports.version_body(version)["author"] == "repair"
    assert "nothing was built" in reports.versions_text([])


def test_an_idea_before_its_first_build_is_shown_with_what_there_is(temp_home: Home) -> None:
    with library_of(temp_home).create("Empty", "a list of cups") as store:
        body = reports.show_body(store)
    assert body["report"] is None
    assert body["versions"] == []
    text = reports.show_text(body)
    assert text.splitlines()[1] == "a list of cups"
    assert "Versions: 0" in text


def test_doctor_says_of_each_attack_whether_it_was_stopped() -> None:
    probe: list[JSON] = [{"name": "read the home", "stopped": True}, {"name": "call out", "stopped": False}]
    text = reports.doctor_text({"tier": 1, "probe": probe})
    assert "tier       1" in text
    assert "  stopped: read the home" in text
    assert "  NOT stopped: call out" in text
