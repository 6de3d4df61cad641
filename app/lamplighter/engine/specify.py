"""Specify: from the person's words and answers to the blueprint that can be compiled now."""

from __future__ import annotations

from lamplighter.compiler.packs import Pack
from lamplighter.domain import events
from lamplighter.domain.blueprint.check import problems
from lamplighter.domain.blueprint.model import Blueprint
from lamplighter.domain.blueprint.reduce import compilable
from lamplighter.domain.blueprint.refine import refined
from lamplighter.domain.drafting import Able, Draft, drafted
from lamplighter.domain.errors import BadInput, BlueprintInvalid, EmptyIdea, HarmfulIdea
from lamplighter.domain.findings import Severity
from lamplighter.engine.job import Emit, Job, Order, Specified, Workshop

MISSING_PACK = "Asked for as a {kind} project; that pack is not built yet, so it is made as a {pack} project."
ROLES_NEED_SERVER = "It has several roles, and a project without a server cannot keep secrets, so it is a web project."


async def specify(job: Job, emit: Emit) -> Specified:
    """Draft or take the blueprint, let the answers refine it, and leave out what cannot be compiled, by name."""
    specified = specified_for(job.order, job.workshop)
    emit(
        events.BlueprintReady(
            specified.blueprint.name, specified.pack, specified.assumed, specified.cut, specified.not_built
        )
    )
    return specified


def specified_for(order: Order, workshop: Workshop) -> Specified:
    """The whole stage as a pure step: same order, same result."""
    draft = None if order.blueprint else draft_of(order, workshop)
    blueprint = draft.blueprint if draft else order.blueprint
    if blueprint is None:
        raise EmptyIdea("No blueprint came out of this idea.", "Say in one sentence who needs what.")
    _proved(blueprint, workshop)
    blueprint, refinements = refined(blueprint, order.answers)
    pack, why = chosen_pack(blueprint, order.pack, workshop)
    reduced, left_out = compilable(blueprint, workshop.vocabulary)
    return Specified(
        blueprint=reduced,
        pack=pack.name,
        assumed=(*blueprint.assumed, *why),
        cut=_unique(
            (draft.cut if draft else ()),
            (f.label for f in blueprint.features if f.when != "must"),
            (r.text for r in refinements if r.cuts),
        ),
        not_built=_unique((n.want for n in blueprint.not_covered), (item.why for item in left_out)),
    )


def draft_of(order: Order, workshop: Workshop) -> Draft:
    """Read the idea by rules; refuses an empty or a harmful one with a sentence."""
    if not order.idea.strip("\0 \t\r\n"):
        raise EmptyIdea("There is no idea in this text.", "Type in a sentence what it should do, and for whom.")
    draft = drafted(order.idea, workshop.lexicon, able=_able(workshop), faults=lambda made: _faults(made, workshop))
    if draft.harm:
        raise HarmfulIdea(draft.refused, "Describe an idea that harms nobody.")
    if draft.blueprint is None:
        raise EmptyIdea(draft.refused, "Type in a sentence what it should do, and for whom.")
    return draft


def chosen_pack(blueprint: Blueprint, wanted: str, workshop: Workshop) -> tuple[Pack, tuple[str, ...]]:
    """The pack to compile with, and what the person must know about the choice."""
    kind = blueprint.kind if wanted == "auto" else wanted
    why: tuple[str, ...] = ()
    pack = workshop.pack(kind)
    if pack is None:
        if wanted != "auto" and wanted not in ("static", "web", "cli", "api", "desktop"):
            known = ", ".join(p.name for p in workshop.packs)
            raise BadInput(f"There is no pack called “{wanted}”.", f"Packs here: {known}.")
        pack = workshop.pack("web")
        if pack is None:
            raise BadInput("The web pack is not installed.", "Install Lamplighter again; its templates are missing.")
        why = (MISSING_PACK.format(kind=kind, pack=pack.name),)
    if blueprint.roles and not pack.layout.roles:
        pack = workshop.pack("web") or pack
        why = (*why, ROLES_NEED_SERVER)
    return pack, why


def _able(workshop: Workshop) -> Able:
    words = workshop.vocabulary
    packs = frozenset(pack.name for pack in workshop.packs)
    return Able(words.compiled_constructs, words.compiled_screens, packs)


def _faults(blueprint: Blueprint, workshop: Workshop) -> tuple[str, ...]:
    found = problems(blueprint, workshop.vocabulary)
    return tuple(str(problem) for problem in found if problem.severity is Severity.ERROR)


def _proved(blueprint: Blueprint, workshop: Workshop) -> None:
    faults = _faults(blueprint, workshop)
    if faults:
        raise BlueprintInvalid(faults, "Mend the named lines and build again.")


def _unique(*groups: object) -> tuple[str, ...]:
    flat = [str(text) for group in groups for text in group]  # type: ignore[attr-defined]
    return tuple(dict.fromkeys(text for text in flat if text))
