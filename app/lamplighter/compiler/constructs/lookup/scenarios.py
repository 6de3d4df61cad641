"""The generated tests of `lookup`: the edges of the band, other keys, nothing that fits, changes of the source."""

from __future__ import annotations

from collections.abc import Iterator

from lamplighter.compiler.construct import Scenario
from lamplighter.compiler.constructs.lookup.emit import band_of, hop_path, source_of
from lamplighter.compiler.constructs.proof import entered, holding_value, passed, saved, stopped
from lamplighter.compiler.witness import Witness
from lamplighter.compiler.witness.cast import changes, named
from lamplighter.compiler.witness.choices import some_values
from lamplighter.compiler.witness.plausible import ONE
from lamplighter.compiler.witness.scene import Scene
from lamplighter.compiler.witness.steps import nearby
from lamplighter.domain.blueprint.app import App, CopyPair, Judged, MatchKey, RulePlan, Step
from lamplighter.domain.blueprint.evaluate import Row
from lamplighter.domain.blueprint.tree import Path, Root, Text
from lamplighter.domain.blueprint.values import Value


def scenarios(rule: RulePlan, app: App, witness: Witness) -> tuple[Scenario, ...]:
    """All of them, from a row whose inputs are known."""
    scene = _asking(rule, witness)
    return (
        *_nothing(rule, app, witness, scene),
        *_found(rule, app, witness, scene),
        *_other_keys(rule, app, witness, scene),
        *_later(rule, app, witness, scene),
        *_stale(rule, app, witness, scene),
    )


def _asking(rule: RulePlan, witness: Witness) -> Scene:
    """A row that knows every value the keys ask for, and has nothing yet in the fields that are set."""
    scene = witness.scene(rule.on)
    for key in rule.with_.matches("match"):
        if witness.value(scene, key.value) is None:
            for value in _inputs(scene, key):
                found = witness.giving(scene, key.value.tree, value)
                if found is not None:
                    scene = found
                    break
    stored = {pair.field: None for pair in rule.with_.pairs("set")}
    return witness.changed(scene, stored)


def _inputs(scene: Scene, key: MatchKey) -> Iterator[Value]:
    yield from some_values(scene, key.value.tree)


def _source(rule: RulePlan, witness: Witness, scene: Scene, *, at: Value = None, number: int = 1) -> tuple[Scene, Row]:
    """The scene with a row that fits; `at` is its value in the band, `number` sets its values apart."""
    keys = [key for key in rule.with_.matches("match") if key.field != "id"]
    values = {key.field: witness.value(scene, key.value) for key in keys}
    band = band_of(rule)
    if band is not None and at is not None:
        values[band.field] = at
    referred = next((key for key in rule.with_.matches("match") if key.field == "id"), None)
    row = scene.world.get(source_of(rule), witness.value(scene, referred.value)) if referred else None
    if row is None:
        scene, row = witness.beside(scene, source_of(rule), values)
    return _set_apart(rule, witness, scene, row, number)


def _set_apart(rule: RulePlan, witness: Witness, scene: Scene, row: Row, number: int) -> tuple[Scene, Row]:
    """Values to copy that no other source row has."""
    keys = {key.field for key in rule.with_.matches("match")}
    for pair in rule.with_.pairs("set"):
        if not pair.source or pair.source[-1].field in ("id", *keys):
            continue
        path = Path(Root.ROW, source_of(rule), pair.source, pair.source[-1].type)
        on_source = scene.on(scene.now(row))
        for value in (*_apart(number), *some_values(on_source, path, witness.value(on_source, path))):
            found = witness.giving(on_source, path, value)
            if found is not None:
                scene = scene.in_world(found.world)
                break
    return scene, scene.now(row)


def _apart(number: int) -> tuple[Value, ...]:
    return ((number + 6) * ONE, f"value {number}")


def _copied(rule: RulePlan, app: App, witness: Witness, scene: Scene, source: Row, sentence: str) -> Iterator[Scenario]:
    """A new row takes every value from this source row."""
    for pair in rule.with_.pairs("set"):
        yield from _taken(rule, app, witness, scene, source, pair, sentence, entered(scene))


def _taken(
    rule: RulePlan,
    app: App,
    witness: Witness,
    scene: Scene,
    source: Row,
    pair: CopyPair,
    sentence: str,
    steps: tuple[Step, ...],
) -> Iterator[Scenario]:
    value = source.id if _is_id(pair) else _read(rule, witness, scene, source, pair)
    held = holding_value(app, scene, scene.row, pair.field, value)
    if value is not None and held is not None:
        yield Scenario(rule.id, f"{pair.field} {sentence}", steps, held)


def _read(rule: RulePlan, witness: Witness, scene: Scene, source: Row, pair: CopyPair) -> Value:
    path = Path(Root.ROW, source_of(rule), pair.source, pair.source[-1].type)
    return witness.value(scene.on(source), path)


def _is_id(pair: CopyPair) -> bool:
    return not pair.source or pair.source[-1].field == "id"


def _unfound(rule: RulePlan, app: App, scene: Scene, sentence: str) -> Iterator[Scenario]:
    """Nothing fits: refused, or left blank, or made."""
    missing = rule.with_.word("missing") or "blank"
    if missing == "refuse":
        yield Scenario(rule.id, f"refused when {sentence}", entered(scene), stopped(rule))
        return
    yield Scenario(rule.id, f"let in when {sentence}", entered(scene), passed(rule))
    for pair in rule.with_.pairs("set") if missing == "blank" else ():
        held = holding_value(app, scene, scene.row, pair.field, None)
        if held is not None:
            yield Scenario(rule.id, f"{pair.field} stays blank when {sentence}", entered(scene), held)


def _nothing(rule: RulePlan, app: App, witness: Witness, scene: Scene) -> Iterator[Scenario]:
    if any(key.field == "id" for key in rule.with_.matches("match")):
        key = next(key for key in rule.with_.matches("match") if key.field == "id")
        blank = witness.giving(scene, key.value.tree, None)
        if blank is not None:
            yield from _unfound(rule, app, blank, "nothing is chosen")
        return
    yield from _unfound(rule, app, scene, "nothing fits")


def _found(rule: RulePlan, app: App, witness: Witness, scene: Scene) -> Iterator[Scenario]:
    ready, source = _source(rule, witness, scene)
    yield from _copied(rule, app, witness, ready, source, "is copied from what fits")
    band = band_of(rule)
    if band is None:
        return
    at = witness.value(scene, band.value)
    field = hop_path(rule, app, band.field)
    below, above = nearby(field, at)
    inside, outside = (above, below) if band.operator == ">=" else (below, above)
    farther = list(nearby(field, inside[0])[1 if band.operator == ">=" else 0]) if inside else []
    if inside and farther:
        far, _ = _source(rule, witness, scene, at=farther[0], number=2)
        near, source = _source(rule, witness, far, at=inside[0], number=3)
        yield from _copied(rule, app, witness, near, source, "comes from the nearest of two")
        edge, source = _source(rule, witness, near, at=at, number=4)
        yield from _copied(rule, app, witness, edge, source, "comes from the edge itself")
    if outside:
        past, _ = _source(rule, witness, scene, at=outside[0], number=5)
        yield from _unfound(rule, app, past, "all lie outside the band")


def _other_keys(rule: RulePlan, app: App, witness: Witness, scene: Scene) -> Iterator[Scenario]:
    """A source row that differs in one key does not fit."""
    for key in rule.with_.matches("match"):
        if key.operator != "=" or key.field == "id":
            continue
        ready, source = _source(rule, witness, scene)
        path = hop_path(rule, app, key.field)
        for value in (*some_values(ready.on(source), path, witness.value(ready, key.value)), Text("other").value):
            found = witness.giving(ready.on(source), path, value)
            if found is not None and value != witness.value(ready, key.value):
                yield from _unfound(rule, app, ready.in_world(found.world), f"{key.field} differs")
                break


def _stale(rule: RulePlan, app: App, witness: Witness, scene: Scene) -> Iterator[Scenario]:
    """Where every save looks again, a value that fits no more goes."""
    if rule.with_.word("at") != "save" or rule.with_.word("missing") == "refuse":
        return
    if any(key.field == "id" for key in rule.with_.matches("match")):
        return
    for pair in rule.with_.pairs("set"):
        path = witness.path(rule.on, pair.field)
        old = next((one for value in some_values(scene, path) if (one := witness.giving(scene, path, value))), None)
        held = holding_value(app, scene, scene.row, pair.field, None)
        if old is not None and held is not None:
            yield Scenario(rule.id, f"{pair.field} goes when nothing fits any more", saved(old), held)


def _later(rule: RulePlan, app: App, witness: Witness, scene: Scene) -> Iterator[Scenario]:
    """A later change of the source leaves the row alone, unless every save looks again."""
    ready, source = _source(rule, witness, scene)
    pair = next((one for one in rule.with_.pairs("set") if len(one.source) == 1 and not _is_id(one)), None)
    keys = {key.field for key in rule.with_.matches("match")}
    if (
        pair is None
        or pair.source[0].field in keys
        or not app.entities[source_of(rule)].fields[pair.source[0].field].stored
    ):
        return
    first = _read(rule, witness, ready, source, pair)
    changed, after = _set_apart(rule, witness, ready, source, 9)
    second = _read(rule, witness, changed, after, pair)
    held = holding_value(app, changed, scene.row, pair.field, second if rule.with_.word("at") == "save" else first)
    if held is None or first == second or first is None:
        return
    new_value = changes(ready.world, source, {pair.source[0].field: after.values[pair.source[0].field]})
    edit = Judged(source_of(rule), named(source), new_value)
    again = Judged(rule.on, named(scene.row), {})
    steps = (*entered(ready), edit, again)
    word = "is looked up again at a save" if rule.with_.word("at") == "save" else "stays as it was copied"
    yield Scenario(rule.id, f"{pair.field} {word}", steps, held)
