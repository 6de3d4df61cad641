"""The parameters of a rule or a screen: `key=value; key=value` against its signature."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from lamplighter.domain.blueprint.app import Parameters, Value
from lamplighter.domain.blueprint.catalog import Catalog
from lamplighter.domain.blueprint.kinds import LEGEND, default_of, value_of
from lamplighter.domain.blueprint.kinds_parts import first_part
from lamplighter.domain.blueprint.lines import keyed
from lamplighter.domain.blueprint.problems import Notes, Place, known
from lamplighter.domain.blueprint.signature import ConstructSignature, Parameter, ScreenSignature
from lamplighter.domain.blueprint.site import Site


class Stand(msgspec.Struct, frozen=True):
    """A rule or a screen whose parameters are read: its place, its entity, its texts by name."""

    place: Place
    entity: str
    texts: Mapping[str, str]
    signature: ConstructSignature | ScreenSignature

    def site(self, parameter: Parameter, catalog: Catalog) -> Site:
        """The site of one of its parameters."""
        for_roles = tuple(p for p in self.signature.parameters if p.kind == "roles")
        if isinstance(self.signature, ConstructSignature):
            return Site(catalog, self.entity, parameter, self.texts, self.signature, parameters=for_roles)
        site = Site(catalog, self.entity, parameter, self.texts, screen=self.signature.name, parameters=for_roles)
        if self.signature.name != "print":
            return site
        return msgspec.structs.replace(site, parts_entity=first_part(site))


def texts_of(text: str, parameters: Iterable[Parameter], place: Place, notes: Notes) -> dict[str, str]:
    """The known parameters as text; what is unknown or unreadable is noted and left out."""
    names = [p.name for p in parameters]
    out: dict[str, str] = {}
    with notes.at(place):
        for key, value in keyed(text):
            if key in names:
                out[key] = value
            else:
                where = Place(place.part, place.id, "", key, place.note)
                notes.add(where, f"unknown parameter {key!r}", known(key, names))
    return out


def values_of(stand: Stand, catalog: Catalog, notes: Notes) -> Parameters:
    """Every parameter that means something; the others are noted."""
    values: dict[str, Value] = {}
    for parameter in stand.signature.parameters:
        text = stand.texts.get(parameter.name)
        if text is None and parameter.required:
            notes.add(stand.place, f"missing {parameter.name}", _how(parameter, stand.signature))
            continue
        with notes.at(stand.place.at(parameter.name)):
            site = stand.site(parameter, catalog)
            value = default_of(site) if text is None else value_of(site, text)
            if value is not None:
                values[parameter.name] = value
    _check_given(stand, notes)
    return Parameters(values)


def _how(parameter: Parameter, signature: ConstructSignature | ScreenSignature) -> str:
    example = signature.example if isinstance(signature, ConstructSignature) else ""
    how = f"write {parameter.name}=…: {LEGEND.get(parameter.kind, parameter.kind)}"
    return how + (f"; example: {example}" if example else "")


def _check_given(stand: Stand, notes: Notes) -> None:
    """Parameters that exclude, need or must differ from each other."""
    texts, signature = stand.texts, stand.signature
    for names in signature.one_of:
        if sum(name in texts for name in names) != 1:
            fault = f"needs exactly one of {' and '.join(names)}"
            notes.add(stand.place, fault, f"write {names[0]}=… or {names[1]}=…")
    for names in signature.any_of:
        if not any(name in texts for name in names):
            notes.add(stand.place, f"needs one of {', '.join(names)}", f"write {names[0]}=…")
    if not isinstance(signature, ConstructSignature):
        return
    for first, *others in signature.needs:
        missing = [name for name in others if name not in texts]
        if first in texts and missing:
            notes.add(stand.place, f"{first} needs {' and '.join(missing)}", f"write {missing[0]}=… too")
    for names in signature.differ:
        given = [texts[name] for name in names if name in texts]
        if len(set(given)) < len(given):
            notes.add(stand.place, f"two of {', '.join(names)} name the same", "they must differ")
