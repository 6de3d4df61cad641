"""Versions of the whole project: a version is a list of paths and the SHA-256 of their bytes, kept once each."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from lamplighter.domain.errors import BadInput, CorruptStore
from lamplighter.domain.filenames import portable_files
from lamplighter.services.store import log
from lamplighter.services.store.database import Database, number, text
from lamplighter.services.store.values import VersionSummary, decoded, encoded

_HASH = re.compile(r"[0-9a-f]{64}")

Hashes = Mapping[str, str]
"""Path to hexadecimal SHA-256 of the bytes."""


@dataclass(frozen=True, slots=True)
class Saving:
    """Who saves a version, in which stage, when (ISO, UTC) and why."""

    author: str
    stage: str
    time: str
    note: str = ""


def hashes(files: Mapping[str, bytes]) -> dict[str, str]:
    """The SHA-256 of each file."""
    return {path: sha256(content).hexdigest() for path, content in files.items()}


def commit(database: Database, saving: Saving, files: Mapping[str, bytes]) -> int:
    """Save the files as the newest version, or give the newest when it holds exactly these.

    Raises BadName and ProjectTooLarge; nothing is saved then.
    """
    portable_files(files)
    listed = hashes(files)
    blobs = [(bytes.fromhex(listed[path]), files[path]) for path in files]
    with database.writing() as connection:
        return _added(connection, saving, listed, blobs)


def restore(database: Database, saving: Saving, version: int) -> int:
    """Save a new version equal to an old one; BadInput when there is no such version."""
    listed = listing(database, version)
    with database.writing() as connection:
        return _added(connection, saving, listed, [])


def _added(connection: sqlite3.Connection, saving: Saving, listed: Hashes, blobs: list[tuple[bytes, bytes]]) -> int:
    manifest = encoded(dict(sorted(listed.items())))
    digest = sha256(manifest).digest()
    for kept, content in [*blobs, (digest, manifest)]:
        keep(connection, kept, content)
    newest = connection.execute("SELECT version, manifest FROM versions ORDER BY version DESC LIMIT 1").fetchone()
    if newest is not None and newest[1] == digest:
        return int(newest[0])
    added = connection.execute(
        "INSERT INTO versions (time, author, stage, note, files, manifest) VALUES (?, ?, ?, ?, ?, ?)",
        (saving.time, saving.author, saving.stage, saving.note, len(listed), digest),
    )
    version = int(added.lastrowid or 0)
    log.append(connection, saving.time, log.VERSION, {"version": version, "author": saving.author}, str(version))
    return version


def keep(connection: sqlite3.Connection, digest: bytes, content: bytes) -> None:
    """Store the bytes under their hash, unless they stand there already, sound."""
    connection.execute(
        "INSERT INTO blobs (hash, content) SELECT ?1, ?2"
        " WHERE NOT EXISTS (SELECT 1 FROM blobs WHERE hash = ?1 AND content = ?2)",
        (digest, content),
    )


def newest(database: Database) -> int | None:
    """The number of the newest version, None before the first."""
    (found,) = database.rows("SELECT max(version) FROM versions")[0]
    return found if isinstance(found, int) else None


def listing(database: Database, version: int) -> dict[str, str]:
    """Paths and hashes of a version; BadInput when there is none, CorruptStore when its list is damaged."""
    rows = database.rows("SELECT manifest FROM versions WHERE version = ?", version)
    if not rows or not isinstance(rows[0][0], bytes):
        raise BadInput(f"There is no version {version}.", "See the versions with: history")
    return read_manifest(_content(database, rows[0][0]))


def read_manifest(text: bytes) -> dict[str, str]:
    """Paths and hashes out of a stored list; CorruptStore when it is none."""
    try:
        listed = decoded(text)
    except ValueError as error:
        raise CorruptStore("The list of files of a version is damaged.", "Open another version.") from error
    if not isinstance(listed, dict) or not all(isinstance(h, str) and _HASH.fullmatch(h) for h in listed.values()):
        raise CorruptStore("The list of files of a version is damaged.", "Open another version.")
    return {path: str(value) for path, value in listed.items()}


def files(database: Database, version: int) -> dict[str, bytes]:
    """The files of a version, each compared with its hash; CorruptStore names the file that is damaged."""
    return contents(database, listing(database, version))


def contents(database: Database, listed: Hashes) -> dict[str, bytes]:
    """The stored bytes of these files, each compared with its hash; CorruptStore names the file that is damaged."""
    found: dict[str, bytes] = {}
    for path, digest in listed.items():
        try:
            found[path] = _content(database, bytes.fromhex(digest))
        except CorruptStore as error:
            raise CorruptStore(f"The stored “{path}” is damaged.", "Restore a version before it changed.") from error
    return found


def summaries(database: Database) -> tuple[VersionSummary, ...]:
    """All versions, oldest first."""
    rows = database.rows("SELECT version, author, stage, time, note, files FROM versions ORDER BY version")
    return tuple(
        VersionSummary(number(version), text(author), text(stage), text(time), text(note), number(count))
        for version, author, stage, time, note, count in rows
    )


def _content(database: Database, digest: bytes) -> bytes:
    for (content,) in database.rows("SELECT content FROM blobs WHERE hash = ?", digest):
        if isinstance(content, bytes) and sha256(content).digest() == digest:
            return content
    raise CorruptStore("A stored file is damaged.", "Restore an older version.")
