"""The generated tests of `loan`: lent twice, lent again, too many, back too early, when it is due, who has it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lamplighter.compiler.construct import Scenario
from lamplighter.compiler.constructs.loan.emit import field_of, later, path_of, target_of
from lamplighter.compiler.constructs.proof import copied, entered, equal_to, expected, saved, stopped
from lamplighter.compiler.witness import Witness
from lamplighter.compiler.witness.cast import acting, cells, named, placed
from lamplighter.compiler.witness.choices import some_values
from lamplighter.compiler.witness.plausible import ONE
from lamplighter.compiler.witness.scene import Scene
from lamplighter.domain.blueprint.app import App, Do, Offered, RulePlan
from lamplighter.domain.blueprint.evaluate import Row
from lamplighter.domain.blueprint.tree import Base, Number
from lamplighter.domain.blueprint.values import Value, shifted

MOST_LOANS = 40


def scenarios(rule: RulePlan, app: App, witness: Witness) -> tuple[Scenario, ...]:
    """All of them, from one open loan."""
    scene = _open_loan(rule, witness)
    return (
        *_double(rule, witness, scene),
        *_too_many(rule, witness, scene),
        *_early(rule, scene),
        *_due(rule, app, witness, scene),
        *_thing(rule, app, witness, scene),
        *_buttons(rule, app, witness, scene),
        *_picker(rule, witness, scene),
    )


def _day(rule: RulePlan, name: str, scene: Scene, by: int = 0) -> Value:
    """A day (or the same hour of it) so many days from now, for a field."""
    timed = path_of(rule, name).type.base is Base.DATETIME
    return shifted(scene.world.now, by * 1440 * ONE) if timed else shifted(scene.world.today, by * ONE)


def _open_loan(rule: RulePlan, witness: Witness) -> Scene:
    """Something lent three days ago, still out."""
    scene = witness.scene(rule.on)
    for name in ("what", "who"):
        path = path_of(rule, name)
        if witness.value(scene, path) is None:
            values = some_values(scene, path)
            scene = next((found for value in values if (found := witness.giving(scene, path, value))), scene)
    days = {field_of(rule, "out"): _day(rule, "out", scene, -3), field_of(rule, "back"): None}
    return witness.changed(scene, days)


def _second(rule: RulePlan, witness: Witness, scene: Scene, *, what: bool, who: bool) -> Scene:
    """A second open loan: of the same thing or another, to the same person or another."""
    both = copied(scene, 1)
    second = both.on(both.world.of(rule.on)[-1])
    for name, same in (("what", what), ("who", who)):
        if not same:
            second = _with_another(rule, witness, second, name)
    return second


def _with_another(rule: RulePlan, witness: Witness, scene: Scene, name: str) -> Scene:
    path = path_of(rule, name)
    if path.type.base is Base.REF:
        scene, row = witness.beside(scene, path.type.target, {})
        return witness.changed(scene, {field_of(rule, name): row.id})
    number = len(scene.world.of(rule.on))
    return witness.changed(scene, {field_of(rule, name): f"Somebody {number}"})


def _double(rule: RulePlan, witness: Witness, scene: Scene) -> Iterator[Scenario]:
    same = _second(rule, witness, scene, what=True, who=False)
    yield Scenario(rule.id, "lent twice is stopped", saved(same), stopped(rule))
    yield Scenario(rule.id, "lending what is out is stopped", entered(same), stopped(rule))
    other = _second(rule, witness, scene, what=False, who=False)
    yield Scenario(rule.id, "another thing to somebody else passes", saved(other), expected(rule, stops=False))
    first = scene.now(scene.row)
    back = {**first.values, field_of(rule, "back"): _day(rule, "back", scene, -1)}
    returned = same.in_world(same.world.with_row(replace(first, values=back)))
    yield Scenario(rule.id, "back and lent again passes", saved(returned), expected(rule, stops=False))
    closed = witness.changed(same, {field_of(rule, "back"): _day(rule, "back", scene)})
    yield Scenario(rule.id, "a loan that is over does not count", saved(closed), expected(rule, stops=False))


def _too_many(rule: RulePlan, witness: Witness, scene: Scene) -> Iterator[Scenario]:
    most = rule.with_.expression("max")
    if most is None:
        return
    if not isinstance(most.tree, Number):
        scene = witness.giving(scene, most.tree, 2 * ONE) or scene
    limit = witness.value(scene, most)
    count = limit // ONE if isinstance(limit, int) else 0
    if not 0 < count <= MOST_LOANS:
        return
    for _ in range(count - 1):
        scene = _second(rule, witness, scene, what=False, who=True)
    if _held(rule, witness, scene) == count:
        yield Scenario(rule.id, "as many as allowed passes", saved(scene), expected(rule, stops=False))
    over = _second(rule, witness, scene, what=False, who=True)
    yield Scenario(rule.id, "one more than allowed is stopped", saved(over), stopped(rule))
    apart = _second(rule, witness, scene, what=False, who=False)
    yield Scenario(rule.id, "one more for somebody else passes", saved(apart), expected(rule, stops=False))


def _held(rule: RulePlan, witness: Witness, scene: Scene) -> int:
    who = witness.value(scene, path_of(rule, "who"))
    return sum(row.values.get(field_of(rule, "who")) == who for row in scene.world.of(rule.on))


def _early(rule: RulePlan, scene: Scene) -> Iterator[Scenario]:
    for about, by, stops in (("before it went out", -4, True), ("on the day it went out", -3, False)):
        values = {field_of(rule, "back"): _day(rule, "back", scene, by)}
        verb = "is stopped" if stops else "passes"
        yield Scenario(rule.id, f"back {about} {verb}", saved(scene, values), expected(rule, stops=stops))


def _due(rule: RulePlan, app: App, witness: Witness, scene: Scene) -> Iterator[Scenario]:
    due = rule.with_.path("due")
    if due is None:
        return
    field = due.hops[0].field
    open_ = witness.changed(scene, {field: None})
    when = witness.value(open_, later(rule, due))
    if due.type.base is Base.DATETIME and isinstance(when, str) and len(when) == 10:
        when = f"{when}T23:59"
    yield Scenario(rule.id, "it is due after its days", saved(open_), equal_to(app, scene.row, field, when))
    chosen = _day(rule, "due", scene, 2)
    given = witness.changed(scene, {field: chosen})
    still = replace(equal_to(app, scene.row, field, chosen), still=True)
    yield Scenario(rule.id, "a due day that was given stays", saved(given), still)


def _thing(rule: RulePlan, app: App, witness: Witness, scene: Scene) -> Iterator[Scenario]:
    thing = scene.world.get(target_of(rule), witness.value(scene, path_of(rule, "what")))
    if thing is None:
        return
    available, holder = rule.prefix + "available", rule.prefix + "holder"
    steps = placed(scene.world)
    yield Scenario(rule.id, "what is out is not available", steps, equal_to(app, thing, available, False))
    name = _holder(rule, app, witness, scene)
    if name:
        yield Scenario(rule.id, "who has it is known by name", steps, equal_to(app, thing, holder, name))
    back = witness.changed(scene, {field_of(rule, "back"): _day(rule, "back", scene)})
    steps = placed(back.world)
    yield Scenario(rule.id, "what is back is available", steps, equal_to(app, thing, available, True))
    yield Scenario(rule.id, "what is back has no holder", steps, equal_to(app, thing, holder, None))


def _holder(rule: RulePlan, app: App, witness: Witness, scene: Scene) -> str:
    """The shown name of the borrower."""
    who = path_of(rule, "who")
    value = witness.value(scene, who)
    if who.type.base is not Base.REF:
        return value if isinstance(value, str) else ""
    row, shown = scene.world.get(who.type.target, value), app.entities[who.type.target].shown
    name = row.values.get(shown) if row is not None and shown else None
    return name if isinstance(name, str) else ""


def _buttons(rule: RulePlan, app: App, witness: Witness, scene: Scene) -> Iterator[Scenario]:
    row = scene.now(scene.row)
    around = (*placed(scene.world), *acting(scene.world))
    give_back = Do(rule.id, "give_back", named(row), {})
    now = _day(rule, "back", scene)
    back = equal_to(app, row, field_of(rule, "back"), now)
    yield Scenario(rule.id, "giving back is noted", (*around, give_back), back)
    twice = witness.changed(scene, {field_of(rule, "back"): _day(rule, "back", scene, -1)})
    again = (*placed(twice.world), *acting(twice.world), give_back)
    yield Scenario(rule.id, "what is back cannot be given back", again, stopped(rule))
    yield from _lend(rule, app, scene, row)


def _picker(rule: RulePlan, witness: Witness, scene: Scene) -> Iterator[Scenario]:
    """Offered is what nobody has, and what this very loan is about."""
    taken = scene.world.get(target_of(rule), witness.value(scene, path_of(rule, "what")))
    second = _second(rule, witness, scene, what=False, who=False)
    second = witness.changed(second, {field_of(rule, "back"): _day(rule, "back", scene)})
    second, free = witness.beside(second, target_of(rule), {})
    if taken is None:
        return
    steps, row, field = placed(second.world), named(second.row), field_of(rule, "what")
    yield Scenario(rule.id, "what is free is offered", steps, Offered(row, field, named(free)))
    yield Scenario(rule.id, "what is out is not offered", steps, Offered(row, field, named(taken), offered=False))
    yield Scenario(rule.id, "its own thing is offered", steps, Offered(named(scene.row), field, named(taken)))


def _lend(rule: RulePlan, app: App, scene: Scene, row: Row) -> Iterator[Scenario]:
    """Lending makes a row; lending what is out is refused."""
    free = {name: value for name, value in cells(scene.world, row).items() if name != field_of(rule, "out")}
    fields = app.entities[rule.on].fields
    args = {name: value for name, value in free.items() if name in fields and not fields[name].auto}
    lend = Do(rule.id, "lend", None, args)
    steps = (*placed(scene.world, row), *acting(scene.world), lend)
    out = _day(rule, "out", scene)
    default = fields[field_of(rule, "out")].default
    if default is None or default.kind in ("today", "now"):
        yield Scenario(rule.id, "lending notes when it went out", steps, equal_to(app, row, field_of(rule, "out"), out))
    taken = (*placed(scene.world), *acting(scene.world), lend)
    yield Scenario(rule.id, "lending what is out is stopped", taken, stopped(rule))
