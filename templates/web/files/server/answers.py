"""How a change that was not taken is answered: problem documents (RFC 9457) with every reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from fastapi.responses import JSONResponse

from .commit import Conflict, Warned
from .refusal import Refusal
from .rights import may, seen_by
from .rules import RULES
from .tables import Tables
from .view import row_view


def problem(status: int, title: str, **more: Any) -> JSONResponse:
    body = {"type": "about:blank", "title": title, "status": status, **more}
    return JSONResponse(body, status_code=status, media_type="application/problem+json")


def refused(refusals: Iterable[Refusal]) -> JSONResponse:
    """422 with all reasons; 403 when the person may not do it at all."""
    found = [asdict(one) for one in refusals]
    status = 403 if found and all(one["rule"] == "may" for one in found) else 422
    return problem(status, found[0]["say"] if found else "", refusals=found)


def warned(warning: Warned) -> JSONResponse:
    """409: the same change goes through with this token."""
    found = [asdict(one) for one in warning.warnings]
    return problem(409, found[0]["say"], warnings=found, confirm=warning.confirm)


def conflicting(db: Tables, conflict: Conflict) -> JSONResponse:
    """409 with the row as it stands now, as this person sees it; null when it is gone."""
    entity = RULES.entities[conflict.entity]
    now = db.get(conflict.entity, conflict.id)
    seen = now is not None and may(db, RULES, "see", conflict.entity, now)
    row = row_view(seen_by(db, RULES), entity, now) if seen else None
    version = db.version(conflict.entity, conflict.id) if seen else None
    about = {"entity": conflict.entity, "id": conflict.id, "v": version, "row": row}
    return problem(409, "changed", conflict=about)
