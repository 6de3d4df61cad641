"""Where an order meets its idea: a new workspace, or the one an interrupted build left behind."""

from __future__ import annotations

from collections.abc import Mapping

from lamplighter.domain.errors import BadInput, StoreError
from lamplighter.domain.events import Stage
from lamplighter.engine.job import Job, Order, Workshop
from lamplighter.engine.specify import specified_for
from lamplighter.services.store import IdeaStore, Library

ORDER = "order"
RECENT = 8  # so many of the newest ideas are looked at for an interrupted build of the same order


def opened_job(order: Order, library: Library, workshop: Workshop) -> Job:
    """A job on a new idea; or, when the same order was interrupted before its end, on that one again.

    An order that is refused (empty, harmful, a faulty blueprint) leaves no workspace behind.
    """
    waiting = _interrupted(order, library)
    if waiting is not None:
        return Job(order, waiting, workshop)
    name = specified_for(order, workshop).blueprint.name
    return Job(order, library.create(name, order.idea, {ORDER: order.saved()}), workshop)


def resumed_job(idea_id: str, library: Library, workshop: Workshop) -> Job:
    """The job of an idea whose last order did not come to its end (or did: then its stages are read back)."""
    store = library.open(idea_id)
    saved = store.get(ORDER)
    if not isinstance(saved, Mapping):
        store.close()
        raise BadInput("This idea has no build to go on with.", f"See it with: show {idea_id}")
    return Job(Order.read(saved), store, workshop)


def _interrupted(order: Order, library: Library) -> IdeaStore | None:
    for idea in library.ideas()[:RECENT]:
        if idea.problem or idea.archived:
            continue
        try:
            store = library.open(idea.idea_id)
        except StoreError:  # damaged or busy: not the one to go on with, and `ideas` names it
            continue
        if _waits(store, order):
            return store
        store.close()
    return None


def _waits(store: IdeaStore, order: Order) -> bool:
    saved = store.get(ORDER)
    if not isinstance(saved, Mapping) or Order.read(saved).fingerprint != order.fingerprint:
        return False
    return Stage.GATE not in store.finished(order.fingerprint)
