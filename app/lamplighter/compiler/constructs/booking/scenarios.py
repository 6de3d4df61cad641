"""The generated tests of `booking`: touching, inside, around; places at every moment; hours; rows that do not count.

What is expected of each scene is worked out on the host, at every moment where a span begins.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from lamplighter.compiler.construct import Scenario
from lamplighter.compiler.constructs.booking.emit import end_of, from_of, what_of
from lamplighter.compiler.constructs.proof import entered, expected, is_referred_to, saved, searched, stopped
from lamplighter.compiler.witness import Witness
from lamplighter.compiler.witness.cast import named, placed
from lamplighter.compiler.witness.plausible import ONE, with_new
from lamplighter.compiler.witness.scene import Scene
from lamplighter.domain.blueprint.app import App, Offered, Parameters, RulePlan
from lamplighter.domain.blueprint.evaluate import Row
from lamplighter.domain.blueprint.tree import Base, Expression, Number
from lamplighter.domain.blueprint.values import minutes, shifted

DAY = 1440
Span = tuple[int, int]


def scenarios(rule: RulePlan, _app: App, witness: Witness) -> tuple[Scenario, ...]:
    """All of them; a search when no span could be made on the host."""
    scene = _scene(rule, witness)
    found = [] if scene is None else [*_spans(rule, witness, scene), *_others(rule, witness, scene)]
    if not any(one.expect == stopped(rule) for one in found):
        found += searched(rule, "stops some rows and lets others pass", _candidates(rule, witness))
    return tuple(found)


def _scene(rule: RulePlan, witness: Witness) -> Scene | None:
    """One booking within open hours that counts, with two places where the number can be chosen."""
    scene: Scene | None = _with_what(rule, witness)
    where, places = rule.with_.expression("where"), rule.with_.expression("places")
    if scene is not None and places is not None and not isinstance(places.tree, Number):
        scene = witness.giving(scene, places.tree, 2 * ONE) or scene
    if scene is not None and where is not None:
        scene = witness.holding(scene, where)
    if scene is None:
        return None
    scene = _ended(rule, witness, scene, _opening(rule, scene), _length(rule))
    return scene if scene is not None and _span(rule, witness, scene) is not None else None


def _with_what(rule: RulePlan, witness: Witness) -> Scene:
    """A booking of something, also where the reference may be blank."""
    scene, what = witness.scene(rule.on), what_of(rule)
    if what is None or witness.value(scene, what) is not None:
        return scene
    other, thing = witness.beside(scene, what.type.target, {})
    return witness.giving(other, what, thing.id) or scene


def _opening(rule: RulePlan, scene: Scene) -> str:
    """A beginning well inside open hours, some days from now."""
    timed = from_of(rule).type.base is Base.DATETIME
    opening = rule.with_.opening("open")
    start = dt.date.fromisoformat(scene.world.today) + dt.timedelta(days=3)
    for day in (start + dt.timedelta(days=n) for n in range(7)):
        spans = opening.spans.get(day.weekday(), ()) if opening else ((9 * 60, 18 * 60),)
        if spans:
            begin = max(spans, key=lambda span: span[1] - span[0])[0]
            return f"{day}T{begin // 60:02d}:{begin % 60:02d}" if timed else day.isoformat()
    return f"{start}T09:00" if timed else start.isoformat()


def _length(rule: RulePlan) -> int:
    """How long a booking of the tests is, in the unit of its field."""
    return 60 if from_of(rule).type.base is Base.DATETIME else 4


def _ended(rule: RulePlan, witness: Witness, scene: Scene, begin: str, length: int) -> Scene | None:
    """The booking with this beginning and, where its end is free, this length."""
    begun = witness.giving(scene, from_of(rule), begin)
    if begun is None:
        return None
    if rule.with_.has("minutes"):
        if _span(rule, witness, begun) is not None:
            return begun
        return witness.giving(begun, rule.with_.values["minutes"].tree, length * ONE)  # type: ignore[union-attr]
    to = rule.with_.expression("to")
    end = shifted(begin, length * ONE)
    if to is None or end is None:
        return None
    several = witness.all_giving(begun, to.tree, end)
    return next((found for found in several if witness.value(found, from_of(rule)) == begin), None)


# -- the rule in other words


def _span(rule: RulePlan, witness: Witness, scene: Scene) -> Span | None:
    begin, end = witness.value(scene, from_of(rule)), witness.value(scene, end_of(rule))
    if not isinstance(begin, str) or not isinstance(end, str) or end <= begin:
        return None
    return minutes(begin), minutes(end)


def _gap(rule: RulePlan) -> int:
    return (rule.with_.number("gap") or 0) // ONE


def _stops(rule: RulePlan, witness: Witness, scene: Scene) -> bool:
    """Whether the rule blocks the scene's row: reversed, taken, or outside its hours."""
    begin, end = witness.value(scene, from_of(rule)), witness.value(scene, end_of(rule))
    if isinstance(begin, str) and isinstance(end, str) and end <= begin:
        return True
    if not _counts(rule, witness, scene) or _span(rule, witness, scene) is None:
        return False
    return _is_taken(rule, witness, scene) or not _is_open(rule, witness, scene)


def _counts(rule: RulePlan, witness: Witness, scene: Scene) -> bool:
    where, what = rule.with_.expression("where"), what_of(rule)
    if what is not None and witness.value(scene, what) is None:
        return False
    return where is None or witness.holds(scene, where) is True


def _is_taken(rule: RulePlan, witness: Witness, scene: Scene) -> bool:
    mine = _span(rule, witness, scene)
    what, places = what_of(rule), rule.with_.expression("places")
    assert mine is not None, "asked for rows with a span only"
    same = [scene.on(row) for row in scene.world.of(rule.on) if row.id != scene.row.id]
    same = [one for one in same if _counts(rule, witness, one)]
    if what is not None:
        same = [one for one in same if witness.value(one, what) == witness.value(scene, what)]
    spans = [span for one in same if (span := _span(rule, witness, one)) is not None]
    gap = _gap(rule)
    begins = [mine[0], *(begin for begin, _ in spans if mine[0] <= begin < mine[1] + gap)]
    beside = [sum(begin <= at < end + gap for begin, end in spans) for at in begins]
    count = witness.value(scene, places) if places is not None else ONE
    return max(beside, default=0) + 1 > (count // ONE if isinstance(count, int) else 1)


def _is_open(rule: RulePlan, witness: Witness, scene: Scene) -> bool:
    opening, span = rule.with_.opening("open"), _span(rule, witness, scene)
    if opening is None or span is None:
        return True
    day = dt.date.fromordinal(span[0] // DAY)
    begin, end = span[0] % DAY, span[1] - span[0] // DAY * DAY
    return any(opens <= begin and end <= closes for opens, closes in opening.spans.get(day.weekday(), ()))


# -- scenes


def _proved(rule: RulePlan, witness: Witness, about: str, scene: Scene | None) -> Iterator[Scenario]:
    if scene is None:
        return
    stops = _stops(rule, witness, scene)
    warns = rule.with_.word("mode") == "warn" and stops
    blocks = warns and not _stops(_ignoring_places(rule), witness, scene)
    expect = expected(rule, stops=stops)
    if warns and not blocks:
        expect = replace(expect, what="refused")
    verb = "is stopped" if stops else "passes"
    yield Scenario(rule.id, f"{verb}: {about}", saved(scene), expect)
    if stops and not is_referred_to(scene):
        yield Scenario(rule.id, f"a new row {verb}: {about}", entered(scene), expect)


def _ignoring_places(rule: RulePlan) -> RulePlan:
    """The rule with so many places that only its order and its hours can block."""
    many = Expression("1000", Number(1000 * ONE), frozenset())
    return replace(rule, with_=Parameters({**rule.with_.values, "places": many}))


def _another(scene: Scene) -> Scene:
    """The scene with a second booking like its first, read on the second."""
    row = scene.now(scene.row)
    other = Row(row.entity, scene.world.next_id(row.entity), row.values)
    return Scene(scene.world.with_row(other), other)


def _moved(rule: RulePlan, witness: Witness, scene: Scene, by: int, length: int | None = None) -> Scene | None:
    """A second booking so much later (minutes or days), so long."""
    begin = witness.value(scene, from_of(rule))
    if not isinstance(begin, str):
        return None
    later = shifted(begin, by * ONE)
    second = _another(scene)
    return _ended(rule, witness, second, later, length or _length(rule)) if later else None


def _spans(rule: RulePlan, witness: Witness, scene: Scene) -> Iterator[Scenario]:
    span = _span(rule, witness, scene)
    assert span is not None, "the scene has a span"
    unit = 1 if from_of(rule).type.base is Base.DATETIME else DAY
    length, gap = (span[1] - span[0]) // unit, -(-_gap(rule) // unit)
    yield from _proved(rule, witness, "alone", scene)
    for about, by, size in (
        ("the same time", 0, length),
        ("touching after", length + gap, length),
        ("touching before", -length - gap, length),
        ("one unit into the end", length + gap - 1, length),
        ("one unit into the beginning", 1 - length - gap, length),
        ("inside", 1, max(1, length - 2)),
        ("around", -1, length + 2),
        ("the same beginning, shorter", 0, max(1, length // 2)),
    ):
        yield from _proved(rule, witness, about, _moved(rule, witness, _filled(rule, witness, scene), by, size))
    yield from _many(rule, witness, scene, length, gap)
    yield from _unknown(rule, witness, scene)
    yield from _reversed(rule, witness, scene)
    yield from _hours(rule, witness, scene, length)


def _filled(rule: RulePlan, witness: Witness, scene: Scene) -> Scene:
    """The scene with all places but one taken at its time, so that the next booking decides."""
    places = rule.with_.expression("places")
    count = witness.value(scene, places) if places is not None else ONE
    for _ in range(min(count // ONE, 20) - 1 if isinstance(count, int) else 0):
        scene = scene.in_world(_another(scene).world)
    return scene


def _many(rule: RulePlan, witness: Witness, scene: Scene, length: int, gap: int) -> Iterator[Scenario]:
    """Two that touch and a third over both: never more at once than pairs suggest."""
    after = _moved(rule, witness, scene, length + gap)
    if after is None or length < 2:
        return
    both = Scene(after.world, scene.row)
    yield from _proved(rule, witness, "over two that touch", _moved(rule, witness, both, length // 2))
    over = _moved(rule, witness, both, length // 2)
    if over is not None:
        again = _moved(rule, witness, Scene(over.world, scene.row), length // 2)
        yield from _proved(rule, witness, "a fourth over all of them", again)


def _unknown(rule: RulePlan, witness: Witness, scene: Scene) -> Iterator[Scenario]:
    """Without a beginning, or without a thing, there is nothing to judge; whatever else is said about that."""
    second = _another(_filled(rule, witness, scene))
    names = [from_of(rule).hops[0].field, *([what.hops[0].field] if (what := what_of(rule)) else [])]
    for name in names:
        blank = witness.changed(second, {name: None})
        yield Scenario(rule.id, f"without {name} nothing is judged", saved(blank), expected(rule, stops=False))
        yield Scenario(rule.id, f"beside one without {name}", saved(blank.on(scene.row)), expected(rule, stops=False))


def _reversed(rule: RulePlan, witness: Witness, scene: Scene) -> Iterator[Scenario]:
    begin, to = witness.value(scene, from_of(rule)), rule.with_.expression("to")
    length = rule.with_.expression("minutes")
    for by in (0, -1) if length is not None else ():
        short = witness.giving(scene, length.tree, by * ONE) if length is not None else None
        if short is not None:
            yield from _proved(rule, witness, f"{by} minutes long".replace("-", "minus "), short)
    where = rule.with_.expression("where")
    if to is None or not isinstance(begin, str):
        return
    for by in (0, -1, 1):
        found = witness.giving(scene, to.tree, shifted(begin, by * ONE))
        if found is None or witness.value(found, from_of(rule)) != begin:
            continue
        yield from _proved(rule, witness, f"{by} between beginning and end".replace("-", "minus "), found)
        uncounted = witness.holding(found, where, wanted=False) if where else None
        if uncounted is not None and witness.value(uncounted, to) == shifted(begin, by * ONE):
            yield from _proved(rule, witness, f"{by} between, not counted".replace("-", "minus "), uncounted)


def _hours(rule: RulePlan, witness: Witness, scene: Scene, length: int) -> Iterator[Scenario]:
    """From opening to closing, a minute outside on both ends, and a closed day."""
    opening = rule.with_.opening("open")
    if opening is None:
        return
    start = dt.date.fromisoformat(scene.world.today) + dt.timedelta(days=7)
    for day in (start + dt.timedelta(days=n) for n in range(7)):
        spans = opening.spans.get(day.weekday(), ())
        name = day.strftime("%A")
        if not spans:
            yield from _proved(rule, witness, f"on {name}", _ended(rule, witness, scene, f"{day}T10:00", length))
        for opens, closes in spans:
            for about, at in (
                ("from opening", opens),
                ("before opening", opens - 1),
                ("until closing", closes - length),
                ("past closing", closes - length + 1),
            ):
                if 0 <= at < DAY:
                    begin = f"{day}T{at // 60:02d}:{at % 60:02d}"
                    found = _ended(rule, witness, scene, begin, length)
                    yield from _proved(rule, witness, f"{about} on {name}", found)


def _others(rule: RulePlan, witness: Witness, scene: Scene) -> Iterator[Scenario]:
    """Another thing at the same time, and rows that do not count."""
    what, where = what_of(rule), rule.with_.expression("where")
    full = _another(_filled(rule, witness, scene))
    if what is not None:
        world, thing = with_new(full.world, what.type.target, {})
        apart = witness.giving(full.in_world(world), what, thing.id)
        yield from _proved(rule, witness, "another one at the same time", apart)
        yield from _picker(rule, witness, full.in_world(world), thing)
        plan = witness.app.entities[rule.on].fields[what.hops[0].field]
        if not plan.required:
            yield from _proved(rule, witness, "none at all", witness.giving(full, what, None))
    for case in witness.cases(full, where) if where is not None else ():
        yield from _proved(rule, witness, f"where {case.about}", case.scene)
        beside = next((row for row in case.scene.world.of(rule.on) if row.id != case.scene.row.id), None)
        if beside is not None:
            yield from _proved(rule, witness, f"beside one where {case.about}", case.scene.on(beside))


def _picker(rule: RulePlan, witness: Witness, full: Scene, free: Row) -> Iterator[Scenario]:
    """Offered is what has a place left then."""
    what = what_of(rule)
    taken = full.world.get(free.entity, witness.value(full, what)) if what is not None else None
    if what is None or taken is None or rule.with_.word("mode") == "warn" or not _stops(rule, witness, full):
        return
    apart = witness.giving(full, what, free.id)
    if apart is None or _stops(rule, witness, apart):
        return
    steps, field = placed(full.world), what.hops[0].field
    yield Scenario(rule.id, "what is free then is offered", steps, Offered(named(full.row), field, named(free)))
    expect = Offered(named(full.row), field, named(taken), offered=False)
    yield Scenario(rule.id, "what is taken then is not offered", steps, expect)


def _candidates(rule: RulePlan, witness: Witness) -> Iterator[Scene]:
    scene = witness.scene(rule.on)
    for count in (0, 1, 3, 9):
        found = scene
        for _ in range(count):
            found = found.in_world(_another(found).world)
        yield found
