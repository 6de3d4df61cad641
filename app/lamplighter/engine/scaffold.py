"""Scaffold: compile the blueprint and make the result the idea's next version."""

from __future__ import annotations

import asyncio

from lamplighter.compiler.project import compile_blueprint
from lamplighter.domain import events
from lamplighter.domain.blueprint.model import Blueprint
from lamplighter.domain.errors import ToolMissing
from lamplighter.engine.job import Emit, Job, Scaffolded, Specified


async def scaffold(job: Job, specified: Specified, emit: Emit) -> Scaffolded:
    """Compile, commit, then write the folder. Edits a person made in the folder become a version of theirs first."""
    files = await compiled_files(job, specified.blueprint, specified.pack)
    job.store.adopt_edits()
    version = commit(job, files, "builder", "scaffold", emit)
    return Scaffolded(version)


async def compiled_files(job: Job, blueprint: Blueprint, pack_name: str) -> dict[str, bytes]:
    """The files of the project, by path."""
    pack = job.workshop.pack(pack_name)
    if pack is None:
        raise ToolMissing(f"The pack “{pack_name}” is not installed.", "Choose another with --pack.")
    compiled = await asyncio.to_thread(compile_blueprint, blueprint, pack, job.workshop.toolkit)
    return dict(compiled.files)


def commit(job: Job, files: dict[str, bytes], author: str, stage: str, emit: Emit) -> int:
    """Make `files` the current version, write the folder and tell what changed."""
    before = job.store.files() if job.store.versions() else {}
    version = job.store.commit_version(author, stage, files)
    job.store.write_project()
    written = tuple(sorted(path for path, text in files.items() if before.get(path) != text))
    emit(events.FilesChanged(version, author, written, tuple(sorted(before.keys() - files.keys()))))
    return version
