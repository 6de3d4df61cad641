"""VIABILITY.md: the sheet on top of everything that leaves. Overrides first, then the verdict, then what is unknown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from hashlib import sha256

from lamplighter.domain.filenames import visible
from lamplighter.domain.gate import Gate, GateState, Override
from lamplighter.services.exporter.parcel import SHEET, Form

_SEAL = re.compile(r"<!-- exported by Lamplighter, seal ([0-9a-f]{64}) -->\n\Z")
_MARKS = re.compile(r"([\\`*_{}\[\]<>#|&~$!])")
_STATES = {
    GateState.FULL: "The gate is open: the whole project may leave.",
    GateState.KIT: "The gate is half open: the experiment kit may leave, the whole project may not.",
    GateState.LOCKED: "The gate is closed: only documents may leave.",
}


def sealed_sheet(name: str, gate: Gate, form: Form, files: Mapping[str, bytes]) -> bytes:
    """The sheet, ending in a seal over itself and all other files, by which an untouched export is known again."""
    body = _body(name, gate, form)
    return (body + f"<!-- exported by Lamplighter, seal {_seal(body, files)} -->\n").encode()


def is_sheet(content: bytes) -> bool:
    """Whether a file is the sheet of some export."""
    return _SEAL.search(content.decode("utf-8", "replace")) is not None


def is_untouched(files: Mapping[str, bytes]) -> bool:
    """Whether these files, sheet included, are byte for byte what left."""
    text = files.get(SHEET, b"").decode("utf-8", "replace")
    found = _SEAL.search(text)
    others = {path: content for path, content in files.items() if path != SHEET}
    return found is not None and found[1] == _seal(text[: found.start()], others)


def _seal(body: str, files: Mapping[str, bytes]) -> str:
    whole = sha256(body.encode("utf-8", "replace"))
    for path in sorted(files):
        whole.update(path.encode() + b"\0" + sha256(files[path]).digest())
    return whole.hexdigest()


def _body(name: str, gate: Gate, form: Form) -> str:
    parts = (
        (f"# Viability of {_plain(name)}",),
        _overrides(gate.overrides),
        _verdict(gate),
        _list("Checks that were not run", "Nothing is known about what they look at.", gate.not_run),
        _questions(gate.unanswered),
        _kit(form),
    )
    return "".join(f"{line}\n\n" for part in parts for line in part)


def _overrides(overrides: Iterable[Override]) -> Iterable[str]:
    for override in overrides:
        yield f"## Exported against the check “{_plain(override.rule)}”"
        yield f"> {_plain(override.text)}"
        yield f"Written {_plain(override.time)}; to be looked at again on {_plain(override.look_again)}."
        yield f"Record {_plain(override.hash)}."


def _verdict(gate: Gate) -> Iterable[str]:
    yield "## Verdict"
    yield _plain(gate.verdict) if gate.verdict else "Not judged: nobody has answered for the market yet."
    yield _STATES[gate.state]
    for reason in gate.reasons:
        yield f"- Held by “{_plain(reason.rule)}”: {_plain(reason.text)}"


def _questions(unanswered: tuple[str, ...]) -> Iterable[str]:
    if unanswered:
        return _list("Questions without an answer", "Until they are answered this is a guess.", unanswered)
    return ("## Questions without an answer", "No list of questions came with this export.")


def _kit(form: Form) -> Iterable[str]:
    if form is not Form.KIT:
        return ()
    return (
        "## Experiment kit",
        "Its pages are made from the interview's answers; what there is lies beside this sheet.",
    )


def _list(title: str, meaning: str, lines: tuple[str, ...]) -> Iterable[str]:
    if not lines:
        return ()
    return (f"## {title}", meaning, "\n".join(f"- {_plain(line)}" for line in lines))


def _plain(text: str) -> str:
    """The words as they are, on one line: no mark-up, no letter that hides or turns the line around."""
    return _MARKS.sub(r"\\\1", visible(" ".join(text.split())))
