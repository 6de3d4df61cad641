"""What the gate lets out, what holds it, and what an override can and cannot do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamplighter.domain.errors import BadInput
from lamplighter.domain.findings import Finding, Severity, not_run
from lamplighter.domain.gate import GateState, Override, Reason, is_chained, judged, overridden

TIME = "2026-03-04T05:06:07.000+00:00"
WORDS = "We show it to one friend alone; at worst a wrong total annoys him for a day."
ERROR = Finding("tests", Severity.ERROR, "2 tests fail", path="tests/test_loans.py")
WARNING = Finding("parse", Severity.WARNING, "a long line")

findings_lists = st.lists(
    st.builds(Finding, st.sampled_from(["parse", "tests"]), st.sampled_from(Severity), st.text(max_size=12)), max_size=6
)
verdicts = st.sampled_from(["", "Build", "Test first", "Pivot", "Stop", "anything"])


def written_for(reason: Reason, before: tuple[Override, ...] = ()) -> Override:
    previous = before[-1].hash if before else ""
    return overridden(previous, reason.rule, WORDS, "2026-04-01", TIME, reason.about)


def test_without_findings_and_verdict_everything_may_leave() -> None:
    gate = judged((), "", ())
    assert (gate.state, gate.reasons, gate.overrides) == (GateState.FULL, (), ())


def test_warnings_and_checks_that_were_not_run_hold_nothing_and_the_latter_are_named() -> None:
    gate = judged((WARNING, not_run("starts", "no containment here")), "", ())
    assert gate.state is GateState.FULL
    assert gate.not_run == ("starts: no containment here",)


def test_an_open_error_locks_and_says_which() -> None:
    gate = judged((WARNING, ERROR), "", ())
    assert gate.state is GateState.LOCKED
    (reason,) = gate.reasons
    assert (reason.rule, reason.overridable) == ("finding", True)
    assert reason.text == "1 open error: tests/test_loans.py: 2 tests fail"


def test_of_many_errors_three_are_named_and_the_rest_counted() -> None:
    errors = [Finding("parse", Severity.ERROR, f"fault {number}") for number in range(5)]
    (reason,) = judged(errors, "", ()).reasons
    assert reason.text == "5 open errors: parse: fault 0; parse: fault 1; parse: fault 2; and 2 more"


@pytest.mark.parametrize(
    ("verdict", "state"),
    [
        ("", GateState.FULL),
        ("Build", GateState.FULL),
        ("Test first", GateState.KIT),
        ("Pivot", GateState.LOCKED),
        ("Stop", GateState.LOCKED),
    ],
)
def test_the_verdict_decides_how_much_may_leave(verdict: str, state: GateState) -> None:
    assert judged((), verdict, ()).state is state


def test_an_error_locks_whatever_the_verdict() -> None:
    gate = judged((ERROR,), "Test first", ())
    assert gate.state is GateState.LOCKED
    assert [reason.rule for reason in gate.reasons] == ["finding", "verdict"]


def test_an_override_opens_what_it_was_written_about() -> None:
    held = judged((ERROR,), "", ())
    override = written_for(held.reasons[0])
    gate = judged((ERROR,), "", (override,))
    assert (gate.state, gate.reasons, gate.overrides) == (GateState.FULL, (), (override,))


def test_an_override_covers_no_error_that_came_later() -> None:
    override = written_for(judged((ERROR,), "", ()).reasons[0])
    later = Finding("imports", Severity.ERROR, "requests is not declared")
    assert judged((ERROR, later), "", (override,)).state is GateState.LOCKED
    assert judged((later,), "", (override,)).state is GateState.LOCKED


def test_an_override_of_one_verdict_covers_no_other() -> None:
    override = written_for(judged((), "Test first", ()).reasons[0])
    assert judged((), "Test first", (override,)).state is GateState.FULL
    assert judged((), "Stop", (override,)).state is GateState.LOCKED


def test_an_override_that_is_no_longer_needed_is_not_printed() -> None:
    override = written_for(judged((ERROR,), "", ()).reasons[0])
    assert judged((), "", (override,)).overrides == ()


@pytest.mark.parametrize("field", ["rule", "text", "look_again", "time", "hash", "about"])
def test_a_changed_override_voids_the_whole_log(field: str) -> None:
    reasons = judged((ERROR,), "Stop", ()).reasons
    first = written_for(reasons[0])
    second = written_for(reasons[1], (first,))
    assert judged((ERROR,), "Stop", (first, second)).state is GateState.FULL
    changed = replace(first, **{field: getattr(first, field) + "0"})
    assert not is_chained((changed, second))
    assert judged((ERROR,), "Stop", (changed, second)).overrides == ()


def test_a_line_taken_out_of_the_log_shows() -> None:
    reasons = judged((ERROR,), "Stop", ()).reasons
    first = written_for(reasons[0])
    second = written_for(reasons[1], (first,))
    assert is_chained((first, second))
    assert not is_chained((second,))
    assert not is_chained((second, first))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "0 words"),
        ("It is fine.", "3 words"),
        ("one two three four five six seven eight nine ten eleven", "11 words"),
        ("please " * 20, "again and again"),
        ("- . , ! " * 20, "0 words"),
    ],
)
def test_an_override_needs_a_real_sentence(text: str, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        overridden("", "finding", text, "2026-04-01", TIME)


def test_a_sentence_without_spaces_between_words_counts_by_its_letters() -> None:
    japanese = "友達一人にだけ見せるので、最悪の場合でも合計が間違って一日困らせるだけです。"
    assert overridden("", "finding", japanese, "2026-04-01", TIME).text == japanese
    with pytest.raises(BadInput, match="words"):
        overridden("", "finding", "大丈夫です。", "2026-04-01", TIME)


@pytest.mark.parametrize("day", ["2026-03-05", "2026-05-03"])
def test_the_day_to_look_again_lies_in_the_next_sixty_days(day: str) -> None:
    assert overridden("", "finding", WORDS, day, TIME).look_again == day


@pytest.mark.parametrize("day", ["2026-03-04", "2026-03-03", "2026-05-04", "2027-03-05", "soon", "", "2026-02-30"])
def test_any_other_day_is_refused(day: str) -> None:
    with pytest.raises(BadInput, match="day to look again"):
        overridden("", "finding", WORDS, day, TIME)


def test_line_breaks_in_the_text_become_spaces() -> None:
    assert overridden("", "r", WORDS.replace(" ", "\n"), "2026-04-01", TIME).text == WORDS


@given(findings_lists, verdicts)
def test_the_gate_is_open_exactly_when_nothing_holds_it(findings: list[Finding], verdict: str) -> None:
    gate = judged(findings, verdict, ())
    errors = any(finding.severity is Severity.ERROR for finding in findings)
    assert (gate.state is GateState.FULL) == (not errors and verdict in ("", "Build")) == (gate.reasons == ())
    assert gate == judged(findings, verdict, ())


@given(findings_lists, verdicts)
def test_another_finding_never_opens_the_gate(findings: list[Finding], verdict: str) -> None:
    order = [GateState.LOCKED, GateState.KIT, GateState.FULL]
    before = judged(findings, verdict, ()).state
    after = judged([*findings, ERROR], verdict, ()).state
    assert order.index(after) <= order.index(before)
    assert after is GateState.LOCKED


@given(findings_lists, verdicts)
def test_overriding_every_reason_opens_it_and_order_of_findings_does_not_matter(
    findings: list[Finding], verdict: str
) -> None:
    log: tuple[Override, ...] = ()
    for reason in judged(findings, verdict, ()).reasons:
        log = (*log, written_for(reason, log))
    assert judged(findings, verdict, log).state is GateState.FULL
    assert judged(findings[::-1], verdict, log).state is GateState.FULL


@given(st.integers(-5, 70))
def test_the_day_is_judged_from_the_day_of_writing(days: int) -> None:
    day = (date(2026, 3, 4) + timedelta(days=days)).isoformat()
    try:
        overridden("", "finding", WORDS, day, TIME)
        taken = True
    except BadInput:
        taken = False
    assert taken == (1 <= days <= 60)
