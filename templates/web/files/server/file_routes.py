"""Sending and reading photos and files over HTTP. Nothing of them is ever run or shown as a page."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote, unquote

from fastapi import APIRouter, Depends, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse

from .answers import problem
from .data_file import Person
from .files import LARGEST, Files
from .messages import say


def file_routes(files: Files, person_of: Callable[..., Person]) -> APIRouter:
    """Everything below /api/files."""
    routes = APIRouter(prefix="/api/files")

    @routes.post("")
    async def keep(request: Request, who: Person = Depends(person_of)) -> Response:
        content = await request.body()
        if len(content) > LARGEST:
            return problem(413, say("file_too_large"))
        name = unquote(request.headers.get("x-file-name", ""), errors="replace")
        value = await run_in_threadpool(files.keep, who, name, content)
        return problem(403, say("not_allowed")) if value is None else JSONResponse({"value": value})

    @routes.get("/{number}")
    def read(number: str, who: Person = Depends(person_of)) -> Response:
        kept = files.read(who, number)
        if kept is None:
            return problem(404, say("file_gone"))
        headers = {"Content-Security-Policy": "default-src 'none'; sandbox"}
        if kept.is_picture:
            return Response(kept.content, media_type=kept.type, headers=headers)
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(kept.name)}"
        return Response(kept.content, media_type="application/octet-stream", headers=headers)

    return routes
