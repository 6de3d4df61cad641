"""Packs: the kinds of project a blueprint compiles to. A pack is a folder with `pack.toml` and its files."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lamplighter.domain.errors import ToolMissing

SHARED = "shared"


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things go in a project: folders with a slash at the end, empty when the pack has none of it.

    `browser` holds the JavaScript, `server` the Python; `store` is the kind of store the front end gets.
    """

    browser: str = ""
    server: str = ""
    store: str = "indexeddb"
    page: str = ""  # the one built page, such as "index.html"
    roles: bool = False  # whether it can keep secrets from a person


@dataclass(frozen=True, slots=True)
class Pack:
    """One pack. `files` are its own texts by their path under `files/`; names that end in .j2 are rendered.

    `serve` is a static file, `argv` the command of a server; `tests` are the commands that prove a project.
    """

    name: str
    title: str
    kinds: tuple[str, ...]
    layout: Layout
    serve: str
    argv: tuple[str, ...]
    tests: tuple[tuple[str, ...], ...]
    files: Mapping[str, bytes]
    lock: bytes = b""  # its pinned packages


@dataclass(frozen=True, slots=True)
class Templates:
    """Everything the compiler reads: the shared texts by path ("python/values.py") and the packs by name."""

    shared: Mapping[str, str]
    packs: Mapping[str, Pack]
    messages: Mapping[str, Mapping[str, Mapping[str, object]]]


def templates(folder: Path, own_folder: Path | None = None) -> Templates:
    """Read the bundled folder and, if there is one, the person's own packs; an own pack of the same name wins."""
    shared = {path: data.decode("utf-8") for path, data in _texts(folder / SHARED).items()}
    messages = {Path(path).stem: tomllib.loads(text) for path, text in shared.items() if path.startswith("messages/")}
    found = {pack.name: pack for home in (folder, own_folder) if home for pack in packs(home)}
    return Templates(shared, found, messages)


def packs(folder: Path) -> tuple[Pack, ...]:
    """Every pack of a folder by name."""
    homes = sorted(path.parent for path in folder.glob("*/pack.toml"))
    return tuple(read_pack(home) for home in homes)


def read_pack(folder: Path) -> Pack:
    """One pack; ToolMissing when its pack.toml is damaged."""
    try:
        raw = tomllib.loads((folder / "pack.toml").read_text("utf-8"))
        layout = Layout(**raw.get("layout", {}))
        run, test = raw.get("run", {}), raw.get("test", {})
        return Pack(
            raw["name"],
            raw["title"],
            tuple(raw["kinds"]),
            layout,
            run.get("serve", ""),
            tuple(run.get("argv", ())),
            tuple(tuple(command) for command in test.get("commands", ())),
            _texts(folder / "files"),
            lock.read_bytes() if (lock := folder / "requirements.lock").is_file() else b"",
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise ToolMissing(f"The pack {folder.name} is damaged: {error}", "Install Lamplighter again.") from error


def _texts(folder: Path) -> dict[str, bytes]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def pack_for(kind: str, has_roles: bool, known: Mapping[str, Pack]) -> Pack:
    """The pack that serves a kind; where it is missing, or cannot keep roles apart, the one that can."""
    wanted = next((pack for pack in known.values() if kind in pack.kinds), None)
    if wanted is not None and (wanted.layout.roles or not has_roles):
        return wanted
    others = [pack for pack in known.values() if pack.layout.roles or not has_roles]
    return next((pack for pack in others if pack.name == "web"), others[0])
