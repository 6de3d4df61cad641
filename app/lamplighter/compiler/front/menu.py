"""Which screens an app has and in which order: those of the blueprint, and a list and a page for every thing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lamplighter.compiler.front.plan import Emitted, Slot, file_stem
from lamplighter.compiler.names import camel, distinct, is_reserved, snake
from lamplighter.domain.blueprint.app import App, EntityPlan, Parameters, ScreenPlan
from lamplighter.domain.blueprint.phrases import given_phrase
from lamplighter.domain.blueprint.tree import Base

_NOTHING = Parameters({})


def menu_of(app: App, emitted: Emitted) -> list[ScreenPlan]:
    """The screens of the menu in order: the start page, the blueprint's, then the lists of the things."""
    named = [s for s in app.screens if s.type not in ("today", "detail")]
    today = [s for s in app.screens if s.type == "today"][:1]
    if not today and (emitted.alerts or emitted.dues):
        today = [ScreenPlan("today", "today", "", given_phrase("today", app.lang), _NOTHING)]
    taken = [s.id for s in (*today, *named)] + list(app.entities)
    lists = []
    for entity in _by_weight(app):
        if not any(_is_home(screen, entity.id) for screen in named):
            name = list_id(entity, taken)
            taken.append(name)
            lists.append(ScreenPlan(name, "list", entity.id, entity.many, _NOTHING))
    return [*today, *named, *lists]


def pages_of(app: App) -> list[ScreenPlan]:
    """The page of one row of every thing; the address of each is the entity's id."""
    named = {s.of: s for s in app.screens if s.type == "detail"}
    plans = []
    for entity in app.entities.values():
        if entity.id != "settings":
            own = named.get(entity.id)
            with_ = own.with_ if own else _NOTHING
            plans.append(ScreenPlan(f"{entity.id} page", "detail", entity.id, own.label if own else entity.one, with_))
    return plans


def slots_of(menu: Sequence[ScreenPlan], pages: Sequence[ScreenPlan], taken: Sequence[str]) -> dict[str, Slot]:
    """A module and a name for every screen, all different; `taken` are the names of the things."""
    names = list(taken)
    slots: dict[str, Slot] = {}
    for screen in (*menu, *pages):
        name = snake(screen.id if screen.id.isascii() or screen.type == "detail" else screen.type, "")
        name = distinct(f"{name}_screen" if is_reserved(name) or camel(name) in names else name, names)
        names.append(camel(name))
        slots[screen.id] = Slot(
            f"{file_stem(name, f'{screen.type}_{len(slots) + 1}')}.js", camel(name), _is_home(screen, screen.of)
        )
    return slots


def list_id(entity: EntityPlan, taken: Sequence[str]) -> str:
    """The address of a thing's own list: its plural where that is a plain word."""
    plural = snake(entity.many)
    plain = file_stem(plural, "") and not is_reserved(plural) and plural not in taken
    return distinct(plural if plain else f"{snake(entity.id)}_list", taken)


def _is_home(screen: ScreenPlan, entity: str) -> bool:
    return (
        screen.type == "list" and screen.of == entity and not screen.with_.has("where") and not screen.with_.has("role")
    )


def _by_weight(app: App) -> list[EntityPlan]:
    """The things in the order of the blueprint, those without a name of their own last."""
    entities = [e for e in app.entities.values() if e.id != "settings"]
    return sorted(entities, key=lambda e: (not e.shown, _owned(e)))


def _owned(entity: EntityPlan) -> bool:
    return any(f.owned and f.type.base is Base.REF for f in entity.stored)


def screen_names(slots: Mapping[str, Slot], screens: Sequence[ScreenPlan]) -> list[str]:
    """The exported names of these screens."""
    return [slots[screen.id].name for screen in screens]
